/**
 * Deletes rows nobody needs any more, so that no table grows for ever, computes columns again whose rule has changed, and counts
 * again what is kept in numbers. Every instance does so, and skips rows that another instance is working on.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Services } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import { forgets, recomputes, recounts } from '../features.ts'
import { refusedForms } from '../web/refused-form.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** Tickets are kept far longer than any answer of Stripe's is waited for. */
const tickets: Forgetting = {
  name: 'tickets',
  kept: DAY,
  forget: (storage, before, limit) => storage.tickets.forget(before, limit),
}

const EVERY = HOUR

/** When the rows were last counted again. */
const COUNTED = 'counted-at'
/** How far back the numbers of days are counted again: pages show less. */
const DAYS_COUNTED = 100 * DAY

/** Rows at a time. */
const AT_ONCE = 1000

export interface Upkeep {
  /** Starts no more work and resolves when the current part is done. */
  stop(): Promise<void>
}

/**
 * Looks after the rows now and once an hour.
 *
 * @param ofHosts what hosts keep, besides what features do
 * @example
 * const upkeep = startUpkeep(services, [])
 * // ...
 * await upkeep.stop()
 */
export function startUpkeep(
  { storage, log, now }: Pick<Services, 'storage' | 'log' | 'now'>,
  ofHosts: readonly Forgetting[],
): Upkeep {
  const stopping = new AbortController()
  let working: Promise<void> | undefined

  const recompute = async () => {
    for (const { name, recompute } of recomputes) {
      const count = await inParts(stopping.signal, (limit) => recompute(storage, limit))
      if (count > 0) log.info({ [name]: count }, 'columns were computed again by a newer rule')
    }
  }
  const recount = async () => {
    const last = await storage.settings.get(COUNTED)
    if (last !== undefined && now().getTime() - Date.parse(last) < DAY) return
    // Noted first, so that instances that start together do not all count.
    await storage.settings.set(COUNTED, now().toISOString())
    const since = new Date(now().getTime() - DAYS_COUNTED)
    for (const { recount } of recounts) if (!stopping.signal.aborted) await recount(storage, since)
  }
  const forget = async () => {
    const counts: Record<string, number> = {}
    for (const { name, kept, forget } of [...forgets, tickets, refusedForms, ...ofHosts]) {
      const before = new Date(now().getTime() - kept)
      const count = await inParts(stopping.signal, (limit) => forget(storage, before, limit))
      if (name !== undefined) counts[name] = count
    }
    if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'old rows were deleted')
  }
  const run = () => {
    working ??= forget()
      .then(recompute)
      .then(recount)
      .catch((err: unknown) =>
        log.warn({ err }, 'rows could not be looked after: it is tried again in an hour'),
      )
      .finally(() => {
        working = undefined
      })
  }
  run()
  const timer = setInterval(run, EVERY).unref()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await working
    },
  }
}

/** @returns how many rows there were */
async function inParts(stopping: AbortSignal, work: (limit: number) => Promise<number>): Promise<number> {
  let total = 0
  while (!stopping.aborted) {
    const count = await work(AT_ONCE)
    total += count
    if (count < AT_ONCE) break
    // SQLite answers at once, so no other work would run before the last part.
    await turn()
  }
  return total
}
