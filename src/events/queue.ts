/**
 * A queue in the database. Due tasks run at once, failed tasks run again later, and tasks of a killed process run when its lease
 * ends. It knows nothing about the tasks. Any number of queues, in any number of instances, can work on the same rows.
 *
 * @module
 */
import { AsyncResource } from 'node:async_hooks'
import type { Logger } from 'pino'
import { backOff } from '../core/back-off.ts'
import { within } from '../core/within.ts'
import type { Claim, LeasedRows, Task } from '../storage/storage.ts'

/**
 * Why a task failed, and so whether to try it again:
 *
 * - `passing`: a server does not answer, which ends by itself
 * - `mendable`: an administrator may fix the cause, e.g. a key or its permissions
 * - `final`: every try fails
 */
export type Prospect = 'passing' | 'mendable' | 'final'

interface QueueOptions {
  /** For the log. */
  name: string
  rows: LeasedRows
  /**
   * Does the tasks of one key. It must be harmless to do them twice: another process takes over from one that is frozen for
   * longer than a lease.
   *
   * @returns why tasks failed; tasks not in it are done
   * @throws the reason when all of them failed
   */
  handle(tasks: readonly Task[]): Promise<ReadonlyMap<Task, unknown>>
  prospect(error: unknown): Prospect
  /** For an administrator. */
  describe(error: unknown): string
  /** @returns how many keys may be worked on at the moment, besides those that have taken longer than `patience` */
  slots(): number
  /** Milliseconds after which a key gives its slot to another and goes on: what it waits for may hang, while others would answer. */
  patience: number
  /** The most keys in work at a time, with and without a slot. */
  most: number
  /** Milliseconds after which another worker takes a killed worker's tasks. A running worker extends its lease. */
  lease: number
  /**
   * Milliseconds after which a key is given up, whatever its tasks wait for: otherwise it would be in work until the next start.
   */
  longest: number
  log: Logger
  now(): Date
}

/** Milliseconds after which a `mendable` task is given up: as long as Stripe keeps trying to deliver an event. */
const GIVEN_UP = 3 * 24 * 60 * 60 * 1000

/** Milliseconds between checks for tasks that other processes added or left behind. */
const POLL = 5000

/** Milliseconds that a stop waits for running tasks. Tasks it cuts off run after the next start. */
const GRACE = 5000

/** Characters kept of a failure; a database's error may quote a whole statement. */
const FAILURE_LENGTH = 500

class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError'

  constructor() {
    super('It took too long to apply.')
  }
}

/**
 * @example
 * const queue = new LeasedQueue({ name: 'inbox', rows: inboxStore(storage), handle, slots: () => 8, patience: 2000, most: 100, lease: 10_000, longest: 90_000, ... })
 * queue.wake()
 * // ...
 * await queue.stop()
 */
export class LeasedQueue {
  readonly #options: QueueOptions
  /** Runs outside the request that wakes it, whose time limit must not end the queue's work. */
  readonly #look = AsyncResource.bind(() => this.#lookForTasks())
  readonly #inWork = new Map<string, Promise<void>>()
  /** The keys in work that have a slot. */
  readonly #slotted = new Set<string>()
  #stopped = false
  #looking: Promise<void> | undefined
  /** Tasks may have become due since the last look. */
  #lookAgain = false
  /** Failed looks in a row. */
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(options: QueueOptions) {
    this.#options = options
  }

  /** Looks for due tasks now. */
  wake(): void {
    if (this.#stopped) return
    this.#lookAgain = true
    this.#looking ??= this.#look()
  }

  /** Takes no new tasks and resolves when the running ones are done, or after 5 s. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    const finished = async () => {
      await this.#looking
      await Promise.all(this.#inWork.values())
    }
    await within(GRACE, finished(), () => undefined)
  }

  async #lookForTasks(): Promise<void> {
    const { name, log } = this.#options
    try {
      while (this.#lookAgain && !this.#stopped) {
        this.#lookAgain = false
        // Tasks of one key may fill a whole claim and hide other keys.
        if ((await this.#take()) > 0) this.#lookAgain = true
      }
      this.#failures = 0
      this.#wakeIn(POLL)
    } catch (err) {
      this.#failures += 1
      log.error({ err, queue: name }, 'a queue cannot be read: it is tried again')
      this.#wakeIn(backOff(this.#failures, { first: 500, longest: 30_000 }))
    } finally {
      // In the same step as the loop's last check, or a `wake` in between would be lost.
      this.#looking = undefined
    }
  }

  /** @returns how many keys it took */
  async #take(): Promise<number> {
    const { rows, slots, patience, most, lease, now } = this.#options
    const free = Math.min(slots() - this.#slotted.size, most - this.#inWork.size)
    if (free <= 0) return 0
    const at = now()
    const claims = await rows.claim(free, at, new Date(at.getTime() + lease), [...this.#inWork.keys()])
    for (const claim of claims) {
      const { key } = claim
      const freeSlot = () => {
        this.#slotted.delete(key)
        this.wake()
      }
      const slow = setTimeout(freeSlot, patience)
      const work = this.#work(claim).finally(() => {
        clearTimeout(slow)
        this.#inWork.delete(key)
        freeSlot()
      })
      this.#slotted.add(key)
      this.#inWork.set(key, work)
    }
    return claims.length
  }

  /** Never rejects: tasks whose outcome cannot be noted are taken again when the lease ends. */
  async #work(claim: Claim): Promise<void> {
    const { name, rows, handle, lease, longest, log, now } = this.#options
    const { key, tasks } = claim
    const extending = setInterval(() => {
      // If this fails, another worker takes the tasks, which is harmless.
      rows.extend(claim, new Date(now().getTime() + lease)).catch(() => undefined)
    }, lease / 2)
    try {
      const failures = await within(longest, handle(tasks), () => {
        throw new UnfinishedError()
      }).catch((error: unknown) => new Map(tasks.map((task) => [task, error])))
      const done = idsOf(tasks.filter((task) => !failures.has(task)))
      await rows.done(done, now())
      if (done.length > 0) log.debug({ queue: name, key, ids: done }, 'tasks of a queue are done')
      for (const error of new Set(failures.values()))
        await this.#note(
          key,
          error,
          tasks.filter((task) => failures.has(task) && failures.get(task) === error),
        )
      await rows.release(claim)
    } catch (err) {
      log.error({ err, queue: name, key }, 'what became of tasks of a queue could not be noted')
    } finally {
      clearInterval(extending)
    }
  }

  /** Schedules failed tasks for another try, and gives up hopeless ones. */
  async #note(key: string, error: unknown, tasks: readonly Task[]): Promise<void> {
    const { name, rows, log, now } = this.#options
    const at = now()
    const prospect = error instanceof UnfinishedError ? 'passing' : this.#options.prospect(error)
    const isDead = ({ failingSince = at }: Task) =>
      prospect === 'final' || (prospect === 'mendable' && at.getTime() - failingSince.getTime() >= GIVEN_UP)
    const failure = this.#options.describe(error).slice(0, FAILURE_LENGTH)
    const about = { err: error, queue: name, key }
    const dead = idsOf(tasks.filter(isDead))
    if (dead.length > 0) {
      log.error({ ...about, ids: dead }, 'tasks of a queue are given up: they are kept for administrators')
      await rows.died(dead, failure, at)
    }
    const failed = tasks.filter((task) => !isDead(task))
    // A new task takes along those that failed before. They keep their time, so that the pause grows with how long the fault
    // lasts, not with how many tasks arrive.
    const isEarly = (task: Task) => task.attempts > 0 && task.dueAt > at
    const early = failed.filter(isEarly)
    const late = failed.filter((task) => !isEarly(task))
    if (late.length === 0) return
    const ids = idsOf(late)
    const attempts = 1 + Math.max(...late.map((task) => task.attempts))
    const pause =
      attempts === 1 && early.length > 0
        ? Math.min(...early.map(({ dueAt }) => dueAt.getTime())) - at.getTime()
        : backOff(attempts)
    log.warn({ ...about, ids, attempts, pause }, 'tasks of a queue failed: they are tried again')
    await rows.failed(ids, {
      failure,
      nextAttemptAt: new Date(at.getTime() + pause),
      ...(prospect === 'mendable' && { failingSince: at }),
    })
    this.#wakeIn(pause)
  }

  /** The earliest of several calls counts. */
  #wakeIn(milliseconds: number): void {
    // A timer may fire a millisecond early, and a task due then would wait for the next look.
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

function idsOf(tasks: readonly Task[]): string[] {
  return tasks.map(({ id }) => id)
}
