/**
 * Events: kept in the transaction of the change that they tell of, and handed to the endpoints that want them
 * (https://docs.stripe.com/api/events).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { API_VERSION } from '../api-version.ts'
import type { StripeApi } from '../stripe-api.ts'
import { type EndpointSecret, wantsEvent } from './endpoints.ts'

export function recordEvent(
  api: StripeApi,
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
