/**
 * The bank account numbers that Stripe takes in test mode. It refuses every other, so that nobody types a real one
 * (https://docs.stripe.com/connect/testing#account-numbers).
 *
 * @module
 */
import { payoutFailure } from '../money/payout-failures.ts'
import { TEST_IBAN } from './bank-formats.ts'
import { testBankAccount } from './test-answers.ts'

/** Stripe's test number for a bank without instant payouts. */
export const NOT_INSTANT = '000888888883'

/** The offline Stripe's own test number for `bank_account_unusable`: Stripe has none for that. */
export const UNUSABLE = '000999999990'

/** Stripe's test numbers for proof of whose a bank account is. */
const TO_BE_PROVEN = ['000999999991', '000999999992']

/** @param number without separators */
export function isTestNumber(country: string, number: string): boolean {
  return (
    number === usualTestNumber(country) ||
    TEST_IBAN.test(number) ||
    [NOT_INSTANT, UNUSABLE, ...TO_BE_PROVEN].includes(number) ||
    payoutFailure(number) !== undefined
  )
}

/** The number of a bank account in the country whose payouts arrive. */
export function usualTestNumber(country: string): string {
  return testBankAccount(country).account_number
}
