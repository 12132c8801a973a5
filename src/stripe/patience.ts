/**
 * Limits the whole wait for Stripe, however many calls, tries and pauses it takes.
 *
 * @module
 */
import { Ambient } from '../core/ambient.ts'

/** Milliseconds that a person waits for Stripe: with the 3 s for the database, the whole page takes at most 10 s. */
const PERSON = 7_000

/** Milliseconds for one call when no limit is set. */
const ONE_CALL = 30_000

interface Patience {
  milliseconds: number
  /** On the clock of `performance.now()`; undefined until the first call, so that slow uploads do not count. */
  deadline: number | undefined
}

const current = new Ambient<Patience>()

/**
 * Runs work that waits for Stripe at most this long, all its calls together. The time begins with the first call.
 *
 * @example
 * await waitingAtMost(2_000, () => stripe.balance.retrieve())
 */
export function waitingAtMost<T>(milliseconds: number, run: () => T): T {
  return current.run({ milliseconds, deadline: undefined }, run)
}

/** Runs work that a person waits for. */
export function whilePersonWaits<T>(run: () => T): T {
  return waitingAtMost(PERSON, run)
}

/** How many milliseconds the current work may still wait: 0 or less when its time is over. */
export function timeLeft(): number {
  const patience = current.get()
  if (!patience) return ONE_CALL
  const now = performance.now()
  patience.deadline ??= now + patience.milliseconds
  return patience.deadline - now
}
