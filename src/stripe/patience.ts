/**
 * How long Stripe is waited for in all, however many calls, tries and pauses that takes.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** Milliseconds that a person waits for Stripe, so that a page is there within 10 s with all else that there is to do. */
const PERSON = 8_000

/** Milliseconds that one call takes where nothing is said. */
const ONE_CALL = 30_000

interface Patience {
  milliseconds: number
  /** On the clock of `performance.now()`; undefined until the first question, so that slow uploads do not count. */
  deadline: number | undefined
}

const storage = new AsyncLocalStorage<Patience>()

/**
 * Runs work that waits for others no longer than that, all its questions together. The time begins with the first of them.
 *
 * @example
 * await waitingAtMost(2_000, () => stripe.balance.retrieve())
 */
export function waitingAtMost<T>(milliseconds: number, run: () => T): T {
  return storage.run({ milliseconds, deadline: undefined }, run)
}

/** Runs work that a person waits for. */
export function whilePersonWaits<T>(run: () => T): T {
  return waitingAtMost(PERSON, run)
}

/** How many milliseconds the present work may still wait: 0 or less when its time is over. */
export function timeLeft(): number {
  const patience = storage.getStore()
  if (!patience) return ONE_CALL
  const now = performance.now()
  patience.deadline ??= now + patience.milliseconds
  return patience.deadline - now
}
