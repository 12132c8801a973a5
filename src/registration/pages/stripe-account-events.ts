/**
 * Tells the status page when the account has changed since the page was drawn.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import { payoutStore } from '../../payouts/index.ts'
import { eventStream } from '../../web/route.ts'
import { accountQuery } from './query.ts'

/** Milliseconds until the next query, even without an announcement: another process may have applied the webhook. */
const LOOK_AGAIN = 10_000

/** Changes with every change of the account and its payouts. The page has the version it was drawn from. */
export async function versionOf({ services }: Context, row: StripeAccountRow): Promise<string> {
  const payout = await payoutStore(services.storage).changedAt(row.stripeid)
  return `${row.status} ${row.updatedAt.toISOString()} ${payout?.toISOString() ?? ''}`
}

/** Sends `status` with the present version at once and after every change. The version `gone` is the last. */
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
        // Renew it before reading the row, so that a change during the read ends the pause below at once.
        changed = new AbortController()
        const version = await versionOf(context, await findOwnAccount(context, stripeid))
        if (version !== sent) yield { event: 'status', data: { version } }
        sent = version
        await pause(AbortSignal.any([signal, changed.signal]))
      }
    } catch (error) {
      // Refusing before the first event tells the browser not to reconnect.
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
