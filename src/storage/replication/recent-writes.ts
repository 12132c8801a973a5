import type { Owner } from '../owner.ts'

/** Milliseconds by which a replica may be behind; one that is further behind is left out until it has caught up. */
export const FAR_BEHIND = 5_000

/** People remembered at once. */
const CAPACITY = 10_000

/**
 * Who wrote when, as long as a replica that is read from may lack it. Times are those of this process's clock that never
 * goes back; other machines' clocks play no part.
 */
export class RecentWrites {
  readonly #now: () => number
  /** Whoever wrote longest ago first. */
  readonly #writers = new Map<string, number>()
  /** People who are writing just now, each with how many times. */
  readonly #writing = new Map<string, number>()
  /** The last write of those who were forgotten for want of room. */
  #forgotten = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  /** When this person wrote last: `Infinity` while they are at it, `-Infinity` when every replica that is used has it. */
  lastOf({ accountid }: Owner): number {
    if (this.#writing.has(accountid)) return Number.POSITIVE_INFINITY
    return Math.max(this.#writers.get(accountid) ?? Number.NEGATIVE_INFINITY, this.#forgotten)
  }

  /** Call it once the write is committed. */
  add({ accountid }: Owner): void {
    this.#writers.delete(accountid)
    this.#writers.set(accountid, this.#now())
    this.#forget()
  }

  async during<T>(person: Owner, run: () => Promise<T>): Promise<T> {
    const { accountid } = person
    this.#writing.set(accountid, (this.#writing.get(accountid) ?? 0) + 1)
    try {
      return await run()
    } finally {
      const others = (this.#writing.get(accountid) ?? 0) - 1
      if (others > 0) this.#writing.set(accountid, others)
      else this.#writing.delete(accountid)
      // Also after a failure: something may have been written before it.
      this.add(person)
    }
  }

  #forget(): void {
    for (const [accountid, wroteAt] of this.#writers) {
      // A replica that lacks what was written longer ago is left out as a whole.
      const over = this.#now() - wroteAt >= FAR_BEHIND
      if (!over && this.#writers.size <= CAPACITY) return
      if (!over) this.#forgotten = wroteAt
      this.#writers.delete(accountid)
    }
  }
}
