import { vi } from 'vitest'

/** Milliseconds for other processes, browsers and workers on the busiest machine. */
const LIMIT = 30_000

/**
 * Waits until a check passes, while other processes, browsers and workers do their work. The limit only ends a run
 * that hangs.
 *
 * @param options.interval milliseconds between two tries
 * @param options.limit milliseconds in all
 * @throws the check's last failure, with the code of the check in its message
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
