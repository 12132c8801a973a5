import { vi } from 'vitest'

/**
 * Waits until a check passes: for what other processes, browsers and workers do in their own time. The limit ends a run
 * that hangs; it measures nothing, so it is long enough for the busiest machine.
 *
 * @param interval milliseconds between two tries
 * @example await eventually(() => expect(received).toHaveLength(1))
 */
export function eventually<T>(check: () => T | Promise<T>, interval = 25): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000, interval })
}
