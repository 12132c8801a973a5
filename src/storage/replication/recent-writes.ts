import type { Owner } from '../owner.ts'

/** Milliseconds by which a replica may be behind. One further behind is left out until it has caught up. */
export const FAR_BEHIND = 5_000

/** The most people remembered at once. */
const CAPACITY = 10_000

/**
 * Remembers who wrote when, while a replica in use may lack the write. Times come from this process's monotonic clock; other
 * machines' clocks play no part.
 */
export class RecentWrites {
  readonly #now: () => number
  /** When each person last wrote, oldest first. */
  readonly #writers = new Map<string, number>()
  /** How many writes of each person are in progress. */
  readonly #writing = new Map<string, number>()
  /** The latest write of the people forgotten for lack of room. */
  #forgotten = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  /** When this person last wrote: `Infinity` during a write, `-Infinity` when every replica in use has it. */
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
      // Also after a failure: some rows may be written before it.
      this.add(person)
    }
  }

  #forget(): void {
    for (const [accountid, wroteAt] of this.#writers) {
      // A replica that lacks an older write is left out.
      const over = this.#now() - wroteAt >= FAR_BEHIND
      if (!over && this.#writers.size <= CAPACITY) return
      if (!over) this.#forgotten = wroteAt
      this.#writers.delete(accountid)
    }
  }
}
