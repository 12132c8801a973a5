/**
 * What the status page follows: says when the account is another than the one shown.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import { eventStream } from '../../web/route.ts'
import { accountQuery } from './query.ts'

/** Milliseconds after which the database is asked anyway: another process may have applied the webhook. */
const LOOK_AGAIN = 10_000

/** Tells one state of an account from another; the page carries the one that it was drawn from. */
export function versionOf(row: StripeAccountRow): string {
  return `${row.status} ${row.updatedAt.toISOString()}`
}

/** Sends `status` with the present version at once, and again whenever it changes; `gone` ends it. */
export const stripeAccountEvents = eventStream({
  path: ACCOUNT_PAGES.events,
  audience: 'user',
  query: accountQuery.pick({ stripeid: true }),
  async *open(context, { query: { stripeid } }, signal) {
    let changed = new AbortController()
    const unsubscribe = context.services.announcements.subscribe((change) => {
      if (change.stripeid === stripeid) changed.abort()
    })
    let sent: string | undefined
    try {
      while (!signal.aborted) {
        // Before the row is read, so that a change that comes meanwhile ends the pause below at once.
        changed = new AbortController()
        const version = versionOf(await findOwnAccount(context, stripeid))
        if (version !== sent) yield { event: 'status', data: { version } }
        sent = version
        await pause(AbortSignal.any([signal, changed.signal]))
      }
    } catch (error) {
      // Before the first event it is a refusal, which tells the browser not to ask again.
      if (sent === undefined || !(error instanceof ConnectError && error.status === 404)) throw error
      yield { event: 'status', data: { version: 'gone' } }
    } finally {
      unsubscribe()
    }
  },
})

async function pause(signal: AbortSignal): Promise<void> {
  await setTimeout(LOOK_AGAIN, undefined, { signal }).catch(() => undefined)
}
