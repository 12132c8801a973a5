/**
 * The format of bank account numbers in each country (https://docs.stripe.com/connect/payouts-bank-accounts#formats).
 *
 * The check digits of an IBAN are not verified. Some of Stripe's own test numbers, such as DE89370400440532013002, have wrong
 * ones, and so does the German test number with another country's code, which Stripe accepts.
 *
 * @module
 */

export interface BankFormat {
  /** The account number, without separators. */
  account: RegExp
  /** The number of the bank or branch, without separators; absent when the account number includes it. */
  routing?: RegExp
}

const IBAN_LENGTHS: Record<string, number> = {
  AE: 23,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HU: 28,
  IE: 22,
  IT: 27,
  LT: 20,
  LU: 20,
  LV: 21,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
}

/** Stripe's German test numbers after the country code. Stripe accepts them with the code of every IBAN country. */
const TEST_IBAN = '\\d{2}37040044053201300\\d'

const FORMATS: Record<string, BankFormat> = {
  AU: { routing: /^\d{6}$/, account: /^\d{5,9}$/ },
  BR: { routing: /^\d{7}$/, account: /^[\dX]{4,13}$/i },
  CA: { routing: /^\d{8}$/, account: /^\d{7,12}$/ },
  GB: { routing: /^\d{6}$/, account: /^\d{8}$/ },
  HK: { routing: /^\d{6}$/, account: /^\d{6,12}$/ },
  IN: { routing: /^[A-Z]{4}0[A-Z\d]{6}$/i, account: /^\d{9,18}$/ },
  JP: { routing: /^\d{7}$/, account: /^\d{6,8}$/ },
  MX: { account: /^\d{18}$/ },
  MY: { routing: /^[A-Z]{6}[A-Z\d]{2}([A-Z\d]{3})?$/i, account: /^\d{5,17}$/ },
  NZ: { account: /^\d{15,16}$/ },
  SG: { routing: /^\d{7}$/, account: /^\d{6,14}$/ },
  US: { routing: /^\d{9}$/, account: /^\d{4,17}$/ },
}

/**
 * The format of a country's bank accounts; undefined when Stripe cannot pay to any. In the United Kingdom, accounts in other
 * currencies than the pound have an IBAN.
 */
export function bankFormat(country: string, currency: string): BankFormat | undefined {
  const local = FORMATS[country]
  if (local && !(country === 'GB' && currency !== 'gbp')) return local
  const length = IBAN_LENGTHS[country]
  if (length === undefined) return undefined
  const account = new RegExp(`^${country}(${TEST_IBAN}|\\d{2}[A-Z\\d]{${length - 4}})$`)
  return { account }
}

/** Whether a routing number in the United States has the right ninth digit (https://www.aba.com/routing-number). */
export function isAbaNumber(routing: string): boolean {
  const weights = [3, 7, 1, 3, 7, 1, 3, 7, 1]
  const sum = [...routing].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0)
  return /^\d{9}$/.test(routing) && sum % 10 === 0
}
