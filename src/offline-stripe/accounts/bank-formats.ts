/**
 * The format of bank account numbers in each country (https://docs.stripe.com/connect/payouts-bank-accounts#formats).
 *
 * Some of Stripe's own test numbers, such as DE89370400440532013002, have wrong check digits, and so does the German test number
 * with another country's code, which Stripe accepts.
 *
 * @module
 */

export interface BankFormat {
  /** The account number, without separators. */
  account: RegExp
  /** The number of the bank or branch, without separators; absent when the account number includes it. */
  routing?: RegExp
  /** Whether the account number's check digits are right. */
  checks?: (account: string) => boolean
}

/** What follows an IBAN's check digits: `n` digits, `a` capital letters, `c` either (https://www.swift.com/resource/iban-registry-pdf). */
const IBANS: Record<string, string> = {
  AE: 'n19',
  AT: 'n16',
  BE: 'n12',
  BG: 'a4n6c8',
  CH: 'n5c12',
  CY: 'n8c16',
  CZ: 'n20',
  DE: 'n18',
  DK: 'n14',
  EE: 'n16',
  ES: 'n20',
  FI: 'n14',
  FR: 'n10c11n2',
  GB: 'a4n14',
  GR: 'n7c16',
  HU: 'n24',
  IE: 'a4n14',
  IT: 'a1n10c12',
  LT: 'n16',
  LU: 'n3c13',
  LV: 'a4c13',
  MT: 'a4n5c18',
  NL: 'a4n10',
  NO: 'n11',
  PL: 'n24',
  PT: 'n21',
  RO: 'a4c16',
  SE: 'n20',
  SI: 'n15',
  SK: 'n20',
}

const CHARACTERS: Record<string, string> = { n: '\\d', a: '[A-Z]', c: '[A-Z\\d]' }

/** Stripe's German test numbers after the country code. Stripe accepts them with the code of every IBAN country. */
export const TEST_IBAN = /^[A-Z]{2}(62|89)37040044053201300[0-5]$/

const FORMATS: Record<string, BankFormat> = {
  AU: { routing: /^\d{6}$/, account: /^\d{5,9}$/ },
  BR: { routing: /^\d{7}$/, account: /^\d{3,19}[\dX]$/i },
  CA: { routing: /^\d{8}$/, account: /^\d{7,12}$/ },
  GB: { routing: /^\d{6}$/, account: /^\d{8}$/ },
  HK: { routing: /^\d{6}$/, account: /^\d{6,16}$/ },
  IN: { routing: /^[A-Z]{4}0[A-Z\d]{6}$/i, account: /^\d{9,18}$/ },
  // https://support.stripe.com/questions/add-a-bank-account-for-payouts-in-japan
  JP: { routing: /^\d{7}$/, account: /^\d{7}$/ },
  MX: { account: /^\d{18}$/, checks: isClabe },
  MY: { routing: /^[A-Z]{4}MY[A-Z\d]{2}([A-Z\d]{3})?$/i, account: /^\d{5,17}$/ },
  NZ: { account: /^\d{15,16}$/ },
  SG: { routing: /^\d{7}$/, account: /^\d{6,31}$/ },
  US: { routing: /^\d{9}$/, account: /^\d{4,17}$/ },
}

/**
 * The format of a country's bank accounts; undefined when Stripe cannot pay to any. In the United Kingdom, accounts in other
 * currencies than the pound have an IBAN.
 */
export function bankFormat(country: string, currency: string): BankFormat | undefined {
  const local = FORMATS[country]
  if (local && !(country === 'GB' && currency !== 'gbp')) return local
  const structure = IBANS[country]
  if (structure === undefined) return undefined
  const rest = structure.replace(
    /([nac])(\d+)/g,
    (_, kind: string, count: string) => `${CHARACTERS[kind]}{${count}}`,
  )
  return {
    account: new RegExp(`^${country}((62|89)37040044053201300[0-5]|\\d{2}${rest})$`),
    checks: (iban) => TEST_IBAN.test(iban) || isIban(iban),
  }
}

/** Whether the number modulo 97 is 1, with its first four characters at the end and letters as numbers from 10. */
function isIban(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4)
  return BigInt(moved.replace(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)))) % 97n === 1n
}

/** Whether the last of 18 digits fits the others (https://en.wikipedia.org/wiki/CLABE#Control_digit). */
function isClabe(number: string): boolean {
  const weights = [3, 7, 1]
  const sum = [...number.slice(0, 17)].reduce(
    (total, digit, index) => total + ((Number(digit) * (weights[index % 3] ?? 0)) % 10),
    0,
  )
  return Number(number[17]) === (10 - (sum % 10)) % 10
}

/**
 * The account number as Stripe keeps it. New Zealand's bank and branch may be given as a routing number, and the last part of
 * its numbers with two digits or three.
 */
export function wholeNumber(country: string, routing: string, account: string): string {
  if (country !== 'NZ') return account
  return `${routing}${account}`.replace(/^(\d{13})(\d{2})$/, '$10$2')
}

/** Whether a routing number in the United States has the right ninth digit (https://www.aba.com/routing-number). */
export function isAbaNumber(routing: string): boolean {
  const weights = [3, 7, 1, 3, 7, 1, 3, 7, 1]
  const sum = [...routing].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0)
  return /^\d{9}$/.test(routing) && !/^0+$/.test(routing) && sum % 10 === 0
}
