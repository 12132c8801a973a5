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

/** Jobs for the same time run in the order in which they were scheduled. */
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
    this.schedule((Math.floor(this.now() / DAY) + 1) * DAY, name, null)
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
    for (const row of this.#store.scan<Job>('_job', { oldestFirst: true }))
      return { ...row.object, id: row.id }
    return undefined
  }

  #runDue(until: number): void {
    for (let job = this.#next(); job && job.at <= until; job = this.#next()) this.#run(job)
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
