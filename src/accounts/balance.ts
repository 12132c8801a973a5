/**
 * The money that Stripe holds for an account. Stripe is asked each time, because no event tells of every change.
 *
 * @see https://docs.stripe.com/connect/account-balances
 * @module
 */
import type { Context, Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import type { Translator } from '../messages/translator.ts'
import { isGone, isStripeError, toConnectError, whatWentWrong } from '../stripe/errors.ts'
import { timeLeft, waitingAtMost } from '../stripe/patience.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/** Milliseconds that a page waits for what it can do without. */
const PATIENCE = 2_000

/** Amounts in the currency's minor unit. They can be negative, after a refund for example. */
export interface Balance {
  currency: string
  available: number
  pending: number
}

/**
 * An account's balance in each currency in which it is not zero.
 *
 * @throws Stripe's errors
 * @example
 * await balanceOf(services, stripeid) // [{ currency: 'eur', available: 5000, pending: 7000 }]
 */
export async function balanceOf({ stripe }: Services, stripeid: string): Promise<Balance[]> {
  const { available, pending } = await stripe.balance.retrieve({}, { stripeAccount: stripeid })
  const sum = (parts: typeof available, currency: string) =>
    parts.reduce((total, part) => (part.currency === currency ? total + part.amount : total), 0)
  return [...new Set([...available, ...pending].map(({ currency }) => currency))]
    .map((currency) => ({
      currency,
      available: sum(available, currency),
      pending: sum(pending, currency),
    }))
    .filter((balance) => balance.available !== 0 || balance.pending !== 0)
}

/**
 * Stripe refuses to delete an account with money in live mode. In test mode it deletes the money, too.
 *
 * @param isAccepted whether the account is deleted all the same; it gets the balance in words
 * @throws ConnectError `balance-not-zero` (409) with the balance in the problem's values; also when Stripe does not answer
 * @see https://docs.stripe.com/api/accounts/delete
 */
export async function refuseWhileMoneyIsLeft(
  { services, messages }: Context,
  stripeid: string,
  isAccepted: (sums: string) => boolean = () => false,
): Promise<void> {
  const left = await balanceLeft(services, stripeid)
  const sums = totalsInWords(messages, left)
  if (left.length === 0 || isAccepted(sums)) return
  throw new ConnectError('balance-not-zero', { status: 409, values: { sums } })
}

/** An account that Stripe no longer has, after an interrupted deletion for example, has no money left. */
async function balanceLeft(services: Services, stripeid: string): Promise<Balance[]> {
  try {
    return await balanceOf(services, stripeid)
  } catch (error) {
    if (isGone(error)) return []
    throw toConnectError(error)
  }
}

/**
 * What a page says about an account's money only if Stripe answers soon.
 *
 * @returns undefined when Stripe does not answer in time, or refuses, and before an account can have money
 */
export async function ifSoon<T>(
  { log }: Context,
  { status, stripeid }: StripeAccountRow,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  if (status === 'new' || status === 'unfinished') return undefined
  try {
    return await waitingAtMost(Math.min(PATIENCE, timeLeft()), ask)
  } catch (error) {
    if (!isStripeError(error)) throw error
    log.warn({ stripeid, reason: whatWentWrong(error) }, 'a page is shown without the balance')
    return undefined
  }
}

/** @example totalsInWords(messages, balances) // '€120.00 and ¥7,800' */
export function totalsInWords(messages: Translator, balances: readonly Balance[]): string {
  const totals = balances.map(({ currency, available, pending }) =>
    messages.money(available + pending, currency),
  )
  return messages.list(totals)
}
