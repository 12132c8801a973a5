/**
 * Carries out what events ask for. It can be done any number of times, in any order and by several workers at once: each
 * time the present state is fetched, and tickets keep an older answer from replacing a newer one.
 *
 * @module
 */

import { refreshAccount } from '../accounts/mirror-account.ts'
import { refreshPerson } from '../accounts/mirror-persons.ts'
import type { Services } from '../context/context.ts'
import { refreshPayout } from '../payouts/mirror-payouts.ts'
import type { Task } from '../storage/storage.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import { type Action, actionsFor } from './events.ts'
import { eventOf, type Subject, subjectOf } from './subject.ts'

/** Milliseconds that Stripe is waited for by all that is done for an object. */
const PATIENCE = 60_000

interface Refresh {
  /** Two with the same key do the same. */
  key: string
  run(services: Services): Promise<unknown>
}

const REFRESHES: Record<Action, (subject: Subject) => Refresh> = {
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
}

/**
 * Applies events that wait together: each object is fetched once, however many of them are about it. Nothing is half-done that
 * doing it again would not complete.
 *
 * @param tasks whose payloads are the events
 * @returns why events could not be applied; those that are not in it were. One that fails costs no other.
 */
export async function applyEvents(
  services: Services,
  tasks: readonly Task[],
): Promise<ReadonlyMap<Task, unknown>> {
  const failures = new Map<Task, unknown>()
  const fail = (task: Task, error: unknown) => {
    if (!failures.has(task)) failures.set(task, error)
  }
  const refreshes = new Map<string, Refresh & { askedBy: Task[] }>()
  for (const task of tasks) {
    try {
      for (const refresh of refreshesFor(task.payload)) {
        const known = refreshes.get(refresh.key)
        if (known) known.askedBy.push(task)
        else refreshes.set(refresh.key, { ...refresh, askedBy: [task] })
      }
    } catch (error) {
      fail(task, error)
    }
  }
  // At once, since none is to wait for another that hangs.
  await Promise.all(
    [...refreshes.values()].map(async ({ run, askedBy }) => {
      try {
        await waitingAtMost(PATIENCE, () => run(services))
      } catch (error) {
        for (const task of askedBy) fail(task, error)
      }
    }),
  )
  return failures
}

/** @throws UnappliableError */
function refreshesFor(payload: unknown): Refresh[] {
  const event = eventOf(payload)
  const subject = subjectOf(event)
  return subject ? actionsFor(event.type).map((action) => REFRESHES[action](subject)) : []
}
