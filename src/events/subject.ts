/**
 * Finds the object an event is about. Its ids become parts of Stripe's URLs and keys of rows, so they are checked first.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Mirror, Subject } from '../context/context.ts'
import { eventTypeShape, idShape } from '../stripe/shapes.ts'
import type { ReceivedEvent } from './received-event.ts'

const anything = z.unknown().optional()

/** The fields an event needs for us to keep it. Newer types have no `data`. @see https://docs.stripe.com/event-destinations */
const eventShape = z.object({
  id: idShape,
  type: eventTypeShape,
  account: idShape.nullish(),
  livemode: z.boolean(),
  data: anything,
})

const shownShape = z.object({
  object: z.object({ id: anything, object: anything, account: anything }),
})

export type StripeEvent = ReceivedEvent & { livemode: boolean }

/** Events kept in the inbox for administrators; nothing is fetched for them. */
const KEPT: readonly Stripe.Event.Type[] = ['balance.available']

/** An event that can never be applied: the message says why. */
export class UnappliableError extends Error {
  override readonly name = 'UnappliableError'
}

/**
 * The events our webhook endpoint subscribes to.
 *
 * @see https://docs.stripe.com/api/events/types
 */
export function handledEvents(mirrors: readonly Mirror[]): Stripe.Event.Type[] {
  return [...mirrors.flatMap(({ events }) => events), ...KEPT].sort()
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
 * @returns what to refresh; undefined for an event that is about no connected account or needs no refresh: it is stored and
 *   acknowledged all the same
 * @throws UnappliableError
 */
export function subjectOf(
  mirrors: readonly Mirror[],
  { type, account: connected, data }: ReceivedEvent,
): (Subject & { mirror: Mirror; hasEnded: boolean }) | undefined {
  const mirror = mirrors.find(({ events }) => (events as readonly string[]).includes(type))
  if (!mirror) return undefined
  const shown = shownShape.safeParse(data).data?.object
  if (!shown && !connected) throw new UnappliableError('It does not say what it is about.')
  const { id, object, account } = shown ?? {}
  // An endpoint for the platform's own events gets account events, too, and then only the object names the account.
  const stripeid = connected ?? (object === 'account' ? id : account)
  if (stripeid === undefined || stripeid === null) return undefined
  if (!isId(stripeid)) throw new UnappliableError('No account can have the id that it names.')
  const objectid = mirror.idOf({ id }, stripeid)
  if (!isId(objectid)) throw new UnappliableError('No object can have the id that it names.')
  const hasEnded = (mirror.endings as readonly string[]).includes(type)
  return { mirror, stripeid, objectid, hasEnded }
}

/** What an event waits for: the object that is fetched for it or, where it asks for nothing, its account. */
export function waitsFor({ id, account }: ReceivedEvent, subject: Subject | undefined): string {
  return subject?.objectid ?? account ?? id
}

/** As `waitsFor`, of an event that nobody has looked at yet; one that cannot be applied waits for its account. */
export function keyOf(mirrors: readonly Mirror[], event: ReceivedEvent): string {
  try {
    return waitsFor(event, subjectOf(mirrors, event))
  } catch (error) {
    if (error instanceof UnappliableError) return waitsFor(event, undefined)
    throw error
  }
}

function isId(id: unknown): id is string {
  return idShape.safeParse(id).success
}
