/**
 * Applies the events in the inbox.
 *
 * @module
 */
import type { Services } from '../context/context.ts'
import { whatWentWrong } from '../stripe/errors.ts'
import { applier } from './apply.ts'
import { prospectOf } from './prospect.ts'
import { LeasedQueue } from './queue.ts'
import { inboxStore } from './store/inbox.ts'

/** Objects fetched at a time, to stay below the 25 calls a second that Stripe allows in a sandbox. */
const SLOTS = 8

/** Milliseconds after which another worker takes a killed worker's events. It is short because a seller waits on the status page. */
const LEASE = 10_000

/** Milliseconds after which an object gives up its slot: longer than we wait for Stripe. */
const LONGEST = 90_000

export interface InboxWorker {
  /** Looks for new events now. */
  wake(): void
  /** Takes no new events and resolves when the running ones are done, or after 5 s. */
  stop(): Promise<void>
}

const workers = new WeakMap<Services, Set<InboxWorker>>()

/** Tells this process's workers that events arrived. */
export function wakeInboxWorkers(services: Services): void {
  for (const worker of workers.get(services) ?? []) worker.wake()
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
  const queue = new LeasedQueue({
    name: 'inbox',
    rows: inboxStore(storage),
    handle: applier(services),
    prospect: prospectOf,
    describe: whatWentWrong,
    slots: SLOTS,
    lease: LEASE,
    longest: LONGEST,
    log,
    now,
  })
  const known = workers.get(services) ?? new Set()
  workers.set(services, known.add(queue))
  queue.wake()
  return {
    wake: () => queue.wake(),
    async stop() {
      known.delete(queue)
      await queue.stop()
    },
  }
}
