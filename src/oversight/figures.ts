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
  /** Those that nobody has dealt with, at most one more than `MOST_COUNTED`. */
  failedPayouts: number
  /** Accounts that owe Stripe information within a week, at most one more than `MOST_COUNTED`. */
  due: number
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

const WEEK = 7 * 24 * 60 * 60 * 1000

/** The coming seven days. */
export function thisWeek(now: Date): { from: Date; to: Date } {
  return { from: now, to: new Date(now.getTime() + WEEK) }
}

export async function figures(context: Context): Promise<Figures> {
  const { storage, now } = context.services
  const [numbers, due, failedPayouts, webhooks] = await Promise.all([
    accountStore(storage).numbers(),
    accountStore(storage).count({ due: thisWeek(now()) }),
    payoutStore(storage).countSome({ open: true }),
    inboxStore(storage).figures(),
  ])
  const sum = (rows: typeof numbers) => rows.reduce((total, { accounts }) => total + accounts, 0)
  const byStatus = ACCOUNT_STATUSES.map((status) => ({
    status,
    count: sum(numbers.filter((row) => row.status === status)),
  }))
  const byCountry = countriesOf(numbers)
    .map((country) => ({ country, count: sum(numbers.filter((row) => row.country === country)) }))
    .sort((a, b) => b.count - a.count || a.country.localeCompare(b.country))
  return {
    accounts: byStatus.reduce((sum, { count }) => sum + count, 0),
    byStatus,
    byCountry,
    failedPayouts,
    due,
    webhooks,
  }
}

/** The countries in which there are accounts. */
export function countriesOf(numbers: readonly { country: string }[]): string[] {
  return [...new Set(numbers.map(({ country }) => country))].filter(Boolean)
}
