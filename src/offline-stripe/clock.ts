/**
 * The offline Stripe's time: real time plus an offset that tests and the demo can change, and jobs that run at a given time.
 * Both are kept, so that a restart neither turns time back nor loses a job.
 *
 * @module
 */
import type { Clock, Store } from './resource-api.ts'

interface Job {
  at: number
  name: string
  payload: unknown
}

/** The longest sleep in milliseconds, so that a change of the machine's clock is soon noticed. */
const LONGEST_SLEEP = 60_000

const DAY = 24 * 60 * 60

/** The longest time between two payout days of any schedule. After as long without another job, daily jobs find nothing new. */
const LONGEST_CYCLE = 31 * DAY

/**
 * Jobs for the same time run in the order in which they were scheduled, and daily jobs last: they must see what that midnight
 * brings.
 */
export class OfflineClock implements Clock {
  readonly #store: Store
  readonly #newId: (prefix: string) => string
  readonly #onError: (error: unknown) => void
  readonly #jobs = new Map<string, (payload: never) => void>()
  readonly #daily = new Set<string>()
  #offset: number
  /** The time of the job that is running, which may have been due earlier than now. */
  #replayed: number | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(store: Store, newId: (prefix: string) => string, onError: (error: unknown) => void) {
    this.#store = store
    this.#newId = newId
    this.#onError = onError
    this.#offset = store.get<{ offset: number }>('_clock', 'offset')?.object.offset ?? 0
  }

  /** Whether no time has passed here yet: everything begins with a job for the next midnight. */
  isNew(): boolean {
    return this.#next() === undefined
  }

  now(): number {
    return this.#replayed ?? Math.floor(Date.now() / 1000) + this.#offset
  }

  on(name: string, run: (payload: never) => void): void {
    this.#jobs.set(name, run)
  }

  schedule(at: number, name: string, payload: unknown): void {
    const job: Job = { at, name, payload }
    this.#store.put('_job', {
      id: this.#newId('job'),
      account: undefined,
      created: at,
      object: job,
      secret: {},
    })
    this.#sleep()
  }

  daily(name: string, run: () => void): void {
    this.#daily.add(name)
    this.on(name, () => {
      run()
      this.#scheduleMidnight(name)
    })
  }

  /** Starts running jobs, first those that came due while the offline Stripe was stopped. */
  start(): void {
    const waiting = new Set(this.#store.list<Job>('_job').map((row) => row.object.name))
    for (const name of this.#daily) if (!waiting.has(name)) this.#scheduleMidnight(name)
    this.#wake()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Moves time forward, and runs every job that comes due, at its own time. Does nothing when the clock is already later. */
  moveTo(time: number): void {
    if (time <= this.now()) return
    this.#runDue(time)
    this.#setOffset(time - Math.floor(Date.now() / 1000))
    this.#sleep()
  }

  /** Starts again after everything was deleted, at real time or at the time from which a history begins. */
  reset(time = Math.floor(Date.now() / 1000)): void {
    this.#setOffset(time - Math.floor(Date.now() / 1000))
    this.start()
  }

  #scheduleMidnight(name: string): void {
    this.schedule(midnightBefore(this.now()) + DAY, name, null)
  }

  #setOffset(offset: number): void {
    this.#offset = offset
    this.#store.put('_clock', {
      id: 'offset',
      account: undefined,
      created: 0,
      object: { offset },
      secret: {},
    })
  }

  #wake(): void {
    this.#runDue(this.now())
    this.#sleep()
  }

  #sleep(): void {
    clearTimeout(this.#timer)
    const next = this.#next()
    if (!next) return
    const wait = Math.min(Math.max(0, (next.at - this.now()) * 1000), LONGEST_SLEEP)
    this.#timer = setTimeout(() => this.#wake(), wait)
    this.#timer.unref()
  }

  #next(): (Job & { id: string }) | undefined {
    let daily: (Job & { id: string }) | undefined
    for (const { id, object } of this.#store.scan<Job>('_job', { oldestFirst: true })) {
      if (daily && object.at > daily.at) break
      if (!this.#daily.has(object.name)) return { ...object, id }
      daily ??= { ...object, id }
    }
    return daily
  }

  /** Skips the days on which nothing happens: years of them would take long. */
  #runDue(until: number): void {
    let job = this.#next()
    let changed = job?.at ?? until
    for (; job && job.at <= until; job = this.#next()) {
      const isIdle = this.#daily.has(job.name) && job.at - changed > LONGEST_CYCLE
      if (!this.#daily.has(job.name)) changed = job.at
      this.#run(isIdle ? { ...job, at: Math.max(job.at, this.#lastIdleMidnight(until)) } : job)
    }
  }

  /** The last midnight before another job than the daily ones. */
  #lastIdleMidnight(until: number): number {
    for (const { object } of this.#store.scan<Job>('_job', { oldestFirst: true }))
      if (!this.#daily.has(object.name)) return midnightBefore(Math.min(until, object.at - 1))
    return midnightBefore(until)
  }

  #run({ id, at, name, payload }: Job & { id: string }): void {
    const earlier = this.#replayed
    this.#replayed = at
    try {
      this.#store.transaction(() => {
        this.#store.delete('_job', id)
        const run = this.#jobs.get(name)
        if (!run) throw new Error(`Nothing knows how to do "${name}".`)
        run(payload as never)
      })
    } catch (error) {
      this.#store.delete('_job', id)
      this.#onError(error)
    } finally {
      this.#replayed = earlier
    }
  }
}

function midnightBefore(time: number): number {
  return Math.floor(time / DAY) * DAY
}
