/**
 * Works the inbox off: what arrived is applied at once, what failed is tried again later, what was left by a process that
 * was killed is taken up when its lease ends. Any number of workers can share an inbox.
 *
 * @module
 */
import { AsyncResource } from 'node:async_hooks'
import type { Services } from '../context.ts'
import type { InboxClaim } from '../storage/storage.ts'
import { applyClaim } from './apply.ts'
import { backOff } from './back-off.ts'

/** Objects in work at a time: below the 25 calls a second that Stripe allows in a sandbox. */
const SLOTS = 8

/**
 * Milliseconds after which what a killed worker had is taken by another: a person waits for it on the status page. One that is
 * merely slow may then be overtaken, which is harmless: see `applyClaim`.
 */
const LEASE = 10_000

/** Milliseconds between looks for what other processes received or left behind. */
const POLL = 5000

/** Milliseconds that a stop waits for what is in work. What is cut off is applied after the next start. */
const GRACE = 5000

/** What is shown of a failure; a database's error may quote a whole statement. */
const FAILURE_LENGTH = 500

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
  const worker = new Worker(services)
  const known = workers.get(services) ?? new Set()
  workers.set(services, known.add(worker))
  worker.wake()
  return worker
}

class Worker implements InboxWorker {
  readonly #services: Services
  /** For nobody: whoever wakes it, a webhook, say, does not wait for what it does. */
  readonly #look = AsyncResource.bind(() => this.#lookIntoInbox())
  readonly #inWork = new Set<Promise<void>>()
  #stopped = false
  #looking: Promise<void> | undefined
  /** Something may have arrived since the inbox was looked into. */
  #lookAgain = false
  /** Looks in a row that the database did not answer. */
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(services: Services) {
    this.#services = services
  }

  wake(): void {
    if (this.#stopped) return
    this.#lookAgain = true
    this.#looking ??= this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    workers.get(this.#services)?.delete(this)
    let timer: NodeJS.Timeout | undefined
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GRACE)
    })
    await Promise.race([this.#finished(), grace])
    clearTimeout(timer)
  }

  async #finished(): Promise<void> {
    await this.#looking
    await Promise.all(this.#inWork)
  }

  async #lookIntoInbox(): Promise<void> {
    try {
      while (this.#lookAgain && !this.#stopped) {
        this.#lookAgain = false
        await this.#take(SLOTS - this.#inWork.size)
      }
      this.#failures = 0
      this.#wakeIn(POLL)
    } catch (error) {
      this.#failures += 1
      this.#services.log.error({ err: error }, 'the inbox cannot be read: it is tried again')
      this.#wakeIn(backOff(this.#failures, { first: 500, longest: 30_000 }))
    } finally {
      // In the same step as the loop's last question, or a wish in between would be forgotten.
      this.#looking = undefined
    }
  }

  async #take(free: number): Promise<void> {
    if (free <= 0) return
    const { storage, now } = this.#services
    const at = now()
    for (const claim of await storage.inbox.claim(free, at, new Date(at.getTime() + LEASE))) {
      const work = this.#work(claim).finally(() => {
        this.#inWork.delete(work)
        this.wake()
      })
      this.#inWork.add(work)
    }
  }

  /** Never rejects: what cannot even be marked as failed is taken up again when the lease ends. */
  async #work(claim: InboxClaim): Promise<void> {
    const { log, storage, now } = this.#services
    const { objectid, events } = claim
    const eventids = events.map(({ eventid }) => eventid)
    try {
      await applyClaim(this.#services, claim)
      await storage.inbox.applied(eventids, now())
      log.debug({ objectid, eventids }, 'events were applied')
    } catch (error) {
      const attempts = 1 + Math.max(...events.map((event) => event.attempts))
      const pause = backOff(attempts)
      log.warn(
        { err: error, objectid, eventids, attempts, pause },
        'events could not be applied: they are tried again',
      )
      await storage.inbox
        .failed(eventids, describe(error), new Date(now().getTime() + pause))
        .catch((err: unknown) => log.error({ err, eventids }, 'the failure of events could not be noted'))
      this.#wakeIn(pause)
    }
  }

  /** The earliest of several wishes counts. */
  #wakeIn(milliseconds: number): void {
    // A timer may be a millisecond early, and what is due then would wait for the next look.
    const pause = milliseconds + 5
    const at = performance.now() + pause
    if (this.#stopped || at >= this.#timerAt) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY
      this.wake()
    }, pause)
  }
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_LENGTH)
}
