/**
 * What an event is about. Its ids become parts of addresses at Stripe and keys of rows, so they are looked at first.
 *
 * @module
 */
import { z } from 'zod'
import type { ReceivedEvent } from '../storage/storage.ts'
import { idShape } from '../stripe/shapes.ts'
import { actionsFor } from './events.ts'

const anything = z.unknown().optional()

/** As much of an event as has to be there to keep it. Newer kinds have no `data`. @see https://docs.stripe.com/event-destinations */
const eventShape = z.object({
  id: idShape,
  type: z.string().regex(/^[\w.]{1,255}$/),
  account: idShape.nullish(),
  livemode: z.boolean(),
  data: anything,
})

const shownShape = z.object({
  object: z.object({ id: anything, object: anything, account: anything }),
})

export type StripeEvent = ReceivedEvent & { livemode: boolean }

export interface Subject {
  stripeid: string
  /** Of the object that the event shows; the account's where only that is asked for. */
  objectid: string
}

/** Whatever is done, an event cannot be applied: the message says why. */
export class UnappliableError extends Error {
  override readonly name = 'UnappliableError'
}

/** @throws UnappliableError */
export function eventOf(payload: unknown): StripeEvent {
  if (isEvent(payload)) return payload
  throw new UnappliableError('It is not an event of Stripe’s.')
}

function isEvent(payload: unknown): payload is StripeEvent {
  return eventShape.safeParse(payload).success
}

/**
 * @returns undefined for an event that is about no connected account, and for one that asks for nothing
 * @throws UnappliableError
 */
export function subjectOf(event: StripeEvent): Subject | undefined {
  const actions = actionsFor(event.type)
  if (actions.length === 0) return undefined
  const shown = shownShape.safeParse(event.data).data?.object
  if (!shown && !event.account) throw new UnappliableError('It does not say what it is about.')
  const { id, object, account } = shown ?? {}
  // An endpoint for the platform's own events is told of accounts too, and then the object alone says which.
  const stripeid = event.account ?? (object === 'account' ? id : account)
  if (stripeid === undefined || stripeid === null) return undefined
  if (!isId(stripeid)) throw new UnappliableError('No account can have the id that it names.')
  if (isId(id)) return { stripeid, objectid: id }
  if (actions.some((action) => action === 'refresh-person' || action === 'refresh-payout'))
    throw new UnappliableError('No object can have the id that it names.')
  return { stripeid, objectid: stripeid }
}

function isId(id: unknown): id is string {
  return idShape.safeParse(id).success
}
