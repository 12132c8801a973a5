/**
 * Receives Stripe's webhooks: verify, keep, answer. The worker applies the event later, so that Stripe never waits for that and
 * no failure loses the event.
 *
 * @see https://docs.stripe.com/webhooks
 * @module
 */
import { isLive } from '../config/stripe.ts'
import type { Services } from '../context/context.ts'
import { WEBHOOK_PATH } from '../core/addresses.ts'
import { keepWait, type RunInWait } from '../storage/waiting.ts'
import { type SignatureProblem, signatureProblem } from '../stripe/verify.ts'
import { refusalBody } from '../web/refusal.ts'
import type { WebhookRoute } from '../web/route.ts'
import { GroupCommit } from './group-commit.ts'
import { type ReadEvent, readEvent } from './read-event.ts'
import { freshSigningSecrets, signingSecrets } from './signing-secrets.ts'
import { inboxStore } from './store/inbox.ts'
import { wakeInboxWorkers } from './worker.ts'

/** Bytes of one event; Stripe's own are far smaller. */
const LIMIT = 1024 * 1024

/**
 * Answers 400 when the signature does not verify: acknowledging it would hide a wrong secret until a seller misses money.
 * Everything Stripe signed is acknowledged once it is kept, since Stripe would only send it again.
 *
 * An event of the other mode is dropped, because Stripe sends events of test mode to live endpoints too. Events that need no
 * action or have a newer type are kept; events that cannot be applied are kept as dead letters.
 */
export const connectWebhook: WebhookRoute = {
  kind: 'webhook',
  path: WEBHOOK_PATH,
  limit: LIMIT,
  async receive(services, { body, signature, requestId }) {
    const { log, storage, now, config } = services
    const inSameWait = keepWait()
    const problem = await verify(services, { body, signature }, inSameWait)
    if (problem !== undefined) {
      log.warn({ requestId, reason: problem.reason }, 'a webhook was refused')
      return refusal('invalid-signature', DETAILS[problem.kind])
    }
    const reading = readEvent(body, services.mirrors)
    if ('letter' in reading) {
      const { eventid, type, failure } = reading.letter
      if (await inSameWait(() => inboxStore(storage).insertDead(reading.letter, now())))
        log.error({ requestId, eventid, type, failure }, 'what Stripe sent cannot be applied: it is kept')
      return accepted()
    }
    const { event } = reading
    const about = { requestId, eventid: event.id, type: event.type, stripeid: event.account }
    if (event.livemode !== isLive(config.stripe.key)) {
      log.info(about, 'an event of the other mode was dropped')
      return accepted()
    }
    if (await inSameWait(() => intakeOf(services).add(reading))) log.debug(about, 'an event was received')
    return accepted()
  },
}

const intakes = new WeakMap<Services, GroupCommit<ReadEvent, boolean>>()

/** Keeps the events that arrive in this process. */
function intakeOf(services: Services): GroupCommit<ReadEvent, boolean> {
  const known = intakes.get(services)
  if (known) return known
  const { log, storage, now } = services
  const intake = new GroupCommit<ReadEvent, boolean>({
    async commit(arrivals) {
      const areNew = await inboxStore(storage).insertAll(arrivals, now())
      const events = areNew.filter(Boolean).length
      if (events > 0) {
        log.info({ events }, 'events were received')
        wakeInboxWorkers(services, { arrived: events })
      }
      return areNew
    },
    sizeOf: ({ payload }) => payload.length,
  })
  intakes.set(services, intake)
  return intake
}

const DETAILS: Record<SignatureProblem['kind'], string> = {
  missing: 'there is no header stripe-signature',
  time: 'the signature was made more than 5 minutes from the time of this server’s clock',
  secret: 'the signature does not fit any of the configured secrets',
}

/** @returns the problem when the signature matches none of the secrets */
async function verify(
  services: Services,
  signed: { body: Buffer; signature: string | undefined },
  inSameWait: RunInWait,
): Promise<SignatureProblem | undefined> {
  const { stripe, now } = services
  const problem = signatureProblem(stripe, signed, await signingSecrets(services), now())
  if (problem === undefined || !signed.signature) return problem
  const secrets = await inSameWait(() => freshSigningSecrets(services))
  return secrets ? signatureProblem(stripe, signed, secrets, now()) : problem
}

function accepted() {
  return { status: 200, body: { received: true } }
}

function refusal(code: string, detail: string) {
  return { status: 400, body: refusalBody({ code }, detail) }
}
