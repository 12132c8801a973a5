import { vi } from 'vitest'

/** Milliseconds for what other processes, browsers and workers do on the busiest machine. */
const LIMIT = 30_000

/**
 * Waits until a check passes: for what other processes, browsers and workers do in their own time. The limit ends a run
 * that hangs and measures nothing.
 *
 * @param options.interval milliseconds between two tries
 * @param options.limit milliseconds in all
 * @throws what the check failed with last, and which check that was
 * @example await eventually(() => expect(received).toHaveLength(1))
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { interval = 25, limit = LIMIT } = {},
): Promise<T> {
  try {
    return await vi.waitFor(check, { timeout: limit, interval })
  } catch (error) {
    const waited = `waited ${limit / 1000} s for ${check}`
    if (!(error instanceof Error)) throw new Error(waited, { cause: error })
    error.message += `\n${waited}`
    throw error
  }
}
