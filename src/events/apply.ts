/**
 * Applies events. An event can be applied any number of times, in any order and by several workers at once: each time the
 * object's present state is fetched, and tickets keep an older answer from replacing a newer one.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Mirror, Services, Subject } from '../context/context.ts'
import type { Task } from '../storage/storage.ts'
import { isGone } from '../stripe/errors.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import type { ReceivedEvent } from './received-event.ts'
import { inboxStore } from './store/inbox.ts'
import type { InboxRow } from './store/inbox-row.ts'
import { eventOf, subjectOf } from './subject.ts'

/** Milliseconds to wait for all of Stripe's answers about an object. */
const PATIENCE = 60_000

type EndingsOf = (mirror: Mirror, subject: Subject) => Promise<InboxRow[]>

/** Seconds since 1970; NaN if Stripe did not say. */
function createdAt(event: unknown): number {
  return Number((event as ReceivedEvent).created)
}

/**
 * Applies a batch of events: each object is fetched once, however many events are about it. Applying again completes whatever was
 * left half done.
 *
 * @returns a function that applies the tasks of one key, whose payloads are the events, and returns why some failed. A task that
 *   fails or hangs does not affect the others.
 */
export function applier(services: Services): (tasks: readonly Task[]) => Promise<Map<Task, unknown>> {
  /** Fetches about to start, shared by all tasks that ask for the object in this turn, whatever their key. */
  const next = new Map<string, Promise<void>>()

  const refresh = (mirror: Mirror, subject: Subject, hasEnded = false): Promise<void> => {
    const name = `${mirror.object} ${subject.objectid} ${hasEnded}`
    const fetch = async () => {
      await turn()
      next.delete(name)
      await waitingAtMost(PATIENCE, () => mirror.refresh(services, subject, hasEnded))
    }
    const known = next.get(name) ?? fetch()
    next.set(name, known)
    return known
  }

  /**
   * @param endingsOf the events that say that an object is gone: if one is not older than this event, it is applied as one of them.
   *   Stripe sends events in any order.
   * @throws UnappliableError
   */
  const apply = async ({ payload }: Task, endingsOf: EndingsOf): Promise<void> => {
    const event = eventOf(payload)
    const about = subjectOf(services.mirrors, event)
    if (!about) return
    const { mirror, stripeid, objectid, hasEnded } = about
    const subject = { stripeid, objectid }
    const refreshOwn = async () => {
      try {
        await refresh(mirror, subject, hasEnded)
      } catch (error) {
        const endings = isGone(error) ? await endingsOf(mirror, subject) : []
        if (!endings.some(({ payload: ending }) => createdAt(ending) >= createdAt(event))) throw error
        await refresh(mirror, subject, true)
      }
    }
    const results = await Promise.allSettled([
      ...mirror.alongside.map((other) =>
        refresh(other, { stripeid, objectid: String(other.idOf({}, stripeid)) }),
      ),
      refreshOwn(),
    ])
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  return async (tasks) => {
    const failures = new Map<Task, unknown>()
    const endings = new Map<string, Promise<InboxRow[]>>()
    // Asked for once, although a thousand events may be about the same object.
    const endingsOf: EndingsOf = (mirror, subject) => {
      const name = `${mirror.object} ${subject.objectid}`
      const known = endings.get(name) ?? inboxStore(services.storage).ofObject(subject, mirror.endings)
      endings.set(name, known)
      return known
    }
    await Promise.all(
      tasks.map((task) => apply(task, endingsOf).catch((error: unknown) => void failures.set(task, error))),
    )
    return failures
  }
}
