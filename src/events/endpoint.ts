/**
 * Subscribes to Stripe's events during development. In production you create the endpoint by hand, once, and set its secret in
 * CONNECT_WEBHOOK_ENDPOINT_SECRET.
 *
 * @see https://docs.stripe.com/api/webhook_endpoints
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import { WEBHOOK_PATH } from '../core/addresses.ts'
import type { Storage } from '../storage/storage.ts'
import { API_VERSION } from '../stripe/api-version.ts'
import { isMalformed, unlessGone } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { noAnswer } from '../stripe/read-answer.ts'
import { keepOwnEndpoint, readOwnEndpoint } from './signing-secrets.ts'
import { handledEvents } from './subject.ts'

/** This mark and the tenant identify our own endpoints. We never touch anybody else's. */
const MARK = { created_by: '@layeredapps/stripe-connect' }

const markOf = ({ appid }: Storage) => ({ ...MARK, appid })

/** Endpoints to look at: far more than Stripe lets an account have. */
export const MOST_ENDPOINTS = 1_000

/** What helps against a refusal. */
const ADVICE = {
  address:
    'set DASHBOARD_SERVER to a public address, or run `stripe listen --forward-connect-to` with this one and set ' +
    'CONNECT_WEBHOOK_ENDPOINT_SECRET to what that prints',
  endpoints: 'delete webhook endpoints at Stripe that nobody uses, and start again',
}

/** The setting that identifies this tenant of this database, with all its instances. */
const INSTALLATION = 'webhook-endpoint-maker'

/**
 * Makes sure that Stripe sends this server events of connected accounts. An endpoint we made earlier is used again if we still
 * have its secret; otherwise it is replaced, because Stripe shows a secret only once. Does nothing in production and, except for
 * the offline Stripe, when a secret is configured.
 *
 * When Stripe refuses, because it cannot reach the address or has too many endpoints, that is logged with advice: everything but
 * news from Stripe works without one.
 *
 * @throws Stripe's errors for anything else, e.g. a wrong key
 */
export async function ensureWebhookEndpoint(services: Services): Promise<void> {
  const { config, log } = services
  // Nobody makes an endpoint by hand at the offline Stripe: a configured secret belongs to the real one.
  const isMadeByHand = config.stripe.webhookSecrets.length > 0 && !config.stripe.offline
  if (config.production || isMadeByHand) return
  const url = config.url + WEBHOOK_PATH
  try {
    await ensure(services, url)
  } catch (error) {
    if (!isMalformed(error)) throw error
    const { message: reason, param } = error
    const advice = param === 'url' ? ADVICE.address : ADVICE.endpoints
    log.warn({ url, reason }, `Stripe sends no events here: ${advice}`)
  }
}

async function ensure(services: Services, url: string): Promise<void> {
  const { stripe, storage, mirrors } = services
  const kept = await readOwnEndpoint(storage)
  const all = await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: MOST_ENDPOINTS })
  const own = all.filter(({ id, url: where, metadata }) => {
    // The previous version did not note the tenant.
    const { created_by, appid = storage.appid } = metadata
    if (created_by !== MARK.created_by || appid !== storage.appid) return false
    // An endpoint at this server's former address is ours, too: left alone, it would call whatever server is there now.
    return where === url || id === kept?.id
  })
  const usable = own.find(({ id }) => id === kept?.id)
  const { id: used } = usable ?? (await create(services, url, kept?.id))
  for (const { id } of own) {
    if (id !== used) await unlessGone(stripe.webhookEndpoints.del(id))
  }
  const { status, metadata } = usable ?? {}
  const events = handledEvents(mirrors)
  if (
    usable &&
    (usable.url !== url || status !== 'enabled' || !metadata?.appid || !isSubscribed(usable, events))
  ) {
    await stripe.webhookEndpoints.update(
      usable.id,
      { url, disabled: false, enabled_events: events, metadata: markOf(storage) },
      { idempotencyKey: idempotencyKey('update-webhook-endpoint', usable.id, randomUUID()) },
    )
  }
}

/** @param replaced our former endpoint, which is no longer usable */
async function create(
  { stripe, storage, mirrors }: Services,
  url: string,
  replaced: string | undefined,
): Promise<Stripe.WebhookEndpoint> {
  // Instances that start at the same time replace the same endpoint: Stripe makes one and shows its secret to each.
  const installation = await storage.settings.getOrSet(INSTALLATION, randomUUID())
  const params = {
    url,
    connect: true,
    enabled_events: handledEvents(mirrors),
    api_version: API_VERSION,
    description: 'Made by @layeredapps/stripe-connect while developing',
    metadata: markOf(storage),
  }
  const key = idempotencyKey(
    'create-webhook-endpoint',
    installation,
    replaced ?? 'none',
    JSON.stringify(params),
  )
  const created = await stripe.webhookEndpoints.create(params, { idempotencyKey: key })
  if (!created.secret) throw noAnswer('a new webhook endpoint has no secret')
  await keepOwnEndpoint(storage, { id: created.id, secret: created.secret })
  return created
}

function isSubscribed(
  { enabled_events: enabled }: Stripe.WebhookEndpoint,
  events: readonly string[],
): boolean {
  return enabled.includes('*') || events.every((type) => enabled.includes(type))
}
