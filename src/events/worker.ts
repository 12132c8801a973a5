/**
 * Works the inbox off: what arrived is applied at once, what failed is tried again later, what was left by a process that
 * was killed is taken up when its lease ends. Any number of workers can share an inbox.
 *
 * @module
 */
import { AsyncResource } from 'node:async_hooks'
import type { Services } from '../context/context.ts'
import { backOff } from '../core/back-off.ts'
import { within } from '../core/within.ts'
import type { InboxClaim, InboxRow } from '../storage/storage.ts'
import { whatWentWrong } from '../stripe/errors.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import { applyClaim } from './apply.ts'
import { prospectOf, UnfinishedError } from './prospect.ts'

/** Objects in work at a time: below the 25 calls a second that Stripe allows in a sandbox. */
const SLOTS = 8

/**
 * Milliseconds after which what a killed worker had is taken by another: a person waits for it on the status page. One that is
 * merely slow may then be overtaken, which is harmless: see `applyClaim`.
 */
const LEASE = 10_000

/** Milliseconds that Stripe is waited for by all that is done for an object: a hung one holds no place for ever. */
const PATIENCE = 60_000

/**
 * Milliseconds after which a task's place goes to the next one, whatever the task waits for: otherwise the place would be lost
 * until the next start. The task may still finish, which is harmless: see `applyClaim`.
 */
const LONGEST = 90_000

/** Milliseconds after which an event is given up that fails for a cause that nobody has mended: as long as Stripe delivers one. */
const GIVEN_UP = 3 * 24 * 60 * 60 * 1000

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

  /** Never rejects: what cannot even be marked is taken up again when the lease ends. */
  async #work(claim: InboxClaim): Promise<void> {
    const { log, storage, now } = this.#services
    const { objectid, events } = claim
    try {
      const applying = waitingAtMost(PATIENCE, () => applyClaim(this.#services, claim))
      const failures = await within(LONGEST, applying, () => allOf(events, new UnfinishedError()))
      const applied = events.filter((event) => !failures.has(event)).map(({ eventid }) => eventid)
      await storage.inbox.applied(applied, now())
      if (applied.length > 0) log.debug({ objectid, eventids: applied }, 'events were applied')
      for (const [error, failed] of byFailure(failures)) await this.#note(objectid, error, failed)
    } catch (err) {
      log.error({ err, objectid }, 'what became of events could not be noted')
    }
  }

  /** Has events tried again later, and gives up those that it is no use to try. */
  async #note(objectid: string, error: unknown, events: readonly InboxRow[]): Promise<void> {
    const { log, storage, now } = this.#services
    const at = now()
    const prospect = prospectOf(error)
    const isDead = ({ failingSince = at }: InboxRow) =>
      prospect === 'final' || (prospect === 'mendable' && at.getTime() - failingSince.getTime() >= GIVEN_UP)
    const failure = whatWentWrong(error).slice(0, FAILURE_LENGTH)
    const about = (some: readonly InboxRow[]) => ({ objectid, eventids: some.map(({ eventid }) => eventid) })
    const dead = events.filter(isDead)
    if (dead.length > 0) {
      log.error({ err: error, ...about(dead) }, 'events cannot be applied: they are kept for administrators')
      await storage.inbox.died(about(dead).eventids, failure, at)
    }
    const failed = events.filter((event) => !isDead(event))
    if (failed.length === 0) return
    const attempts = 1 + Math.max(...failed.map((event) => event.attempts))
    const pause = backOff(attempts)
    log.warn(
      { err: error, ...about(failed), attempts, pause },
      'events could not be applied: they are tried again',
    )
    await storage.inbox.failed(about(failed).eventids, {
      failure,
      nextAttemptAt: new Date(at.getTime() + pause),
      ...(prospect === 'mendable' && { failingSince: at }),
    })
    this.#wakeIn(pause)
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

function allOf(events: readonly InboxRow[], error: unknown): ReadonlyMap<InboxRow, unknown> {
  return new Map(events.map((event) => [event, error]))
}

function byFailure(failures: ReadonlyMap<InboxRow, unknown>): Map<unknown, InboxRow[]> {
  const gathered = new Map<unknown, InboxRow[]>()
  for (const [event, error] of failures) {
    const known = gathered.get(error)
    if (known) known.push(event)
    else gathered.set(error, [event])
  }
  return gathered
}
