import type { Stripe } from 'stripe'
import type { Mirror, Services, Subject } from '../context/context.ts'
import type { Storage } from '../storage/storage.ts'
import { isDeleted, unlessGone } from '../stripe/errors.ts'

/** Stripe's answer, and what we knew before we asked. */
export interface Fetched<Known, Kept> {
  subject: Subject
  known: Known
  object: Kept
  /** Taken before the request to Stripe. */
  ticket: number
}

type Gone<Known> = Pick<Fetched<Known, unknown>, 'subject' | 'known'>

/**
 * How an object is removed. Stripe says the same of an object that was deleted and of one that belongs to another platform, so a
 * wrong key would empty the database. An event must say so, too. Any other event about an object that Stripe does not show fails,
 * and is tried again.
 */
interface Removal<Known> {
  /** The events that say that the object is gone. */
  endings: Mirror['endings']
  remove(services: Services, gone: Gone<Known>): Promise<unknown>
}

interface MirrorDeclaration<Known, Kept extends object>
  extends Pick<Mirror, 'object' | 'events' | 'deleteOfAccount'> {
  /** The object an event is about, when it is not the one the event shows. */
  idOf?: Mirror['idOf']
  /** The table that keeps it, with its key and columns. */
  rows(storage: Storage): { ticket(objectid: string): Promise<number> }
  /** @returns who owns the object; undefined when nobody here does, and then Stripe is not asked */
  known(services: Services, subject: Subject): Promise<Known | undefined>
  retrieve(stripe: Stripe, subject: Subject): Promise<Kept>
  /** Keeps the answer and announces it, unless the answer to a later request is already kept. */
  keep(services: Services, fetched: Fetched<Known, Kept>): Promise<unknown>
  /** Removes what Stripe no longer has. Without it, the row stays. */
  removal?: Removal<Known>
  alongside?: Mirror['alongside']
}

/**
 * Declares a Stripe object that is copied into our database. An event only says that the object changed: the state it shows may
 * be out of date, so the present state is fetched. A ticket keeps an older answer from replacing a newer one.
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
  removal,
  deleteOfAccount,
  ...declared
}: MirrorDeclaration<Known, Kept>): Mirror {
  return {
    object,
    ...(deleteOfAccount && { deleteOfAccount }),
    events,
    idOf,
    endings: removal?.endings ?? [],
    alongside,
    async refresh(services, subject, hasEnded = false) {
      const known = await declared.known(services, subject)
      if (!known) return
      const ticket = await declared.rows(services.storage).ticket(subject.objectid)
      const retrieving = declared.retrieve(services.stripe, subject)
      const answer = await (hasEnded ? unlessGone(retrieving) : retrieving)
      if (answer && !isDeleted(answer))
        await declared.keep(services, { subject, known, object: answer, ticket })
      else await removal?.remove(services, { subject, known })
    },
  }
}
