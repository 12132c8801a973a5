/**
 * What money is the seller's and where it is: what can be paid out now, and what on which day.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { type Balance, balanceOf, ifSoon, totalsInWords } from '../../accounts/balance.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { dayOf, startOf } from '../../core/days.ts'
import type { Translator } from '../../messages/translator.ts'
import { isStripeError } from '../../stripe/errors.ts'

/** More than a seller's pending payments, mostly. Stripe lists no more at once. */
const NEWEST = 100

/** Days that are listed one by one. */
const MOST_DAYS = 4

/** In the currency's minor unit. */
interface Line {
  label: string
  amount: number
}

interface CurrencyBalance {
  currency: string
  lines: Line[]
  total: number
  /** What happens when the balance is negative. */
  below: string | undefined
}

export interface AccountBalance {
  /** In an active account at least one currency, even if nothing is in it. */
  currencies: CurrencyBalance[]
  /** That the money is safe while payouts are stopped. */
  safe: string | undefined
  /** Whether money waits for the next payout of the schedule. */
  waits: boolean
}

/** @returns undefined when Stripe does not answer in time, and before the account can have any money */
export async function accountBalance(
  context: Context,
  row: StripeAccountRow,
): Promise<AccountBalance | undefined> {
  return ifSoon(context, row, () => ask(context, row))
}

async function ask({ services, messages }: Context, row: StripeAccountRow): Promise<AccountBalance> {
  const { status, stripeid, stripeObject: account } = row
  const balances = await balanceOf(services, stripeid)
  const coming = balances.some(({ pending }) => pending !== 0)
    ? await pendingOf(services.stripe, stripeid)
    : []
  const { schedule, debit_negative_balances: debits } = account.settings?.payouts ?? {}
  const stopped = isStopped(account)
  const positive = balances.filter(({ available, pending }) => available + pending > 0)
  const empty = { currency: account.default_currency ?? 'usd', available: 0, pending: 0 }
  const shown = balances.length === 0 && status === 'active' ? [empty] : balances
  return {
    currencies: shown.map((balance) => inLines(messages, balance, coming, debits === true)),
    safe:
      stopped && status !== 'rejected' && positive.length > 0
        ? messages.text('money.safe', {
            sums: totalsInWords(messages, positive),
            count: positive.length,
          })
        : undefined,
    waits: !stopped && schedule?.interval !== 'manual' && balances.some(({ available }) => available > 0),
  }
}

/** A failed payout stops those to its bank account, even before Stripe stops all of them. */
function isStopped({ payouts_enabled, external_accounts }: Stripe.Account): boolean {
  return !payouts_enabled || (external_accounts?.data ?? []).some(({ status }) => status === 'errored')
}

/** Without these, the balance is shown without days. */
async function pendingOf(stripe: Stripe, stripeid: string): Promise<Stripe.BalanceTransaction[]> {
  try {
    const { data } = await stripe.balanceTransactions.list({ limit: NEWEST }, { stripeAccount: stripeid })
    return data.filter(({ status }) => status === 'pending')
  } catch (error) {
    if (isStripeError(error)) return []
    throw error
  }
}

function inLines(
  messages: Translator,
  { currency, available, pending }: Balance,
  coming: readonly Stripe.BalanceTransaction[],
  debits: boolean,
): CurrencyBalance {
  const lines = [{ label: messages.text('money.available'), amount: available }]
  if (pending !== 0) {
    const ofCurrency = coming.filter((transaction) => transaction.currency === currency)
    lines.push(...byDay(messages, pending, ofCurrency))
  }
  const isBelow = available < 0 || available + pending < 0
  return {
    currency,
    lines,
    total: available + pending,
    below: isBelow ? messages.text('money.below', { debits: String(debits) }) : undefined,
  }
}

/** @returns one line without a day unless the transactions are all that is pending */
function byDay(messages: Translator, pending: number, coming: readonly Stripe.BalanceTransaction[]): Line[] {
  if (sumOf(coming) !== pending) return [{ label: messages.text('money.pending'), amount: pending }]
  const days = [...new Set(coming.map(({ available_on }) => dayOf(available_on * 1000)))].sort()
  const listed = days.length > MOST_DAYS ? days.slice(0, MOST_DAYS - 1) : days
  const rest = coming.filter(({ available_on }) => !listed.includes(dayOf(available_on * 1000)))
  const lines = listed.map((day) => ({
    label: messages.text('money.available-on', { date: messages.date(startOf(day)) }),
    amount: sumOf(coming.filter(({ available_on }) => dayOf(available_on * 1000) === day)),
  }))
  return rest.length > 0 ? [...lines, { label: messages.text('money.later'), amount: sumOf(rest) }] : lines
}

function sumOf(transactions: readonly Stripe.BalanceTransaction[]): number {
  return transactions.reduce((sum, { net }) => sum + net, 0)
}
