/**
 * Applies the events in the inbox.
 *
 * @module
 */
import type { Services } from '../context/context.ts'
import { whatWentWrong } from '../stripe/errors.ts'
import { applier } from './apply.ts'
import { ArrivalRate } from './arrival-rate.ts'
import { prospectOf } from './prospect.ts'
import { LeasedQueue } from './queue.ts'
import { inboxStore } from './store/inbox.ts'

/** Objects fetched at a time, to stay below the 25 calls a second that Stripe allows in a sandbox. */
const SLOTS = 8

/**
 * Events a second beyond which accepting them comes first: what is not accepted, Stripe sends again. Then few objects are fetched
 * at a time, and events about the same object are applied together later.
 */
const FLOOD = 500
const SLOTS_IN_FLOOD = 1

/** Milliseconds after which another worker takes a killed worker's events. It is short because a seller waits on the status page. */
const LEASE = 10_000

/** Milliseconds after which an object that Stripe does not answer about gives its slot to another. */
const SLOW = 2_000

/** The most objects in work, those that Stripe does not answer about among them: what waits takes memory. */
const MOST = 100

/** Milliseconds after which an object is given up for now: longer than we wait for Stripe. */
const LONGEST = 90_000

export interface InboxWorker {
  /** Looks for new events now. */
  wake(): void
  /** Takes no new events and resolves when the running ones are done, or after 5 s. */
  stop(): Promise<void>
}

interface Workers {
  all: Set<InboxWorker>
  arrivals: ArrivalRate
}

/** By the storage that has the events: a host may hand on the same services with other settings. */
const known = new WeakMap<Services['storage'], Workers>()

function workersOf({ storage }: Pick<Services, 'storage'>): Workers {
  const workers = known.get(storage) ?? { all: new Set(), arrivals: new ArrivalRate() }
  known.set(storage, workers)
  return workers
}

/** Tells this process's workers that there is something to apply. */
export function wakeInboxWorkers(services: Services, { arrived }: { arrived: number }): void {
  const { all, arrivals } = workersOf(services)
  arrivals.add(arrived)
  for (const worker of all) worker.wake()
}

/**
 * Starts to apply events, first those left over from the last run.
 *
 * @example
 * const worker = startInboxWorker(services)
 * // ...
 * await worker.stop()
 */
export function startInboxWorker(services: Services): InboxWorker {
  const { storage, log, now } = services
  const { all, arrivals } = workersOf(services)
  const queue = new LeasedQueue({
    name: 'inbox',
    rows: inboxStore(storage),
    handle: applier(services),
    prospect: prospectOf,
    describe: whatWentWrong,
    slots: () => (arrivals.perSecond() > FLOOD ? SLOTS_IN_FLOOD : SLOTS),
    patience: SLOW,
    most: MOST,
    lease: LEASE,
    longest: LONGEST,
    log,
    now,
  })
  all.add(queue)
  queue.wake()
  return {
    wake: () => queue.wake(),
    async stop() {
      all.delete(queue)
      await queue.stop()
    },
  }
}
