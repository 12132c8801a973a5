/**
 * The marketplace in a few numbers, for the administrator's first page.
 *
 * @module
 */

import { ACCOUNT_STATUSES, type AccountStatus } from '../accounts/account-status.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { Context } from '../context/context.ts'
import { inboxStore } from '../events/store/inbox.ts'
import { payoutStore } from '../payouts/index.ts'

export interface Figures {
  accounts: number
  /** Every status, in the order a registration goes through them, including those with no accounts. */
  byStatus: { status: AccountStatus; count: number }[]
  /** The country with most accounts first. */
  byCountry: { country: string; count: number }[]
  /** Of the last thirty days: older ones are long dealt with. */
  failedPayouts: number
  webhooks: {
    /** Events received but not applied yet. */
    waiting: number
    /** Waiting events that failed at least once. */
    failing: number
    /** Events we have stopped trying. */
    dead: number
    lastReceivedAt: Date | undefined
  }
}

/** Days. */
const RECENT = 30

function daysAgo({ services }: Context, days: number): Date {
  return new Date(services.now().getTime() - days * 24 * 60 * 60 * 1000)
}

export async function figures(context: Context): Promise<Figures> {
  const { storage } = context.services
  const [{ status, country }, failedPayouts, webhooks] = await Promise.all([
    accountStore(storage).figures(),
    payoutStore(storage).count({ status: 'failed', since: daysAgo(context, RECENT) }),
    inboxStore(storage).figures(),
  ])
  const byStatus = ACCOUNT_STATUSES.map((name) => ({ status: name, count: status[name] ?? 0 }))
  const byCountry = Object.entries(country)
    .map(([code, count]) => ({ country: code, count }))
    .sort((a, b) => b.count - a.count || a.country.localeCompare(b.country))
  return {
    accounts: byStatus.reduce((sum, { count }) => sum + count, 0),
    byStatus,
    byCountry,
    failedPayouts,
    webhooks,
  }
}
