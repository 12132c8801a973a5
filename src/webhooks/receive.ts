/**
 * Takes what Stripe posts: verify, keep, answer. What the event asks for is done apart, by the worker, so that Stripe
 * never waits for it and nothing that fails then is lost.
 *
 * @see https://docs.stripe.com/webhooks
 * @module
 */
import type Stripe from 'stripe'
import { isLive } from '../config/stripe.ts'
import type { Services } from '../context.ts'
import type { WebhookRoute } from '../route.ts'
import { freshSigningSecrets, signingSecrets } from './signing-secrets.ts'
import { wakeInboxWorkers } from './worker.ts'

/** Where Stripe delivers. The path is the one that installations of the earlier module have registered. */
export const WEBHOOK_PATH = '/webhooks/connect/index-connect-data'

/** Bytes of one event; Stripe's own are far smaller. */
const LIMIT = 1024 * 1024

/** Seconds that a signature may be old, so that a delivery that somebody overheard cannot be repeated later. */
export const SIGNATURE_TOLERANCE = 300

/**
 * Answers 400 to what does not verify: acknowledging it would hide a wrong secret until somebody misses the money.
 * An event of the other mode is acknowledged and dropped, because Stripe sends events of test mode to live endpoints too.
 */
export const connectWebhook: WebhookRoute = {
  kind: 'webhook',
  path: WEBHOOK_PATH,
  limit: LIMIT,
  async receive(services, { body, signature, requestId }) {
    const { log } = services
    const event = await verify(services, body, signature)
    if (event instanceof Error) {
      log.warn({ requestId, reason: event.message }, 'a webhook was refused')
      return refusal('invalid-signature', 'the signature does not fit any of the configured secrets')
    }
    if (!isEvent(event)) {
      log.warn({ requestId }, 'a signed webhook was not an event')
      return refusal('invalid-event', 'the body is not an event')
    }
    const about = { requestId, eventid: event.id, type: event.type, stripeid: event.account }
    if (event.livemode !== isLive(services.config.stripe.key)) {
      log.info(about, 'an event of the other mode was dropped')
      return accepted()
    }
    if (await services.storage.inbox.insert(event, services.now())) {
      log.info(about, 'an event was received')
      wakeInboxWorkers(services)
    }
    return accepted()
  },
}

/** @returns the reason, when it does not verify with any of the secrets */
async function verify(
  services: Services,
  body: Buffer,
  signature: string | undefined,
): Promise<Stripe.Event | Error> {
  if (!signature) return new Error('there is no signature')
  const first = check(services, body, signature, await signingSecrets(services))
  if (!(first instanceof Error)) return first
  const secrets = await freshSigningSecrets(services)
  return secrets ? check(services, body, signature, secrets) : first
}

function check(
  { stripe, now }: Services,
  body: Buffer,
  signature: string,
  secrets: readonly string[],
): Stripe.Event | Error {
  let failure = new Error('no secret is known')
  for (const secret of secrets) {
    try {
      return stripe.webhooks.constructEvent(
        body,
        signature,
        secret,
        SIGNATURE_TOLERANCE,
        undefined,
        now().getTime(),
      )
    } catch (error) {
      if (!(error instanceof Error)) throw error
      failure = error
    }
  }
  return failure
}

/** A signed body is Stripe's, but not everything that Stripe signs is an event with an object. */
function isEvent(event: Stripe.Event): boolean {
  return (
    typeof event.id === 'string' && typeof event.type === 'string' && typeof event.data?.object === 'object'
  )
}

function accepted() {
  return { status: 200, body: { received: true } }
}

function refusal(code: string, detail: string) {
  return { status: 400, body: { object: 'error', message: code, detail } }
}
