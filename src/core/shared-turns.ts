import { Turns } from './turns.ts'

interface Line {
  readonly turns: Turns
  callers: number
}

/**
 * As `Turns`, for callers of several sharers: those of one wait behind each other, and only their first waits among the others.
 *
 * @example
 * await turns.take(address, 1_000, () => { throw new Error('not in time') })
 * try { use() } finally { turns.pass() }
 */
export class SharedTurns {
  readonly #places: Turns
  readonly #lines = new Map<string, Line>()

  /** @param places how many callers have a place at a time */
  constructor(places = 1) {
    this.#places = new Turns(places)
  }

  /**
   * @param milliseconds how long to wait at most
   * @param late throws the error for a caller who waited too long
   */
  async take(sharer: string, milliseconds: number, late: () => never): Promise<void> {
    const until = performance.now() + milliseconds
    const line = this.#lines.get(sharer) ?? { turns: new Turns(), callers: 0 }
    this.#lines.set(sharer, line)
    line.callers += 1
    try {
      await line.turns.take(milliseconds, late)
      try {
        await this.#places.take(until - performance.now(), late)
      } finally {
        line.turns.pass()
      }
    } finally {
      line.callers -= 1
      if (line.callers === 0) this.#lines.delete(sharer)
    }
  }

  /** Gives the place to the next caller. */
  pass(): void {
    this.#places.pass()
  }
}
