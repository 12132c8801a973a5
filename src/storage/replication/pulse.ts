import { AsyncResource } from 'node:async_hooks'

/** Milliseconds between two runs: while no request waits, and while one does. */
const CALM = 1_000
const HURRIED = 100

/**
 * Runs a function about once a second, sooner when a request waits for it, and never twice at once. Does not keep the process
 * alive.
 *
 * @example
 * const pulse = new Pulse(() => look())
 * pulse.hurry()
 * await pulse.stop()
 */
export class Pulse {
  readonly #run: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #startedAt = Number.NEGATIVE_INFINITY
  #running: Promise<void> | undefined
  #hurried = true
  #stopped = false

  /** @param run never rejects */
  constructor(run: () => Promise<void>) {
    // Not part of a request: the one that hurries it ends long before.
    this.#run = AsyncResource.bind(run)
    this.#schedule()
  }

  /** Runs the function soon. If it is running already, it runs once more afterwards. */
  hurry(): void {
    if (this.#hurried) return
    this.#hurried = true
    if (!this.#running) this.#schedule()
  }

  /** Waits for a run in progress. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #schedule(): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    const due = this.#startedAt + (this.#hurried ? HURRIED : CALM)
    this.#timer = setTimeout(() => this.#beat(), Math.max(0, due - performance.now())).unref()
  }

  async #beat(): Promise<void> {
    this.#startedAt = performance.now()
    this.#hurried = false
    this.#running = this.#run()
    await this.#running
    this.#running = undefined
    this.#schedule()
  }
}
