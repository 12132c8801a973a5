import { setTimeout as sleep } from 'node:timers/promises'
import { StorageError } from '../storage/storage-error.ts'

/** Milliseconds between two tries, doubled each time up to the second figure. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

/**
 * Opens again, ever less often, what could not be opened because its database did not answer: a database may come up later
 * than the app that needs it. It does not keep the process alive.
 *
 * @returns undefined when it was stopped first
 * @throws whatever else went wrong, which trying again does not mend
 * @example
 * const module = await keepTrying(() => openModule(config), stopping.signal)
 */
export async function keepTrying<T>(open: () => Promise<T>, stopping: AbortSignal): Promise<T | undefined> {
  for (let pause = FIRST_PAUSE; !stopping.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    await sleep(pause, undefined, { ref: false, signal: stopping }).catch(() => undefined)
    if (stopping.aborted) return undefined
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
    }
  }
  return undefined
}
