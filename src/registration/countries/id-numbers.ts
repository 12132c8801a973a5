/**
 * The national id number of each country: its name there and its format.
 * A checksum is tested only if its rule is published. For a country that is not listed, 4 to 20 letters and digits will do.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-individual-id_number
 * @module
 */

import { withAndWithoutLabel, withoutGroups } from '../../core/plain-characters.ts'
import type { MessageKey } from '../../messages/sentences.ts'

export interface IdNumber {
  /** The country's own name for it. */
  label: MessageKey
  /** A number of the right form that belongs to nobody. */
  example: string
  /** Tested in upper case, without spaces, dots, dashes, slashes and brackets. */
  pattern: RegExp
  checksum: (number: string) => boolean
}

const noChecksum = () => true

/** The digits of a number, without its other characters. */
function digits(number: string): number[] {
  return [...number.replace(/\D/g, '')].map(Number)
}

/** @see https://en.wikipedia.org/wiki/Luhn_algorithm */
function luhn(number: string): boolean {
  const sum = digits(number)
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2))
    .reduce((total, digit) => total + digit, 0)
  return sum % 10 === 0
}

/** Has two check digits, each made from all digits before it. @see https://pt.wikipedia.org/wiki/Cadastro_de_Pessoas_F%C3%ADsicas */
function cpf(number: string): boolean {
  const all = digits(number)
  if (all.every((digit) => digit === all[0])) return false
  return [9, 10].every((length) => {
    const sum = all.slice(0, length).reduce((total, digit, at) => total + digit * (length + 1 - at), 0)
    return ((sum * 10) % 11) % 10 === all[length]
  })
}

/** @see https://en.wikipedia.org/wiki/Hong_Kong_identity_card#Check_digit */
function hkid(number: string): boolean {
  const value = (character: string) => (character === ' ' ? 36 : Number.parseInt(character, 36))
  const body = number.slice(0, -1).padStart(8, ' ')
  const sum = [...body].reduce((total, character, at) => total + value(character) * (9 - at), 0)
  return (sum + value(number.slice(-1))) % 11 === 0
}

/** NRIC and FIN. @see https://en.wikipedia.org/wiki/National_Registration_Identity_Card#Structure_of_the_NRIC_number/FIN */
function nric(number: string): boolean {
  const [prefix = ''] = number
  const offset = { T: 4, G: 4, M: 3 }[prefix] ?? 0
  const weights = [2, 7, 6, 5, 4, 3, 2]
  const sum = digits(number).reduce((total, digit, at) => total + digit * (weights[at] ?? 0), offset)
  if (prefix === 'M') return 'KLJNPQRTUWX'[10 - (sum % 11)] === number.slice(-1)
  return ('ST'.includes(prefix) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11] === number.slice(-1)
}

/** The letter follows from the digits; of a foreigner's NIE, from its first letter, too. @see https://en.wikipedia.org/wiki/DNI_(Spain) */
function dni(number: string): boolean {
  const value = Number(number.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[value % 23] === number.slice(-1)
}

/** Letters and digits at odd places count by this table. @see https://en.wikipedia.org/wiki/Italian_fiscal_code#Fiscal_code_generation */
const AT_ODD_PLACES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

function codiceFiscale(number: string): boolean {
  const value = (character: string) =>
    /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 'A'.charCodeAt(0)
  const sum = [...number.slice(0, -1)]
    .map(value)
    .reduce((total, at, place) => total + (place % 2 === 0 ? (AT_ODD_PLACES[at] ?? 0) : at), 0)
  return sum % 26 === value(number.slice(-1))
}

/** Stripe does not publish what it takes where it names no number. */
const ANY_NUMBER = /^[\p{L}\d]{4,20}$/u

const ID_NUMBERS: Record<string, IdNumber> = {
  AE: { label: 'id-number.ae', example: '784-1990-1234567-1', pattern: /^784\d{12}$/, checksum: noChecksum },
  BR: { label: 'id-number.br', example: '123.456.789-09', pattern: /^\d{11}$/, checksum: cpf },
  CA: { label: 'id-number.ca', example: '046 454 286', pattern: /^\d{9}$/, checksum: luhn },
  DE: { label: 'id-number.de', example: '86 095 742 719', pattern: ANY_NUMBER, checksum: noChecksum },
  ES: { label: 'id-number.es', example: '00000000T', pattern: /^[XYZ\d]\d{7}[A-Z]$/, checksum: dni },
  HK: { label: 'id-number.hk', example: 'A123456(3)', pattern: /^[A-Z]{1,2}\d{6}[\dA]$/, checksum: hkid },
  // The fourth letter says what holds the number: P is a person.
  IN: {
    label: 'id-number.in',
    example: 'ABCPE1234F',
    pattern: /^[A-Z]{3}P[A-Z]\d{4}[A-Z]$/,
    checksum: noChecksum,
  },
  IT: {
    label: 'id-number.it',
    example: 'RSSMRA70A01H501S',
    pattern: /^[A-Z]{6}[\dA-Z]{2}[A-Z][\dA-Z]{2}[A-Z][\dA-Z]{3}[A-Z]$/,
    checksum: codiceFiscale,
  },
  // XAXX010101000 and XEXX010101000 stand on invoices to anybody.
  MX: {
    label: 'id-number.mx',
    example: 'GODE561231GR8',
    pattern: /^(?!X[AE]XX010101000)[A-ZÑ&]{4}\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z\d]{3}$/,
    checksum: noChecksum,
  },
  MY: {
    label: 'id-number.my',
    example: '900101-14-1234',
    pattern: /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6}$/,
    checksum: noChecksum,
  },
  SG: { label: 'id-number.sg', example: 'S1234567D', pattern: /^[STFGM]\d{7}[A-Z]$/, checksum: nric },
  // No Social Security number begins with 000, 666 or 9, or has only zeros in a group; a taxpayer number (ITIN) begins with 9.
  // https://www.ssa.gov/employer/randomizationfaqs.html https://www.irs.gov/pub/irs-pdf/p1915.pdf
  US: {
    label: 'id-number.us',
    example: '123-45-6789',
    pattern: /^((?!000|666|9)\d{3}(?!00)\d{2}|9\d{2}(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9]))(?!0000)\d{4}$/,
    checksum: noChecksum,
  },
}

const UNKNOWN: IdNumber = {
  label: 'id-number.other',
  example: '',
  pattern: ANY_NUMBER,
  checksum: noChecksum,
}

/** All zeros, ones or twos. @see https://docs.stripe.com/connect/testing#test-personal-id-numbers */
const TEST_NUMBER = /^([012])\1{3,19}$/

/** The same in the country's format, with letters around them. */
const TEST_DIGITS = /^[A-Z]*([012])\1{3,}[A-Z]*$/

/**
 * Numbers that people give instead, because they know them better or because their business has one.
 *
 * @see https://en.wikipedia.org/wiki/Unique_Population_Registry_Code
 * @see https://en.wikipedia.org/wiki/VAT_identification_number
 */
const MISTAKEN: Record<string, { name: string; pattern: RegExp }> = {
  BR: { name: 'CNPJ', pattern: /^[A-Z\d]{12}\d{2}$/ },
  ES: { name: 'NIF de empresa', pattern: /^(ES)?[A-HJNP-SUVW]\d{7}[A-J\d]$/ },
  IT: { name: 'partita IVA', pattern: /^(IT)?\d{11}$/ },
  MX: { name: 'CURP', pattern: /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/ },
}

/** The number of a business in the United States has as many digits as that of a person, and another dash. */
const EIN = /^\s*\d{2}-\d{7}\s*$/

function isEin(country: string, typed: string): boolean {
  return country === 'US' && withAndWithoutLabel(typed).some((number) => EIN.test(number))
}

/** The name of the number that this is instead of the country's id number of a person. */
export function mistakenFor(country: string, typed: string): string | undefined {
  if (isEin(country, typed)) return 'business number (EIN)'
  const mistaken = MISTAKEN[country]
  return mistaken?.pattern.test(withoutGroups(typed)) ? mistaken.name : undefined
}

/** Whether this is the PAN of a company or another holder that is no person. */
export function isPanOfAnother(typed: string): boolean {
  return /^[A-Z]{3}[^P][A-Z]\d{4}[A-Z]$/.test(withoutGroups(typed))
}

/** Whether a number is like one of the country's, and only its check digit is wrong. */
export function isMistypedIdNumber(country: string, typed: string): boolean {
  const { pattern, checksum } = idNumberOf(country)
  return withAndWithoutLabel(typed)
    .map(withoutGroups)
    .some((number) => pattern.test(number) && !checksum(number))
}

export function idNumberOf(country: string): IdNumber {
  return ID_NUMBERS[country] ?? UNKNOWN
}

/**
 * @param test whether Stripe's test numbers are accepted
 * @returns the number as Stripe takes it, or undefined when this country has no such number
 * @example
 * readIdNumber('BR', '123.456.789-09', false) // '12345678909'
 */
export function readIdNumber(country: string, typed: string, test: boolean): string | undefined {
  if (isEin(country, typed)) return undefined
  const { pattern, checksum } = idNumberOf(country)
  const isGood = (number: string) =>
    (test && TEST_NUMBER.test(number)) ||
    (pattern.test(number) && (checksum(number) || (test && TEST_DIGITS.test(number))))
  return withAndWithoutLabel(typed).map(withoutGroups).find(isGood)
}
