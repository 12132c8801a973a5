/**
 * The numbers of a bank account in each country, and how to send them to Stripe.
 *
 * @see https://docs.stripe.com/connect/payouts-bank-accounts
 * @module
 */
import type { MessageKey } from '../../messages/sentences.ts'
import { abaChecksum, clabeChecksum, ibanChecksum } from './checksums.ts'
import { ibanExample } from './iban-examples.ts'

export type BankNumberName =
  | 'account_number'
  | 'bank_code'
  | 'branch_code'
  | 'bsb_number'
  | 'clearing_code'
  | 'iban'
  | 'institution_number'
  | 'routing_number'
  | 'sort_code'
  | 'transit_number'

export interface BankNumber {
  /** The name of the input. */
  name: BankNumberName
  label: MessageKey
  /** A number of the right form. Stripe's test mode takes it, unless it is an IBAN. */
  example: string
  /** Tested in upper case, without spaces, dots, dashes, slashes and brackets. */
  pattern: RegExp
  /** Tested in live mode only: some of Stripe's test numbers fail it. */
  checksum?: (number: string) => boolean
}

export interface BankFormat {
  numbers: readonly BankNumber[]
  /** Makes Stripe's `routing_number` from the numbers above; absent where the account number is enough. */
  routing?: (number: (name: BankNumberName) => string) => string
}

const account = (pattern: RegExp, example: string): BankNumber => ({
  name: 'account_number',
  label: 'bank.account-number',
  example,
  pattern,
})

const bank = (pattern: RegExp, example: string): BankNumber => ({
  name: 'bank_code',
  label: 'bank.bank-code',
  example,
  pattern,
})

const branch = (pattern: RegExp, example: string): BankNumber => ({
  name: 'branch_code',
  label: 'bank.branch-code',
  example,
  pattern,
})

const routing = (label: MessageKey, pattern: RegExp, example: string): BankNumber => ({
  name: 'routing_number',
  label,
  example,
  pattern,
})

const FORMATS: Record<string, BankFormat> = {
  AU: {
    numbers: [
      { name: 'bsb_number', label: 'bank.bsb', example: '110000', pattern: /^\d{6}$/ },
      account(/^\d{4,9}$/, '000123456'),
    ],
    routing: (number) => number('bsb_number'),
  },
  BR: {
    numbers: [bank(/^\d{3}$/, '110'), branch(/^\d{4,5}$/, '0000'), account(/^[\dX]{1,13}$/, '0001234')],
    routing: (number) => `${number('bank_code')}-${number('branch_code')}`,
  },
  CA: {
    numbers: [
      { name: 'transit_number', label: 'bank.transit-number', example: '11000', pattern: /^\d{5}$/ },
      { name: 'institution_number', label: 'bank.institution-number', example: '000', pattern: /^\d{3}$/ },
      account(/^\d{5,12}$/, '000123456789'),
    ],
    routing: (number) => `${number('transit_number')}-${number('institution_number')}`,
  },
  HK: {
    numbers: [
      { name: 'clearing_code', label: 'bank.clearing-code', example: '110', pattern: /^\d{3}$/ },
      branch(/^\d{3}$/, '000'),
      account(/^\d{6,12}$/, '000123456'),
    ],
    routing: (number) => `${number('clearing_code')}-${number('branch_code')}`,
  },
  IN: {
    numbers: [
      routing('bank.ifsc', /^[A-Z]{4}0[A-Z\d]{6}$/, 'HDFC0000261'),
      account(/^\d{6,18}$/, '000123456789'),
    ],
    routing: (number) => number('routing_number'),
  },
  JP: {
    numbers: [bank(/^\d{4}$/, '1100'), branch(/^\d{3}$/, '000'), account(/^\d{4,8}$/, '0001234')],
    routing: (number) => number('bank_code') + number('branch_code'),
  },
  MX: {
    numbers: [
      {
        ...account(/^\d{18}$/, '000000001234567897'),
        label: 'bank.clabe',
        checksum: clabeChecksum,
      },
    ],
  },
  MY: {
    numbers: [
      routing('bank.swift', /^[A-Z]{6}[A-Z\d]{2}([A-Z\d]{3})?$/, 'TESTMYKL'),
      account(/^\d{5,17}$/, '000123456000'),
    ],
    routing: (number) => number('routing_number'),
  },
  NZ: { numbers: [account(/^\d{15,16}$/, '1100000000000010')] },
  SG: {
    numbers: [bank(/^\d{4}$/, '1100'), branch(/^\d{3}$/, '000'), account(/^\d{6,14}$/, '000123456')],
    routing: (number) => `${number('bank_code')}-${number('branch_code')}`,
  },
  US: {
    numbers: [
      { ...routing('bank.routing-number', /^\d{9}$/, '110000000'), checksum: abaChecksum },
      account(/^\d{4,17}$/, '000123456789'),
    ],
    routing: (number) => number('routing_number'),
  },
}

/** Payouts in sterling use a sort code; payouts to a British bank in other currencies use an IBAN. */
const STERLING: BankFormat = {
  numbers: [
    { name: 'sort_code', label: 'bank.sort-code', example: '108800', pattern: /^\d{6}$/ },
    account(/^\d{6,8}$/, '00012345'),
  ],
  routing: (number) => number('sort_code'),
}

function ibanFormat(country: string): BankFormat {
  return {
    numbers: [
      {
        name: 'iban',
        label: 'bank.iban',
        example: ibanExample(country),
        pattern: new RegExp(`^${country}\\d{2}[A-Z\\d]{10,30}$`),
        checksum: ibanChecksum,
      },
    ],
  }
}

/** @param currency in lower case */
export function bankFormat(country: string, currency: string): BankFormat {
  if (country === 'GB' && currency === 'gbp') return STERLING
  return FORMATS[country] ?? ibanFormat(country)
}
