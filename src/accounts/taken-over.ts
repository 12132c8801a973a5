/**
 * Asks Stripe for what was taken over from the earlier module: its copies may be old, and are in the words of an older version of
 * Stripe's API.
 *
 * @module
 */
import type { Mirror, Services, Subject } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import { prospectOf } from '../events/prospect.ts'
import { LeasedQueue } from '../events/queue.ts'
import type { EarlierObject } from '../storage/earlier/earlier-rows.ts'
import type { Task } from '../storage/storage.ts'
import { whatWentWrong } from '../stripe/errors.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import { type TakenOverObject, takenOverStore } from './store/taken-over.ts'

/** Accounts whose objects are fetched at a time. Few, because sellers and events come first. */
const SLOTS = 2
/** Milliseconds after which another worker takes a killed worker's accounts. */
const LEASE = 60_000
/** Milliseconds after which an account gives up its slot: a thousand of its objects are fetched one after the other. */
const LONGEST = 15 * 60 * 1000
/** Milliseconds to wait for Stripe's answers about one object. */
const PATIENCE = 60_000

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** Nobody needs to know any more that an object was taken over, nor which killed worker asked for it. */
export const takenOver: readonly Forgetting[] = [
  { kept: DAY, forget: (storage, before, limit) => takenOverStore(storage).forget(before, limit) },
  { kept: HOUR, forget: (storage, before, limit) => takenOverStore(storage).forgetLeases(before, limit) },
]

/**
 * Fetches the objects in the background, as soon as Stripe answers.
 *
 * @returns stops it
 */
export async function refreshTakenOver(services: Services): Promise<() => Promise<void>> {
  const { storage, log, now } = services
  const rows = takenOverStore(storage)
  await rows.retryDead()
  if (!(await rows.anyWaiting())) return async () => {}
  const queue = new LeasedQueue({
    name: 'taken over',
    rows,
    handle: refresher(services),
    prospect: prospectOf,
    describe: whatWentWrong,
    slots: () => SLOTS,
    // Nobody waits for these, so none makes room for another.
    patience: LONGEST,
    most: SLOTS,
    lease: LEASE,
    longest: LONGEST,
    log,
    now,
  })
  queue.wake()
  return () => queue.stop()
}

/** @returns a function that fetches objects of one account, and returns why some failed */
function refresher(services: Services): (tasks: readonly Task[]) => Promise<Map<Task, unknown>> {
  const rows = takenOverStore(services.storage)
  const mirrors = new Map(services.mirrors.map((mirror) => [mirror.object, mirror]))

  const refresh = (object: EarlierObject, subject: Subject): Promise<void> => {
    // Once Stripe has shown the account, what it does not show of it is gone. The earlier module kept people that were deleted.
    const hasEnded = object !== 'account'
    return waitingAtMost(PATIENCE, () => mirrorOf(mirrors, object).refresh(services, subject, hasEnded))
  }

  return async (tasks) => {
    const failures = new Map<Task, unknown>()
    const [{ stripeid }] = tasks.map(({ payload }) => payload as TakenOverObject) as [TakenOverObject]
    // Also when it has been fetched before: the key may be another platform's by now, to which nothing of it is shown.
    await refresh('account', { stripeid, objectid: stripeid })
    for (const task of tasks) {
      const { object } = task.payload as TakenOverObject
      try {
        if (object !== 'account') await refresh(object, { stripeid, objectid: task.id })
        // At once: if the account takes too long as a whole, the next try goes on from here.
        await rows.done([task.id], services.now())
      } catch (error) {
        failures.set(task, error)
      }
    }
    return failures
  }
}

function mirrorOf(mirrors: ReadonlyMap<string, Mirror>, object: string): Mirror {
  const mirror = mirrors.get(object)
  if (!mirror) throw new TypeError(`nothing copies ${object} from Stripe`)
  return mirror
}
