/**
 * What happened in the marketplace each day, for the charts on the administrator's first page.
 *
 * @module
 */
import { accountStore } from '../accounts/store/accounts.ts'
import type { Context } from '../context/context.ts'
import { dayOf, startOf } from '../core/days.ts'
import { payoutStore } from '../payouts/index.ts'

/** How far back the charts look. */
const ACTIVITY_DAYS = 90

const DAY = 24 * 60 * 60 * 1000

/** The money of these payouts came back or never left. In any other state it was sent or soon will be. */
const FAILED = new Set(['failed', 'canceled'])

export interface Activity {
  /** Every day (UTC, `YYYY-MM-DD`) of the period, today last. The lists below have one number per day. */
  days: string[]
  registrations: number[]
  /** Accounts, by the day on which Stripe first let payouts go out. */
  approvals: number[]
  /** Payouts that arrived or are on their way, by the day they were created. */
  payouts: number[]
  failedPayouts: number[]
  /** Payouts created in the period that have arrived, in minor units, the currency with most payouts first. */
  paidOut: { currency: string; count: number; amount: number }[]
}

/**
 * Registrations and payouts of the last ninety days, today included.
 *
 * @example
 * const { days, registrations } = await activity(context)
 */
export async function activity(context: Context): Promise<Activity> {
  const { storage, now } = context.services
  const days = daysUntil(now(), ACTIVITY_DAYS)
  const since = startOf(days[0] as string)
  const [accounts, paid] = await Promise.all([
    accountStore(storage).perDay(since),
    payoutStore(storage).perDay(since),
  ])
  const counted = (rows: readonly { day: string; count: number }[]): number[] => {
    const counts = new Map<string, number>()
    for (const { day, count } of rows) counts.set(day, (counts.get(day) ?? 0) + count)
    return days.map((day) => counts.get(day) ?? 0)
  }
  return {
    days,
    registrations: counted(accounts.map(({ day, registered }) => ({ day, count: registered }))),
    approvals: counted(accounts.map(({ day, approved }) => ({ day, count: approved }))),
    payouts: counted(paid.filter(({ status }) => !FAILED.has(status))),
    failedPayouts: counted(paid.filter(({ status }) => FAILED.has(status))),
    paidOut: totals(paid.filter(({ status }) => status === 'paid')),
  }
}

function daysUntil(today: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(today.getTime() - (count - 1 - index) * DAY))
}

function totals(rows: readonly { currency: string; count: number; amount: number }[]): Activity['paidOut'] {
  const byCurrency = new Map<string, Activity['paidOut'][number]>()
  for (const { currency, count, amount } of rows) {
    const total = byCurrency.get(currency) ?? { currency, count: 0, amount: 0 }
    total.count += count
    total.amount += amount
    byCurrency.set(currency, total)
  }
  return [...byCurrency.values()].sort((a, b) => b.count - a.count || a.currency.localeCompare(b.currency))
}
