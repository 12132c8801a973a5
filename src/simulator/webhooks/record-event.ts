/**
 * Events: kept in the transaction of the change that they tell of, and handed to the endpoints that want them
 * (https://docs.stripe.com/api/events).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { API_VERSION } from '../api-version.ts'
import type { Machine } from '../machine.ts'
import { type EndpointSecret, wantsEvent } from './endpoints.ts'

export function recordEvent(
  machine: Machine,
  change: { type: string; object: unknown; account?: string; previous?: Record<string, unknown> },
): void {
  const { type, object, account, previous } = change
  const id = machine.newId('evt')
  const created = machine.clock.now()
  const endpoints = machine.store
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
    request: machine.cause ?? { id: null, idempotency_key: null },
    type,
  }
  machine.store.put('event', { id, account, created, object: event, secret: {} })
  for (const endpoint of endpoints)
    machine.deliveries.plan(id, endpoint.id, machine.faults.planDelivery(type))
}
