/**
 * What an active seller comes for: the next payout, what was paid this month, and when payouts are made.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import type { Translator } from '../../messages/translator.ts'
import { type PayoutRow, payoutStore } from '../../payouts/index.ts'

/** `amount` is in the currency's minor unit. */
interface Amount {
  amount: number
  currency: string
}

export interface PayoutSummary extends Amount {
  arrivesAt: Date
  status: string
  failure: string | null
}

export interface AccountMoney {
  /** The payout that arrives next, and the one behind it. */
  next: PayoutSummary | undefined
  after: PayoutSummary | undefined
  /** Sums of the payouts that arrived this month (UTC), one for each currency. */
  paid: Amount[]
  /** When Stripe makes payouts, in words; undefined when it does not say. */
  schedule: string | undefined
  /** Days from a sale until its money can be paid out. */
  delay: number | undefined
}

type Schedule = Stripe.Account.Settings.Payouts.Schedule

/** Paid payouts that are looked at to sum those of a month, the newest: more than an account has in two. */
const OF_A_MONTH = 300

/** Payouts on their way that are looked at to find the next: more than an account has. */
const UNDER_WAY = 20

/** The money of an account of the person who asks. */
export async function accountMoney(context: SignedInContext, row: StripeAccountRow): Promise<AccountMoney> {
  const payouts = payoutStore(context.services.storage)
  const { accountid, stripeid } = row
  const month = firstOfMonth(context.services.now())
  const [pending, inTransit, paid] = await Promise.all([
    payouts.list({ accountid, stripeid, status: 'pending' }, { offset: 0, limit: UNDER_WAY }),
    payouts.list({ accountid, stripeid, status: 'in_transit' }, { offset: 0, limit: UNDER_WAY }),
    payouts.list({ accountid, stripeid, status: 'paid' }, { offset: 0, limit: OF_A_MONTH }),
  ])
  const [next, after] = [...pending, ...inTransit]
    .map(payoutSummary)
    .toSorted((left, right) => left.arrivesAt.getTime() - right.arrivesAt.getTime())
  const schedule = row.stripeObject.settings?.payouts?.schedule
  return {
    ...{ next, after },
    paid: sums(paid.map(payoutSummary).filter(({ arrivesAt }) => arrivesAt >= month)),
    schedule: schedule && inWords(context.messages, schedule),
    delay: schedule && schedule.interval !== 'manual' ? schedule.delay_days : undefined,
  }
}

/** Sums for each currency. Amounts in two are never added. */
function sums(payouts: readonly Amount[]): Amount[] {
  const totals = new Map<string, number>()
  for (const { amount, currency } of payouts) totals.set(currency, (totals.get(currency) ?? 0) + amount)
  return [...totals].map(([currency, amount]) => ({ currency, amount }))
}

export function payoutSummary({ stripeObject: payout }: PayoutRow): PayoutSummary {
  return {
    amount: payout.amount,
    currency: payout.currency,
    arrivesAt: new Date(payout.arrival_date * 1000),
    status: payout.status,
    failure: payout.failure_code,
  }
}

function firstOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
}

/** @see https://docs.stripe.com/connect/manage-payout-schedule */
function inWords(messages: Translator, schedule: Schedule): string | undefined {
  const { interval } = schedule
  const { weekly_payout_days, weekly_anchor, monthly_payout_days, monthly_anchor } = schedule
  const list = (names: readonly string[]) =>
    new Intl.ListFormat(messages.language, { type: 'conjunction' }).format(names)
  if (interval === 'weekly') {
    const days = (weekly_payout_days ?? [weekly_anchor]).flatMap(
      (day) => (day && messages.maybe(`money.weekday.${day}`)) ?? [],
    )
    return days.length > 0 ? messages.text('money.schedule.weekly', { days: list(days) }) : undefined
  }
  if (interval === 'monthly') {
    const days = (monthly_payout_days ?? [monthly_anchor]).filter((day) => day !== undefined)
    return days.length > 0
      ? messages.text('money.schedule.monthly', { count: days.length, days: list(days.map(String)) })
      : undefined
  }
  return messages.maybe(`money.schedule.${interval}`)
}
