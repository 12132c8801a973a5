/**
 * Forgets what nobody needs any more, so that no table grows for ever. Every instance does so; they pass over what another
 * has in hand.
 *
 * @module
 */

import { setImmediate as turn } from 'node:timers/promises'
import type { Services } from '../context/context.ts'
import { inboxStore } from '../events/store/inbox.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/**
 * Milliseconds that an event is kept once it is applied, for administrators to look at. Far longer than Stripe delivers it
 * (3 days) or lets people send it again (30 days), so that one which comes twice is known. Those that wait are kept.
 *
 * @see https://docs.stripe.com/webhooks#retries
 */
const EVENTS_KEPT = 90 * DAY

/** Milliseconds that tickets are kept: far longer than any answer of Stripe's is waited for. */
const TICKETS_KEPT = DAY

/** Milliseconds that leases are kept once they are over: a worker that could not extend one for a while still does. */
const LEASES_KEPT = HOUR

const EVERY = HOUR

/** Rows deleted at a time. */
const AT_ONCE = 1000

export interface Retention {
  /** Begins nothing more, and resolves when the rows in hand are deleted. */
  stop(): Promise<void>
}

/**
 * Forgets now, and once an hour.
 *
 * @example
 * const retention = startRetention(services)
 * // ...
 * await retention.stop()
 */
export function startRetention(services: Services): Retention {
  const { storage, log, now } = services
  const stopping = new AbortController()
  let forgetting: Promise<void> | undefined

  const forget = async () => {
    const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds)
    const events = await inParts(stopping.signal, (limit) =>
      inboxStore(storage).forgetApplied(ago(EVENTS_KEPT), limit),
    )
    const tickets = await inParts(stopping.signal, (limit) =>
      storage.tickets.forget(ago(TICKETS_KEPT), limit),
    )
    await inParts(stopping.signal, (limit) => inboxStore(storage).forgetLeases(ago(LEASES_KEPT), limit))
    const sessions = await inParts(stopping.signal, (limit) => storage.sessions.forgetExpired(now(), limit))
    if (events + tickets + sessions > 0) log.info({ events, tickets, sessions }, 'old rows were deleted')
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

/** @returns how many rows there were */
async function inParts(stopping: AbortSignal, forget: (limit: number) => Promise<number>): Promise<number> {
  let total = 0
  while (!stopping.aborted) {
    const count = await forget(AT_ONCE)
    total += count
    if (count < AT_ONCE) break
    // SQLite answers at once, and nobody else would have a turn before the last part.
    await turn()
  }
  return total
}
