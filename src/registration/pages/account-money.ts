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
import { bankName } from './bank-accounts.ts'

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
  /** The payout that arrives next, and the one behind it. `bank` is undefined for one that was replaced since. */
  next: (PayoutSummary & { bank: string | undefined }) | undefined
  after: PayoutSummary | undefined
  /** Sums of the payouts that arrived this month (UTC), one for each currency. */
  paid: Amount[]
  /** When Stripe makes payouts, in words; undefined when it does not say. */
  schedule: string | undefined
  /** Days from a sale until its money can be paid out. */
  delay: number | undefined
}

type Schedule = Stripe.Account.Settings.Payouts.Schedule

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
    payouts.paidSince(stripeid, month),
  ])
  const [next, after] = [...pending, ...inTransit].toSorted(
    (left, right) => left.stripeObject.arrival_date - right.stripeObject.arrival_date,
  )
  const schedule = row.stripeObject.settings?.payouts?.schedule
  return {
    next: next && { ...payoutSummary(next), bank: bankOf(context.messages, row, next) },
    after: after && payoutSummary(after),
    paid,
    schedule: schedule && inWords(context.messages, schedule),
    delay: schedule && schedule.interval !== 'manual' ? schedule.delay_days : undefined,
  }
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

function bankOf(
  messages: Translator,
  { stripeObject: { external_accounts } }: StripeAccountRow,
  { stripeObject: { destination } }: PayoutRow,
): string | undefined {
  const id = typeof destination === 'string' ? destination : destination?.id
  const bank = external_accounts?.data.find((external) => external.id === id)
  return bank?.object === 'bank_account' ? bankName(messages, bank) : undefined
}

function firstOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
}

/** @see https://docs.stripe.com/connect/manage-payout-schedule */
function inWords(messages: Translator, schedule: Schedule): string | undefined {
  const { interval } = schedule
  const { weekly_payout_days, weekly_anchor, monthly_payout_days, monthly_anchor } = schedule
  if (interval === 'weekly') {
    const days = (weekly_payout_days ?? [weekly_anchor]).flatMap(
      (day) => (day && messages.maybe(`money.weekday.${day}`)) ?? [],
    )
    return days.length > 0 ? messages.text('money.schedule.weekly', { days: messages.list(days) }) : undefined
  }
  if (interval === 'monthly') {
    const days = (monthly_payout_days ?? [monthly_anchor]).filter((day) => day !== undefined)
    return days.length > 0
      ? messages.text('money.schedule.monthly', { count: days.length, days: messages.list(days.map(String)) })
      : undefined
  }
  return messages.maybe(`money.schedule.${interval}`)
}
