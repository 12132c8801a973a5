/**
 * Events: stored in the transaction of their change, and sent to the endpoints that want them
 * (https://docs.stripe.com/api/events).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { API_VERSION } from '../api-version.ts'
import type { Faults } from '../faults.ts'
import type { ResourceApi } from '../resource-api.ts'
import type { Deliveries } from './deliveries.ts'
import { type EndpointSecret, wantsEvent } from './endpoints.ts'

/** The call that is being carried out, which events name as their cause. */
export interface Cause {
  id: string | null
  idempotency_key: string | null
}

interface Recorder extends Pick<ResourceApi, 'newId' | 'clock' | 'store'> {
  cause: Cause | null
  deliveries: Deliveries
  faults: Faults
}

export function recordEvent(
  api: Recorder,
  change: { type: string; object: unknown; account?: string; previous?: Record<string, unknown> },
): void {
  const { type, object, account, previous } = change
  const id = api.newId('evt')
  const created = api.clock.now()
  const endpoints = api.store
    .list<Stripe.WebhookEndpoint>('webhook_endpoint')
    .filter((endpoint) =>
      wantsEvent(endpoint.object, endpoint.secret as unknown as EndpointSecret, type, account),
    )

  const event = {
    id,
    object: 'event',
    ...(account !== undefined && { account }),
    api_version: API_VERSION,
    created,
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: endpoints.length,
    request: api.cause ?? { id: null, idempotency_key: null },
    type,
  }
  api.store.put('event', { id, account, created, object: event, secret: {} })
  for (const endpoint of endpoints) api.deliveries.plan(id, endpoint.id, api.faults.planDelivery(type))
}
