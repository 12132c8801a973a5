/**
 * Automatic payouts: on each account's payout days, available money goes to the default external account of its currency
 * (https://docs.stripe.com/connect/manage-payout-schedule).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../resource-api.ts'
import { fundsOf } from './ledger.ts'
import { minimumBalances } from './minimum-balances.ts'
import { createPayout } from './payout-lifecycle.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

export function payoutSchedule(api: ResourceApi): void {
  api.clock.daily('payouts.daily', () => {
    const today = new Date(api.clock.now() * 1000)
    for (const { object: account } of api.store.scan<Stripe.Account>('account')) {
      if (account.payouts_enabled && isPayoutDay(account.settings?.payouts?.schedule, today))
        payOut(api, account)
    }
  })
}

/**
 * Whether a schedule pays out on a day. For a monthly day that a month does not have, the last day counts.
 *
 * @example
 * isPayoutDay({ interval: 'monthly', monthly_anchor: 31, delay_days: 2 }, new Date('2026-02-28')) // true
 */
export function isPayoutDay(
  schedule: Stripe.Account.Settings.Payouts.Schedule | undefined,
  day: Date,
): boolean {
  switch (schedule?.interval) {
    case 'daily':
      return true
    case 'weekly': {
      const days: (string | undefined)[] = schedule.weekly_payout_days ?? [schedule.weekly_anchor]
      return days.includes(WEEKDAYS[day.getUTCDay()])
    }
    case 'monthly': {
      const days = schedule.monthly_payout_days ?? [schedule.monthly_anchor ?? 1]
      const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
      return days.some((each) => Math.min(each, last) === day.getUTCDate())
    }
    default:
      return false
  }
}

/** Skips a bank account with a failed payout until that bank account is updated. */
function payOut(api: ResourceApi, account: Stripe.Account): void {
  const { available } = fundsOf(api, account.id)
  const minimums = minimumBalances(api, account.id)
  for (const [currency, funds] of Object.entries(available)) {
    const amount = funds - (minimums?.[currency] ?? 0)
    const destination = account.external_accounts?.data.find(
      (each) => each.currency === currency && each.default_for_currency,
    )
    if (amount <= 0 || !destination || destination.status === 'errored') continue
    createPayout(api, {
      account: account.id,
      amount,
      currency,
      destination,
      automatic: true,
      method: 'standard',
      description: 'STRIPE PAYOUT',
      statementDescriptor: account.settings?.payouts?.statement_descriptor ?? null,
      metadata: {},
    })
  }
}
