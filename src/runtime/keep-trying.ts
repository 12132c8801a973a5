import { setTimeout as sleep } from 'node:timers/promises'
import { backOff } from '../core/back-off.ts'

/** Milliseconds between two tries. */
const PAUSES = { first: 1_000, longest: 60_000 }

/**
 * Retries, with growing pauses, an attempt that failed because a server did not answer: it may start later than the app that
 * needs it. It does not keep the process alive.
 *
 * @param mayPass whether another try may succeed after this failure
 * @returns undefined when it is stopped first
 * @throws any other failure
 * @example
 * const module = await keepTrying(() => openModule(config), stopping.signal, isStorageError)
 */
export async function keepTrying<T>(
  attempt: () => Promise<T>,
  stopping: AbortSignal,
  mayPass: (error: unknown) => boolean,
): Promise<T | undefined> {
  for (let failures = 1; !stopping.aborted; failures += 1) {
    await sleep(backOff(failures, PAUSES), undefined, { ref: false, signal: stopping }).catch(() => undefined)
    if (stopping.aborted) return undefined
    try {
      return await attempt()
    } catch (error) {
      if (!mayPass(error)) throw error
    }
  }
  return undefined
}
