/**
 * Tells events from whatever else may be signed. What can never be applied is kept as a dead letter: refused, it would be
 * delivered again for three days, and nobody would learn of it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { measureJson } from '../core/measure-json.ts'
import type { DeadLetter } from '../storage/storage.ts'
import { idShape } from '../stripe/shapes.ts'
import { eventOf, type StripeEvent, subjectOf, UnappliableError } from './subject.ts'

/** How deep an event may be nested: Stripe's own go down by less than twenty. */
const DEEPEST = 64

/** Stripe's own have some hundreds. */
const MOST_VALUES = 20_000

/** Characters that are kept of what is no JSON. */
const EXCERPT = 10_000

/** What a dead letter is found by, as far as it has it. */
const letterShape = z.object({
  id: idShape.optional().catch(undefined),
  type: z
    .string()
    .regex(/^[\w.]{1,255}$/)
    .catch('unknown'),
  account: idShape.optional().catch(undefined),
})

/**
 * @param body as it came, verified
 * @returns the event or, when nothing can ever be done about it, the letter that is kept instead
 */
export function readEvent(body: Buffer): { event: StripeEvent } | { letter: DeadLetter } {
  const text = new TextDecoder().decode(body)
  const { depth, values } = measureJson(text)
  const isTooMuch = depth > DEEPEST || values > MOST_VALUES
  const json = isTooMuch ? undefined : parse(text)
  if (json === undefined) {
    const failure = isTooMuch ? 'It holds more than any event of Stripe’s.' : 'It is not JSON.'
    return { letter: letterOf(body, text.slice(0, EXCERPT), failure) }
  }
  try {
    const event = eventOf(json)
    subjectOf(event)
    return { event }
  } catch (error) {
    if (error instanceof UnappliableError) return { letter: letterOf(body, json, error.message) }
    throw error
  }
}

/** @returns undefined for what is no JSON */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function letterOf(body: Buffer, payload: unknown, failure: string): DeadLetter {
  const { id, type = 'unknown', account } = letterShape.safeParse(payload).data ?? {}
  const digest = createHash('sha256').update(body).digest('base64url')
  return { eventid: id ?? `body-${digest}`, type, stripeid: account, payload, failure }
}
