import { within } from './within.ts'

/**
 * Hands out a limited number of places, first come, first served.
 *
 * @example
 * await turns.take(1_000, () => { throw new Error('not in time') })
 * try { use() } finally { turns.pass() }
 */
export class Turns {
  readonly #waiting = new Set<() => void>()
  #free: number

  /** @param places how many callers have a place at a time */
  constructor(places = 1) {
    this.#free = places
  }

  /** Whether a place is free at once. */
  get free(): boolean {
    return this.#free > 0
  }

  /**
   * @param milliseconds how long to wait at most
   * @param late throws the error for a caller who waited too long
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
      // The turn may have come in the meantime. Then it goes to the next caller.
      if (!this.#waiting.delete(come)) this.pass()
      late()
    })
  }

  /** Gives the place to the next caller. */
  pass(): void {
    const [next] = this.#waiting
    if (next) {
      this.#waiting.delete(next)
      next()
    } else this.#free += 1
  }
}
