/**
 * The numbers of a bank account in each country, and how to send them to Stripe.
 *
 * @see https://docs.stripe.com/connect/payouts-bank-accounts
 * @module
 */
import { own } from '../../core/own.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { abaChecksum, clabeChecksum, ibanChecksum } from './checksums.ts'
import { ibanExample } from './iban-examples.ts'
import {
  brazilianBranch,
  filledFrom,
  japanese,
  ofHongKong,
  ofNewZealand,
  withoutIbanWord,
} from './number-readings.ts'

export const BANK_NUMBERS = [
  'account_number',
  'bank_code',
  'branch_code',
  'bsb_number',
  'clearing_code',
  'iban',
  'institution_number',
  'routing_number',
  'sort_code',
  'transit_number',
] as const

export type BankNumberName = (typeof BANK_NUMBERS)[number]

/** What Stripe takes as one number of a bank account, and what people write for it. */
export interface BankNumber {
  /** The name of the input. */
  name: BankNumberName
  label: MessageKey
  /** A number of the right form: Stripe's own test number, and one for live mode, where test numbers would mislead. */
  example: { test: string; live: string }
  /** Tested in upper case, without spaces, dots, dashes, slashes and brackets. */
  pattern: RegExp
  /** How many digits it has, where it has nothing else. */
  digits?: { least: number; most: number }
  /**
   * Turns what people write besides into what the pattern tests, e.g. fills a short number with zeros, as banks do.
   *
   * @param typed with its spaces and signs
   * @param other what was typed for another number of the same account, without groups
   */
  read?: (number: string, typed: string, other: (name: BankNumberName) => string) => string
  checksum?: (number: string) => boolean
  /** Stripe's published test numbers that fail the checksum, which it takes with a test key. */
  testNumber?: RegExp
  /** Numbers of the right form to which no payout can go, and the sentence that says so. */
  unusable?: { pattern: RegExp; refusal: MessageKey }
  /** Another number that may be given apart, although Stripe takes it as the start of this one. */
  startsWith?: BankNumberName
}

export interface BankFormat {
  numbers: readonly BankNumber[]
  /** Makes Stripe's `routing_number` from the numbers above; absent where the account number is enough. */
  routing?: (number: (name: BankNumberName) => string) => string
}

type Example = BankNumber['example']

/** The three numbers that most countries have, under their usual names. */
const of =
  (name: BankNumberName, label: MessageKey) =>
  (pattern: RegExp, test: Example['test'], live: Example['live']): BankNumber => ({
    name,
    label,
    example: { test, live },
    pattern,
  })
const account = of('account_number', 'bank.account-number')
const accountOfDigits = (
  least: number,
  most: number,
  test: Example['test'],
  live: Example['live'],
): BankNumber => ({
  ...account(new RegExp(`^\\d{${least},${most}}$`), test, live),
  digits: { least, most },
})
const bank = of('bank_code', 'bank.bank-code')
const branch = of('branch_code', 'bank.branch-code')
const routing = (label: MessageKey) => of('routing_number', label)

const FORMATS: Record<string, BankFormat> = {
  AU: {
    numbers: [
      of('bsb_number', 'bank.bsb')(/^\d{6}$/, '110000', '062-000'),
      accountOfDigits(5, 9, '000123456', '12345678'),
    ],
    routing: (number) => number('bsb_number'),
  },
  BR: {
    numbers: [
      {
        ...bank(/^\d{3}$/, '110', '341'),
        read: (number) => filledFrom(1, 3)(number.replace(/^0(\d{3})$/, '$1')),
      },
      { ...branch(/^\d{4}$/, '0000', '1234'), read: brazilianBranch },
      account(/^\d{3,19}[\dX]$/, '0001234', '12345-6'),
    ],
    routing: (number) => `${number('bank_code')}-${number('branch_code')}`,
  },
  CA: {
    numbers: [
      of('transit_number', 'bank.transit-number')(/^\d{5}$/, '11000', '12345'),
      {
        ...of('institution_number', 'bank.institution-number')(/^\d{3}$/, '000', '004'),
        // Electronic payments put a zero before it.
        read: (number) => number.replace(/^0(\d{3})$/, '$1'),
      },
      { ...accountOfDigits(7, 12, '000123456789', '1234567'), read: filledFrom(5, 7) },
    ],
    routing: (number) => `${number('transit_number')}-${number('institution_number')}`,
  },
  HK: {
    numbers: [
      of('clearing_code', 'bank.clearing-code')(/^\d{3}$/, '110', '004'),
      branch(/^\d{3}$/, '000', '123'),
      { ...accountOfDigits(6, 16, '000123456', '456789838'), read: ofHongKong },
    ],
    routing: (number) => `${number('clearing_code')}-${number('branch_code')}`,
  },
  IN: {
    numbers: [
      routing('bank.ifsc')(/^[A-Z]{4}0[A-Z\d]{6}$/, 'HDFC0000261', 'SBIN0001234'),
      accountOfDigits(9, 18, '000123456789', '12345678901'),
    ],
    routing: (number) => number('routing_number'),
  },
  JP: {
    numbers: [
      bank(/^\d{4}$/, '1100', '0005'),
      branch(/^\d{3}$/, '000', '123'),
      // https://support.stripe.com/questions/add-a-bank-account-for-payouts-in-japan
      { ...account(/^\d{7}$/, '0001234', '1234567'), read: japanese },
    ],
    routing: (number) => number('bank_code') + number('branch_code'),
  },
  MX: {
    numbers: [
      {
        ...account(/^\d{18}$/, '000000001234567897', '032180000118359719'),
        label: 'bank.clabe',
        checksum: clabeChecksum,
      },
    ],
  },
  MY: {
    numbers: [
      routing('bank.swift')(/^[A-Z]{4}MY[A-Z\d]{2}([A-Z\d]{3})?$/, 'TESTMYKL', 'MBBEMYKL'),
      accountOfDigits(5, 17, '000123456000', '123456789012'),
    ],
    routing: (number) => number('routing_number'),
  },
  NZ: {
    numbers: [
      {
        ...account(/^\d{16}$/, '1100000000000010', '12-3456-7890123-00'),
        read: ofNewZealand,
        startsWith: 'routing_number',
      },
    ],
  },
  SG: {
    numbers: [
      bank(/^\d{4}$/, '1100', '7171'),
      branch(/^\d{3}$/, '000', '012'),
      accountOfDigits(6, 31, '000123456', '0123456789'),
    ],
    routing: (number) => `${number('bank_code')}-${number('branch_code')}`,
  },
  US: {
    numbers: [
      {
        ...routing('bank.routing-number')(/^\d{9}$/, '110000000', '021000021'),
        checksum: abaChecksum,
      },
      accountOfDigits(4, 17, '000123456789', '1234567890'),
    ],
    routing: (number) => number('routing_number'),
  },
}

/** Payouts in sterling use a sort code; payouts to a British bank in other currencies use an IBAN. */
const STERLING: BankFormat = {
  numbers: [
    of('sort_code', 'bank.sort-code')(/^\d{6}$/, '108800', '12-34-56'),
    { ...account(/^\d{8}$/, '00012345', '12345678'), read: filledFrom(6, 8) },
  ],
  routing: (number) => number('sort_code'),
}

/**
 * Switzerland and Liechtenstein print a QR-IBAN on invoices: its bank code is from 30000 to 31999. Banks refuse a payment to it
 * without the reference of an invoice, which a payout does not have.
 *
 * @see https://www.iso-20022.ch/lexikon/qr-iban/
 */
const QR_IBAN = { pattern: /^(CH|LI)\d{2}3[01]\d{3}/, refusal: 'refusal.iban-qr' } as const

/** Stripe has a test number for the Emirates. Its German one it takes with the code of every other country. */
function testIban(country: string): string {
  return country === 'AE' ? 'AE07 0331 2345 6789 0123 456' : `${country}89 3704 0044 0532 0130 00`
}

function ibanFormat(country: string): BankFormat {
  return {
    numbers: [
      {
        name: 'iban',
        label: 'bank.iban',
        example: { test: testIban(country), live: ibanExample(country) },
        pattern: new RegExp(`^${country}\\d{2}[A-Z\\d]{10,30}$`),
        read: withoutIbanWord,
        checksum: ibanChecksum,
        unusable: QR_IBAN,
        // https://docs.stripe.com/connect/testing#account-numbers
        testNumber: new RegExp(`^${country}(62|89)37040044053201300[0-5]$`),
      },
    ],
  }
}

/** @param currency in lower case */
export function bankFormat(country: string, currency: string): BankFormat {
  if (country === 'GB' && currency === 'gbp') return STERLING
  return own(FORMATS, country) ?? ibanFormat(country)
}
