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
import type { InboxClaim, InboxRow } from '../storage/storage.ts'
import { isStorageError } from '../storage/storage-error.ts'
import { type Action, actionsFor } from './events.ts'
import { eventOf, type Subject, subjectOf } from './subject.ts'

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
}

/**
 * Applies events that wait together: each object is fetched once, however many of them are about it. Nothing is half-done that
 * doing it again would not complete.
 *
 * @returns why events could not be applied; those that are not in it were. One that fails costs no other, except that nothing
 *   is tried any more once the database is away.
 */
export async function applyClaim(
  services: Services,
  { events }: InboxClaim,
): Promise<ReadonlyMap<InboxRow, unknown>> {
  const failures = new Map<InboxRow, unknown>()
  const fail = (event: InboxRow, error: unknown) => {
    if (!failures.has(event)) failures.set(event, error)
  }
  const tasks = new Map<string, { task: Task; askedBy: InboxRow[] }>()
  for (const event of events) {
    try {
      for (const task of tasksOf(event)) {
        const known = tasks.get(task.key)
        if (known) known.askedBy.push(event)
        else tasks.set(task.key, { task, askedBy: [event] })
      }
    } catch (error) {
      fail(event, error)
    }
  }
  let outage: unknown
  for (const { task, askedBy } of tasks.values()) {
    try {
      if (outage !== undefined) throw outage
      await task.run(services)
    } catch (error) {
      if (isStorageError(error)) outage ??= error
      for (const event of askedBy) fail(event, error)
    }
  }
  return failures
}

/** @throws UnappliableError */
function tasksOf({ type, payload }: InboxRow): Task[] {
  const subject = subjectOf(eventOf(payload))
  return subject ? actionsFor(type).map((action) => TASKS[action](subject)) : []
}
