/** Milliseconds over which arrivals are counted. */
const PERIOD = 1_000

/**
 * How many events arrive a second, of late.
 *
 * @example
 * const rate = new ArrivalRate()
 * rate.add(256)
 * rate.perSecond() // 256
 */
export class ArrivalRate {
  #since = performance.now()
  #count = 0
  /** Of the period before. */
  #before = 0

  add(events: number): void {
    this.#turn()
    this.#count += events
  }

  perSecond(): number {
    this.#turn()
    return Math.max(this.#before, this.#count)
  }

  #turn(): void {
    const now = performance.now()
    const passed = now - this.#since
    if (passed < PERIOD) return
    this.#before = passed < 2 * PERIOD ? this.#count : 0
    this.#count = 0
    this.#since = now
  }
}
