/**
 * Makes the endpoints of `--forward-to`: one for the platform's own events and one for those of connected accounts, as
 * `stripe listen --forward-to` sends both (https://docs.stripe.com/cli/listen).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../resource-api.ts'
import { addEndpoint, ENDPOINT, type EndpointSecret } from './endpoints.ts'

/** Endpoints that are there already, from an earlier start on the same file, get the secret. */
export function forwardEvents(api: ResourceApi, urls: readonly string[], secret: string): void {
  const known = api.store.list<Stripe.WebhookEndpoint>(ENDPOINT)
  for (const url of urls) {
    for (const connect of [false, true]) {
      const shown: EndpointSecret = { secret, connect }
      const row = known.find(({ object, secret: kept }) => object.url === url && kept.connect === connect)
      if (row) api.store.put(ENDPOINT, { ...row, secret: { ...shown } })
      else addEndpoint(api, { url, enabled_events: ['*'], description: 'Made by --forward-to' }, shown)
    }
  }
}
