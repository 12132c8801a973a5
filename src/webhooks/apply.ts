/**
 * Carries out what events ask for. It can be done any number of times, in any order and by several workers at once: each
 * time the present state is fetched, and tickets keep an older answer from replacing a newer one.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context.ts'
import { forgetAccount, refreshAccount } from '../mirror/accounts.ts'
import { refreshPayout } from '../mirror/payouts.ts'
import { refreshPerson } from '../mirror/persons.ts'
import type { InboxClaim } from '../storage/storage.ts'
import { type Action, actionsFor } from './events.ts'

/** What a claim is about. */
interface Subject {
  stripeid: string
  /** The person's or payout's id; the account's own for events of accounts. */
  objectid: string
}

const PERFORM: Record<Action, (services: Services, subject: Subject) => Promise<unknown>> = {
  'refresh-person': (services, { stripeid, objectid }) => refreshPerson(services, stripeid, objectid),
  'refresh-payout': (services, { stripeid, objectid }) => refreshPayout(services, stripeid, objectid),
  'refresh-account': (services, { stripeid }) => refreshAccount(services, stripeid),
  'forget-account': async (services, { stripeid }) => {
    const row = await services.storage.stripeAccounts.findAnywhere(stripeid)
    if (!row) return
    services.log.warn({ stripeid }, 'the account has disconnected from the platform and is removed')
    await forgetAccount(services, row)
  },
}

/**
 * Applies all waiting events of one object: each action once, however many events ask for it.
 *
 * @throws Stripe's or the database's errors; nothing is half-done that doing it again would not complete
 */
export async function applyClaim(services: Services, { events }: InboxClaim): Promise<void> {
  const done = new Set<string>()
  for (const { type, payload } of events) {
    const subject = subjectOf(payload)
    if (!subject) continue
    for (const action of actionsFor(type)) {
      const once = `${action} ${subject.stripeid} ${subject.objectid}`
      if (done.has(once)) continue
      done.add(once)
      await PERFORM[action](services, subject)
    }
  }
}

/** @returns undefined for an event that is about no connected account */
function subjectOf(event: Stripe.Event): Subject | undefined {
  const object = event.data.object as { id?: unknown; object?: unknown; account?: unknown }
  const own = object.object === 'account' ? object.id : object.account
  const stripeid = event.account ?? own
  if (typeof stripeid !== 'string') return undefined
  return { stripeid, objectid: typeof object.id === 'string' ? object.id : stripeid }
}
