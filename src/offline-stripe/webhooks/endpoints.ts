/**
 * Webhook endpoints (https://docs.stripe.com/api/webhook_endpoints).
 *
 * @module
 */

import type { Stripe } from 'stripe'
import { invalidParameter, invalidRequest, resourceMissing } from '../errors.ts'
import { listStored, PAGE } from '../lists.ts'
import { mergeMetadata, metadata } from '../metadata.ts'
import { boolean, list, type Parameter, parameters, required, string, unsettable } from '../parameters.ts'
import { parsedUrl } from '../parsed-url.ts'
import type { ResourceApi, Stored } from '../resource-api.ts'
import { EVENT_TYPES } from './event-types.ts'

/** Details of an endpoint that the API never shows, or shows once. */
export interface EndpointSecret {
  secret: string
  /** Receives the events of connected accounts instead of the platform's own. */
  connect: boolean
}

export const ENDPOINT = 'webhook_endpoint'
const MAX_ENDPOINTS = 16
/** The platform's application. Endpoints for connected accounts belong to it: Stripe shows nothing else of `connect`. */
const APPLICATION = 'ca_offline'

const EVENT_TYPE: Parameter<string> = {
  read(value, name) {
    if (typeof value === 'string' && (value === '*' || EVENT_TYPES.has(value))) return value
    throw invalidParameter(`Invalid ${name}: must be '*' or a type of event, not ${JSON.stringify(value)}`, {
      param: name,
    })
  },
}

const CREATE = parameters({
  url: required(string()),
  enabled_events: required(list(EVENT_TYPE)),
  api_version: string({ format: /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/ }),
  connect: boolean(),
  description: unsettable(string()),
  metadata: metadata(),
})
const UPDATE = parameters({
  url: string(),
  enabled_events: list(EVENT_TYPE),
  description: unsettable(string()),
  disabled: boolean(),
  metadata: metadata(),
})
const LIST = parameters(PAGE)

/** Whether an endpoint wants a type of event, from a connected account or from the platform. */
export function wantsEvent(
  endpoint: Stripe.WebhookEndpoint,
  { connect }: EndpointSecret,
  type: string,
  account: string | undefined,
): boolean {
  if (endpoint.status !== 'enabled' || connect !== (account !== undefined)) return false
  return endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)
}

/** Stores a new endpoint. Stripe keeps no more than sixteen. */
export function addEndpoint(
  api: ResourceApi,
  input: ReturnType<typeof CREATE>,
  secret: EndpointSecret,
): Stripe.WebhookEndpoint {
  if (api.store.list(ENDPOINT).length >= MAX_ENDPOINTS)
    throw invalidRequest(`You have reached the maximum of ${MAX_ENDPOINTS} test webhook endpoints.`)
  const endpoint: Stripe.WebhookEndpoint = {
    id: api.newId('we'),
    object: 'webhook_endpoint',
    api_version: input.api_version ?? null,
    application: secret.connect ? APPLICATION : null,
    created: api.clock.now(),
    description: input.description ?? null,
    enabled_events: input.enabled_events,
    livemode: false,
    metadata: mergeMetadata({}, input.metadata),
    status: 'enabled',
    url: checkedUrl(input.url),
  }
  api.store.put(ENDPOINT, { ...identity(endpoint), object: endpoint, secret: { ...secret } })
  return endpoint
}

/** @param ownSecret The secret of every new endpoint; without it each gets its own. */
export function webhookEndpoints(api: ResourceApi, ownSecret: string | undefined): void {
  const { store } = api

  const find = (id = ''): Stored<Stripe.WebhookEndpoint> => {
    const row = store.get<Stripe.WebhookEndpoint>(ENDPOINT, id)
    if (!row) throw resourceMissing('webhook endpoint', id, 'webhook_endpoint')
    return row
  }

  api.route({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    handle(request) {
      const input = CREATE(request.input)
      const secret = ownSecret ?? api.newId('whsec')
      return { ...addEndpoint(api, input, { secret, connect: input.connect ?? false }), secret }
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    handle: (request) =>
      listStored<Stripe.WebhookEndpoint>(
        store,
        { kind: ENDPOINT, noun: 'webhook endpoint', account: null, url: '/v1/webhook_endpoints' },
        LIST(request.input),
      ),
  })

  api.route({
    method: 'GET',
    path: '/v1/webhook_endpoints/{webhook_endpoint}',
    handle: ({ params }) => find(params.webhook_endpoint).object,
  })

  api.route({
    method: 'POST',
    path: '/v1/webhook_endpoints/{webhook_endpoint}',
    handle(request) {
      const row = find(request.params.webhook_endpoint)
      const { url, disabled, metadata: change, ...rest } = UPDATE(request.input)
      const endpoint: Stripe.WebhookEndpoint = {
        ...row.object,
        ...rest,
        ...(url !== undefined && { url: checkedUrl(url) }),
        ...(disabled !== undefined && { status: disabled ? 'disabled' : 'enabled' }),
        metadata: mergeMetadata(row.object.metadata, change),
      }
      store.put(ENDPOINT, { ...row, object: endpoint })
      return endpoint
    },
  })

  api.route({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/{webhook_endpoint}',
    handle({ params }) {
      const { id } = find(params.webhook_endpoint)
      store.delete(ENDPOINT, id)
      return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint
    },
  })
}

function identity({ id, created }: { id: string; created: number }) {
  return { id, account: undefined, created }
}

/** Test mode accepts plain http, which a server on this machine needs. */
function checkedUrl(url: string): string {
  if (/^https?:$/.test(parsedUrl(url)?.protocol ?? '')) return url
  throw invalidParameter(`Invalid URL: ${url}. URLs must begin with http:// or https://.`, {
    code: 'url_invalid',
    param: 'url',
  })
}
