/**
 * Carries out what events ask for. It can be done any number of times, in any order and by several workers at once: each
 * time the present state is fetched, and tickets keep an older answer from replacing a newer one.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Mirror, Services, Subject } from '../context/context.ts'
import type { Task } from '../storage/storage.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import { eventOf, subjectOf } from './subject.ts'

/** Milliseconds that Stripe is waited for by all that is done for an object. */
const PATIENCE = 60_000

/**
 * Applies events that are taken together: each object is fetched once, however many of them are about it. Nothing is half-done
 * that doing it again would not complete.
 *
 * @returns what applies the tasks of one key, whose payloads are the events, and tells why some could not be applied. One that
 *   fails, or hangs, costs no other.
 */
export function applier(services: Services): (tasks: readonly Task[]) => Promise<Map<Task, unknown>> {
  /** What is about to be fetched for all that ask for it in this turn, whatever their key. */
  const next = new Map<string, Promise<void>>()

  const refresh = (mirror: Mirror, subject: Subject): Promise<void> => {
    const name = `${mirror.object} ${subject.objectid}`
    const fetch = async () => {
      await turn()
      next.delete(name)
      await waitingAtMost(PATIENCE, () => mirror.refresh(services, subject))
    }
    const known = next.get(name) ?? fetch()
    next.set(name, known)
    return known
  }

  /** @throws UnappliableError */
  const apply = async ({ payload }: Task): Promise<void> => {
    const about = subjectOf(services.mirrors, eventOf(payload))
    if (!about) return
    const { mirror, stripeid, objectid } = about
    const results = await Promise.allSettled([
      ...mirror.alongside.map((other) =>
        refresh(other, { stripeid, objectid: String(other.idOf({}, stripeid)) }),
      ),
      refresh(mirror, { stripeid, objectid }),
    ])
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  return async (tasks) => {
    const failures = new Map<Task, unknown>()
    await Promise.all(
      tasks.map((task) => apply(task).catch((error: unknown) => void failures.set(task, error))),
    )
    return failures
  }
}
