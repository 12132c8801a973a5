import type { Stripe } from 'stripe'
import type { Mirror, Services, Subject } from '../context/context.ts'
import type { Storage } from '../storage/storage.ts'
import { unlessGone } from '../stripe/errors.ts'

/** What Stripe answered, and what was known before it was asked. */
export interface Fetched<Known, Kept> {
  subject: Subject
  known: Known
  object: Kept
  /** Taken before Stripe was asked. */
  ticket: number
}

interface MirrorDeclaration<Known, Kept extends object> extends Pick<Mirror, 'object' | 'events'> {
  /** Which object such an event is about, unless it is the one that the event shows. */
  idOf?: Mirror['idOf']
  /** Where it is kept: the table with its key and columns. */
  rows(storage: Storage): { ticket(objectid: string): Promise<number> }
  /** @returns whose the object is; undefined for one that is nobody's here: Stripe is not asked for it */
  known(services: Services, subject: Subject): Promise<Known | undefined>
  retrieve(stripe: Stripe, subject: Subject): Promise<Kept>
  /** Keeps the answer, unless one that was asked for later is kept already, and tells of it. */
  keep(services: Services, fetched: Fetched<Known, Kept>): Promise<unknown>
  /** Removes what Stripe no longer has. Without it, what was known stays. */
  remove?(services: Services, gone: Pick<Fetched<Known, Kept>, 'subject' | 'known'>): Promise<unknown>
  alongside?: Mirror['alongside']
}

/**
 * Declares an object of Stripe's that is copied into our database. An event only says that it changed: what it says of how is
 * late by nature, so the object's present state is fetched instead. A ticket keeps an older answer from replacing a newer one.
 *
 * @see https://docs.stripe.com/webhooks#event-ordering
 * @example
 * export const payoutMirror = defineMirror({
 *   object: 'payout',
 *   events: ['payout.created', 'payout.paid'],
 *   ...ofAccount(payoutStore),
 *   retrieve: (stripe, { stripeid, objectid }) =>
 *     stripe.payouts.retrieve(objectid, {}, { stripeAccount: stripeid }),
 * })
 */
export function defineMirror<Known, Kept extends object>({
  object,
  events,
  idOf = ({ id }) => id,
  alongside = [],
  ...declared
}: MirrorDeclaration<Known, Kept>): Mirror {
  return {
    object,
    events,
    idOf,
    alongside,
    async refresh(services, subject) {
      const known = await declared.known(services, subject)
      if (!known) return
      const ticket = await declared.rows(services.storage).ticket(subject.objectid)
      const answer = await unlessGone(declared.retrieve(services.stripe, subject))
      if (answer) await declared.keep(services, { subject, known, object: answer, ticket })
      else await declared.remove?.(services, { subject, known })
    },
  }
}
