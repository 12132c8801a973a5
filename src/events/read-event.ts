/**
 * Tells events from whatever else may be signed. What can never be applied is kept as a dead letter: refused, it would be
 * delivered again for three days, and nobody would learn of it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { nestsDeeper } from '../core/nesting.ts'
import type { DeadLetter } from '../storage/storage.ts'
import { idShape } from '../stripe/shapes.ts'
import { eventOf, type StripeEvent, subjectOf, UnappliableError } from './subject.ts'

/** How deep an event may be nested: Stripe's own go down by less than twenty. */
const DEEPEST = 64

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
  const json = parse(text)
  if (json === undefined) return { letter: letterOf(body, text.slice(0, EXCERPT), 'It is not JSON.') }
  try {
    const event = eventOf(json)
    subjectOf(event)
    return { event }
  } catch (error) {
    if (error instanceof UnappliableError) return { letter: letterOf(body, json, error.message) }
    throw error
  }
}

/** @returns undefined for what is no JSON, and for what is nested too deep to be worked with */
function parse(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return nestsDeeper(json, DEEPEST) ? undefined : json
  } catch {
    return undefined
  }
}

function letterOf(body: Buffer, payload: unknown, failure: string): DeadLetter {
  const { id, type = 'unknown', account } = letterShape.safeParse(payload).data ?? {}
  const digest = createHash('sha256').update(body).digest('base64url')
  return { eventid: id ?? `body-${digest}`, type, stripeid: account, payload, failure }
}
