/**
 * Checks Stripe's signature over a body's bytes, before anything parses them.
 *
 * @see https://docs.stripe.com/webhooks#verify-webhook-signatures-with-raw-payload
 * @module
 */
import { createHmac } from 'node:crypto'
import Stripe from 'stripe'

/** Seconds that a signature may be old, so that nobody can repeat an overheard delivery later. */
export const SIGNATURE_TOLERANCE = 300

/** Given to the SDK in place of the body, which it would decode for nothing. */
const STAND_IN = '-'

/**
 * Signs the body's bytes. The SDK decodes a body before it signs it, and would refuse the signature of bytes that are no text.
 * The text that it asks to sign begins with the time and a full stop.
 */
class OverBytes extends Stripe.CryptoProvider {
  readonly #body: Buffer

  constructor(body: Buffer) {
    super()
    this.#body = body
  }

  override computeHMACSignature(decoded: string, secret: string): string {
    const beginning = decoded.slice(0, decoded.indexOf('.') + 1)
    return createHmac('sha256', secret).update(beginning).update(this.#body).digest('hex')
  }
}

/** Whether a signature's time is too far ahead, which the SDK does not check. Like the SDK, takes the last of several times. */
function isAhead(signature: string, now: Date): boolean {
  const time = signature.split(',').findLast((part) => part.startsWith('t='))
  return time !== undefined && !(Number(time.slice(2)) - now.getTime() / 1000 <= SIGNATURE_TOLERANCE)
}

/** What is wrong with a signature: it is missing, it was made too long ago or in the future, or none of our secrets made it. */
export interface SignatureProblem {
  kind: 'missing' | 'time' | 'secret'
  /** For the log. */
  reason: string
}

/** @returns undefined when one of the secrets made the signature */
export function signatureProblem(
  { webhooks }: Stripe,
  { body, signature }: { body: Buffer; signature: string | undefined },
  secrets: readonly string[],
  now: Date,
): SignatureProblem | undefined {
  if (!signature) return { kind: 'missing', reason: 'there is no signature' }
  if (isAhead(signature, now)) return { kind: 'time', reason: 'the time of the signature is in the future' }
  let problem: SignatureProblem = { kind: 'secret', reason: 'no secret is known' }
  for (const secret of secrets) {
    try {
      const provider = new OverBytes(body)
      const at = now.getTime()
      const fits = webhooks.signature?.verifyHeader(
        STAND_IN,
        signature,
        secret,
        SIGNATURE_TOLERANCE,
        provider,
        at,
      )
      if (fits === true) return undefined
    } catch (error) {
      // For some headers that Stripe would never send, the SDK throws other errors than its own.
      const reason = error instanceof Error ? error.message : String(error)
      // The SDK looks at the time only once a secret fits.
      if (reason.includes('tolerance')) return { kind: 'time', reason }
      problem = { kind: 'secret', reason }
    }
  }
  return problem
}
