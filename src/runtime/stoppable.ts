import type { Logger } from 'pino'

/** Registers how to stop a part that has started. */
type OnStop = (stop: () => Promise<void>) => void

interface Stoppable {
  /** Stops every part, the last started first. */
  stop(): Promise<void>
}

/**
 * Starts parts that depend on each other. If one does not start, the earlier ones are stopped.
 *
 * @param start may also call `onStop` later, for parts that start later
 * @returns what `start` returns, with `stop` added
 * @throws what `start` throws
 * @example
 * const { storage, stop } = await stoppable(log, async (onStop) => {
 *   const storage = await openStorage(config.storage, { appid: config.appid })
 *   onStop(() => storage.close())
 *   return { storage }
 * })
 */
export async function stoppable<T extends object>(
  log: Logger,
  start: (onStop: OnStop) => Promise<T>,
): Promise<T & Stoppable> {
  const steps: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) {
      await step().catch((err: unknown) => log.error({ err }, 'a part did not stop cleanly'))
    }
  }
  try {
    return { ...(await start((step) => steps.push(step))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
