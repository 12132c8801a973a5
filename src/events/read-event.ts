/**
 * Tells events from other signed input. Input that can never be applied is kept as a dead letter: if we refused it, Stripe would
 * deliver it again for three days and no administrator would see it.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Mirror } from '../context/context.ts'
import { exceedsJson } from '../core/measure-json.ts'
import { eventTypeShape, idShape } from '../stripe/shapes.ts'
import type { DeadLetter } from './store/dead-letters.ts'
import type { Arrival } from './store/inbox-intake.ts'
import { eventOf, type StripeEvent, subjectOf, UnappliableError, waitsFor } from './subject.ts'

/** Stripe's own events are less than twenty levels deep and have some hundreds of values. */
const MOST = { depth: 64, values: 20_000 }

/** Characters kept of a body that is not JSON. */
const EXCERPT = 10_000

/** The fields that identify a dead letter, if it has them. */
const letterShape = z.object({
  id: idShape.optional().catch(undefined),
  type: eventTypeShape.catch('unknown'),
  account: idShape.optional().catch(undefined),
})

/** An event, and its JSON as we keep it. */
export interface ReadEvent extends Arrival {
  event: StripeEvent
}

const decoder = new TextDecoder()

/**
 * @param body as it came, with its signature verified
 * @returns the event, or a dead letter when it can never be applied
 */
export function readEvent(body: Buffer, mirrors: readonly Mirror[]): ReadEvent | { letter: DeadLetter } {
  const text = decoder.decode(body)
  const isTooMuch = exceedsJson(text, MOST)
  const json = isTooMuch ? undefined : parse(text)
  if (json === undefined) {
    const failure = isTooMuch ? 'It holds more than any event of Stripe’s.' : 'It is not JSON.'
    return { letter: letterOf(body, text.slice(0, EXCERPT), failure) }
  }
  try {
    const event = eventOf(json)
    const key = waitsFor(event, subjectOf(mirrors, event))
    return { event, key, payload: isPlain(body) ? body : text }
  } catch (error) {
    if (error instanceof UnappliableError) return { letter: letterOf(body, json, error.message) }
    throw error
  }
}

/** Whether the bytes equal the decoded text: without a byte-order mark to skip or invalid bytes to replace. */
function isPlain(body: Buffer): boolean {
  return body[0] !== BYTE_ORDER_MARK && isUtf8(body)
}

/** Its first byte. */
const BYTE_ORDER_MARK = 0xef

/** @returns undefined for text that is not JSON */
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
