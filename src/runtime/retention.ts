/**
 * Deletes rows nobody needs any more, so that no table grows for ever. Every instance does so, and skips rows another
 * instance is deleting.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Services } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import { forgets } from '../features.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** Tickets are kept far longer than any answer of Stripe's is waited for. */
const tickets: Forgetting = {
  name: 'tickets',
  kept: DAY,
  forget: (storage, before, limit) => storage.tickets.forget(before, limit),
}

const EVERY = HOUR

/** Rows deleted at a time. */
const AT_ONCE = 1000

export interface Retention {
  /** Starts no more deletions and resolves when the current one is done. */
  stop(): Promise<void>
}

/**
 * Deletes old rows now and once an hour.
 *
 * @param ofHosts what hosts keep, besides what features do
 * @example
 * const retention = startRetention(services, [])
 * // ...
 * await retention.stop()
 */
export function startRetention(
  { storage, log, now }: Pick<Services, 'storage' | 'log' | 'now'>,
  ofHosts: readonly Forgetting[],
): Retention {
  const stopping = new AbortController()
  let forgetting: Promise<void> | undefined

  const forget = async () => {
    const counts: Record<string, number> = {}
    for (const { name, kept, forget } of [...forgets, tickets, ...ofHosts]) {
      const before = new Date(now().getTime() - kept)
      const count = await inParts(stopping.signal, (limit) => forget(storage, before, limit))
      if (name !== undefined) counts[name] = count
    }
    if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'old rows were deleted')
  }
  const run = () => {
    forgetting ??= forget()
      .catch((err: unknown) =>
        log.warn({ err }, 'old rows could not be deleted: it is tried again in an hour'),
      )
      .finally(() => {
        forgetting = undefined
      })
  }
  run()
  const timer = setInterval(run, EVERY).unref()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await forgetting
    },
  }
}

/** @returns how many rows were deleted */
async function inParts(stopping: AbortSignal, forget: (limit: number) => Promise<number>): Promise<number> {
  let total = 0
  while (!stopping.aborted) {
    const count = await forget(AT_ONCE)
    total += count
    if (count < AT_ONCE) break
    // SQLite answers at once, so no other work would run before the last part.
    await turn()
  }
  return total
}
