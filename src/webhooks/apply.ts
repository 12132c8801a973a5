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

/** What an event is about. */
interface Subject {
  stripeid: string
  /** Of the object that the event shows. */
  objectid: string
}

interface Task {
  /** Two tasks with the same key do the same. */
  key: string
  run(services: Services): Promise<unknown>
}

const TASKS: Record<Action, (subject: Subject) => Task> = {
  'refresh-account': ({ stripeid }) => ({
    key: stripeid,
    run: (services) => refreshAccount(services, stripeid),
  }),
  'refresh-person': ({ stripeid, objectid }) => ({
    key: objectid,
    run: (services) => refreshPerson(services, stripeid, objectid),
  }),
  'refresh-payout': ({ stripeid, objectid }) => ({
    key: objectid,
    run: (services) => refreshPayout(services, stripeid, objectid),
  }),
  'forget-account': ({ stripeid }) => ({
    key: `forget ${stripeid}`,
    run: (services) => forget(services, stripeid),
  }),
}

/**
 * Applies events that wait together: each object is fetched once, however many of them are about it.
 *
 * @throws Stripe's or the database's errors; nothing is half-done that doing it again would not complete
 */
export async function applyClaim(services: Services, { events }: InboxClaim): Promise<void> {
  const tasks = new Map<string, Task>()
  for (const { type, payload } of events) {
    const subject = subjectOf(payload)
    if (!subject) continue
    for (const action of actionsFor(type)) {
      const task = TASKS[action](subject)
      tasks.set(task.key, task)
    }
  }
  for (const task of tasks.values()) await task.run(services)
}

async function forget(services: Services, stripeid: string): Promise<void> {
  const row = await services.storage.stripeAccounts.findCurrent(stripeid)
  if (!row) return
  services.log.warn({ stripeid }, 'the account has disconnected from the platform and is removed')
  await forgetAccount(services, row)
}

/** @returns undefined for an event that is about no connected account */
function subjectOf(event: Stripe.Event): Subject | undefined {
  const object = event.data.object as { id?: unknown; object?: unknown; account?: unknown }
  // An endpoint for the platform's own events is told of accounts too, and then the object alone says which.
  const own = object.object === 'account' ? object.id : object.account
  const stripeid = event.account ?? own
  if (typeof stripeid !== 'string') return undefined
  return { stripeid, objectid: typeof object.id === 'string' ? object.id : stripeid }
}
