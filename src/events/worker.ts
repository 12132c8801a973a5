/**
 * Works the inbox off.
 *
 * @module
 */
import type { Services } from '../context/context.ts'
import { whatWentWrong } from '../stripe/errors.ts'
import { applier } from './apply.ts'
import { prospectOf } from './prospect.ts'
import { LeasedQueue } from './queue.ts'
import { inboxStore } from './store/inbox.ts'

/** Objects in work at a time: below the 25 calls a second that Stripe allows in a sandbox. */
const SLOTS = 8

/** Milliseconds after which what a killed worker had is taken by another: a person waits for it on the status page. */
const LEASE = 10_000

/** Milliseconds after which an object's place goes to the next one: more than Stripe is waited for. */
const LONGEST = 90_000

export interface InboxWorker {
  /** Looks into the inbox now. */
  wake(): void
  /** Takes nothing new and resolves when what is in work is done, or after 5 s. */
  stop(): Promise<void>
}

const workers = new WeakMap<Services, Set<InboxWorker>>()

/** Tells the workers of this process that something arrived. */
export function wakeInboxWorkers(services: Services): void {
  for (const worker of workers.get(services) ?? []) worker.wake()
}

/**
 * Starts to apply events, those that were left over from the last time first.
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
