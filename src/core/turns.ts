import { within } from './within.ts'

/**
 * Hands out a limited number of places, in the order in which they are asked for.
 *
 * @example
 * await turns.take(1_000, () => { throw new Error('not in time') })
 * try { use() } finally { turns.pass() }
 */
export class Turns {
  readonly #waiting = new Set<() => void>()
  #free: number

  /** @param places how many have it at a time */
  constructor(places = 1) {
    this.#free = places
  }

  /** Whether it is had without waiting. */
  get free(): boolean {
    return this.#free > 0
  }

  /**
   * @param milliseconds how long to wait at most
   * @param late throws what is to be thrown by then
   */
  async take(milliseconds: number, late: () => never): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    let come = () => {}
    const turn = new Promise<void>((resolve) => {
      come = resolve
    })
    this.#waiting.add(come)
    if (milliseconds === Number.POSITIVE_INFINITY) return turn
    await within(milliseconds, turn, () => {
      // It may have come in the meantime, and must then go to the next.
      if (!this.#waiting.delete(come)) this.pass()
      late()
    })
  }

  /** Hands it on. */
  pass(): void {
    const [next] = this.#waiting
    if (next) {
      this.#waiting.delete(next)
      next()
    } else this.#free += 1
  }
}
