/**
 * Decides which payouts fail, by Stripe's test account numbers (https://docs.stripe.com/connect/testing#account-numbers).
 *
 * @module
 */

import { debitCard } from '../accounts/debit-cards.ts'

/** Why a bank refused a payout (https://docs.stripe.com/api/payouts/failures). */
export interface PayoutFailure {
  code: string
  message: string
}

/** The numbers of most countries differ in leading zeros only; Mexico's end in a check digit, and IBANs in a serial number. */
const FAILURES: [numbers: RegExp, failure: PayoutFailure][] = [
  [
    /^0*(1{7,8}6|1{11}7|PT23000201231234567890155|[A-Z]{2}\d{2}370400440532013001)$/,
    {
      code: 'no_account',
      message:
        'The bank account details on file are probably incorrect. No bank account could be located with those details.',
    },
  ],
  [
    /^0*(1{7,8}3|1{10}33|[A-Z]{2}\d{2}370400440532013002)$/,
    { code: 'account_closed', message: 'The bank account has been closed.' },
  ],
  [
    /^0*(2{7,8}7|2{11}4|[A-Z]{2}\d{2}370400440532013003)$/,
    {
      code: 'insufficient_funds',
      message: 'Your Stripe account has insufficient funds to cover the payout.',
    },
  ],
  [
    /^0*(3{7,8}5|3{11}1|[A-Z]{2}\d{2}370400440532013004)$/,
    { code: 'debit_not_authorized', message: 'Debit transactions are not approved on your bank account.' },
  ],
  [
    /^0*(4{7,8}0|4{11}8|[A-Z]{2}\d{2}370400440532013005)$/,
    {
      code: 'invalid_currency',
      message: 'The bank was unable to process this payout because of its currency.',
    },
  ],
]

/** The failure of every payout to a failing debit card. */
const CARD_FAILURE: PayoutFailure = {
  code: 'could_not_process',
  message: 'The bank could not process this payout.',
}

/**
 * Why payouts to an account or card number fail; undefined when they arrive.
 *
 * @example
 * payoutFailure('000111111116')?.code // 'no_account'
 */
export function payoutFailure(accountNumber: string): PayoutFailure | undefined {
  if (debitCard(accountNumber)?.fails) return CARD_FAILURE
  return FAILURES.find(([numbers]) => numbers.test(accountNumber))?.[1]
}
