/**
 * Reads the bank details from a posted form, and finds all mistakes at once.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { ConnectError, type Problem } from '../../core/errors.ts'
import { withAndWithoutLabel, withoutGroups } from '../../core/plain-characters.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Translator } from '../../messages/translator.ts'
import { textOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/route.ts'
import { parseKanaHolder } from '../fields/kana.ts'
import { isFarTooLong, type Parsed, parseText, plainName, type Refusal, tooLong } from '../fields/parse.ts'
import { wordsFor } from '../words.ts'
import {
  BANK_NUMBERS,
  type BankFormat,
  type BankNumber,
  type BankNumberName,
  bankFormat,
} from './bank-formats.ts'
import type { BankPlaces } from './bank-places.ts'
import { ibanChecksum, ibanLength } from './checksums.ts'
import type { BankPlace } from './drawn-place.ts'
import { withoutIbanWord } from './number-readings.ts'

export type BankAccountDetails = Stripe.AccountUpdateParams.BankAccount

export interface BankReading {
  places: BankPlaces
  /** Whether Stripe's published test numbers are accepted. */
  test: boolean
  messages: Translator
  /** Whether numbers that the bank does not have are refused. */
  strict?: boolean
}

/** The most characters of a holder's name. */
const LONGEST_HOLDER = 150

/** The most characters of a number, with the spaces that banks put into it. */
const LONGEST_NUMBER = 42

const HOLDER = 'account_holder_name'
const CHOICES = ['account_holder_type', 'country', 'currency'] as const

/** Kinds of account holder. */
export const HOLDER_TYPES = ['individual', 'company'] as const

/**
 * @returns Stripe's `external_account` parameter, or everything that is wrong with what was posted
 * @example
 * readBankAccount(reading, { country: 'GB', currency: 'gbp', sort_code: '10-88-00', account_number: '00012345', ... })
 */
export function readBankAccount(
  { places, test, messages, strict = false }: BankReading,
  values: FormValues,
): BankAccountDetails | Problem[] {
  const { text, lengthRefusal } = readTexts(values)
  const currency = text('currency').toLowerCase()
  const country = countryOf(places, currency, text('country').toUpperCase(), text('iban'))
  const holder = readHolder(country, text(HOLDER))
  const holderType = HOLDER_TYPES.find((type) => type === text('account_holder_type'))

  const problems: Problem[] = []
  const refuse = (field: string, { refusal, values: given }: Refusal, noun: string, code = field) =>
    problems.push({ code: `invalid-${code}`, field, message: messages.text(refusal, { noun, ...given }) })
  const the = (key: MessageKey) => wordsFor(messages, key, 'noun.the').noun
  if (!places.supportsCurrency(currency))
    refuse('currency', { refusal: 'refusal.choose' }, the('bank.currency'))
  if (!country) refuse('country', { refusal: 'refusal.choose' }, the('bank.country'))
  const refusedHolder = lengthRefusal(HOLDER) ?? ('refusal' in holder ? holder : undefined)
  if (refusedHolder) {
    const name = the('bank.holder-name')
    // Most Japanese banks keep their customers' names in katakana.
    const isKana = country === 'JP' && refusedHolder.refusal !== 'refusal.kana-holder'
    refuse(HOLDER, refusedHolder, isKana ? messages.text('label.kana', { label: name }) : name)
  }
  if (!holderType) refuse('account_holder_type', { refusal: 'refusal.choose' }, the('bank.holder-type'))

  // The country decides which numbers a bank account has.
  const format: BankFormat = country ? bankFormat(country, currency) : { numbers: [] }
  const numbers = new Map(format.numbers.map((number) => [number.name, readNumber(number, text)]))
  for (const number of format.numbers) {
    const refusal =
      lengthRefusal(number.name) ??
      refusalOf(number, numbers.get(number.name) ?? '', currency, { places, test, messages })
    const { noun } = wordsFor(messages, number.label)
    if (refusal) refuse(number.name, refusal, noun, `external_account.${number.name}`)
    const { startsWith } = number
    const longStart = startsWith && lengthRefusal(startsWith)
    if (longStart) refuse(startsWith, longStart, startsWith, `external_account.${startsWith}`)
  }
  if (strict && country)
    for (const name of otherNumbers(format).filter((other) => text(other) !== '' || lengthRefusal(other)))
      refuse(name, { refusal: 'refusal.unasked' }, name, `external_account.${name}`)
  if (country && places.supportsCurrency(currency) && !places.supports(country, currency)) {
    const there = { country: messages.country(country), currency: messages.currency(currency) }
    refuse('currency', { refusal: 'refusal.currency-there', values: there }, the('bank.currency'))
  }
  if (problems.length > 0 || !country || !holderType || 'refusal' in holder) return problems

  const number = (name: BankNumberName) => numbers.get(name) ?? ''
  return {
    object: 'bank_account',
    country,
    currency,
    account_holder_name: String(holder.value),
    account_holder_type: holderType,
    account_number: number('iban') || number('account_number'),
    ...(format.routing && { routing_number: format.routing(number) }),
  }
}

/**
 * Where a bank is, of which nothing else is posted.
 *
 * @throws ConnectError `invalid-country`, `invalid-currency`
 */
export function readPlace({ places }: BankReading, values: FormValues): BankPlace {
  const place = {
    country: textOf(values.country).toUpperCase(),
    currency: textOf(values.currency).toLowerCase(),
  }
  if (!places.countries().includes(place.country))
    throw new ConnectError('invalid-country', { field: 'country' })
  if (!places.supports(place.country, place.currency))
    throw new ConnectError('invalid-currency', { field: 'currency' })
  return place
}

/** The texts of a form. One that is far too long reads as empty, so that no rule works on it. */
function readTexts(values: FormValues) {
  const texts = new Map([...CHOICES, HOLDER, ...BANK_NUMBERS].map((name) => [name, textOf(values[name])]))
  const longest = (name: string) => (name === HOLDER ? LONGEST_HOLDER : LONGEST_NUMBER)
  const typed = (name: string) => texts.get(name) ?? ''
  const isLong = (name: string) => isFarTooLong(typed(name), longest(name))
  return {
    text: (name: string) => (isLong(name) ? '' : typed(name)),
    lengthRefusal: (name: string) => (isLong(name) ? tooLong(longest(name)) : undefined),
  }
}

/** A person or a company, whose name may be of digits and signs: `1&1`. */
function parseHolder(typed: string): Parsed {
  const name = plainName(typed)
  if (/[<>]/.test(name)) return { refusal: 'refusal.name-characters' }
  const isNumber = !/[^\d\s.,-]/.test(name) || ibanChecksum(withoutGroups(name))
  return isNumber || !/[\p{L}\d]/u.test(name) ? { refusal: 'refusal.name' } : parseText(name, LONGEST_HOLDER)
}

/** The numbers that banks have elsewhere. */
function otherNumbers({ numbers }: BankFormat): BankNumberName[] {
  const used = numbers.flatMap(({ name, startsWith }) => [name, startsWith])
  return BANK_NUMBERS.filter((name) => !used.includes(name))
}

function readHolder(country: string | undefined, typed: string): { value: unknown } | Refusal {
  if (typed === '') return { refusal: 'refusal.enter' }
  return country === 'JP' ? parseKanaHolder(typed, LONGEST_HOLDER) : parseHolder(typed)
}

/**
 * The country of the bank: the chosen one, unless the IBAN is of another one where the account may have a bank in this
 * currency. Many people have an account with a bank abroad, such as N26, Revolut or Wise, and choose their own country.
 */
function countryOf(
  places: BankPlaces,
  currency: string,
  chosen: string,
  typedIban: string,
): string | undefined {
  const country = places.countries().find((code) => code === chosen)
  if (country === undefined || !hasIban(country, currency)) return country
  const readings = withAndWithoutLabel(typedIban).map((typed) => withoutIbanWord(withoutGroups(typed)))
  const ofIban = (readings.find(ibanChecksum) ?? readings[0] ?? '').slice(0, 2)
  return places.supports(ofIban, currency) && hasIban(ofIban, currency) ? ofIban : country
}

function hasIban(country: string, currency: string): boolean {
  return bankFormat(country, currency).numbers.some(({ name }) => name === 'iban')
}

function readNumber(
  { name, pattern, read = (number) => number, startsWith }: BankNumber,
  text: (name: string) => string,
): string {
  const start = startsWith ? withoutGroups(text(startsWith)) : ''
  const other = (another: BankNumberName) => withoutGroups(text(another))
  const readings = withAndWithoutLabel(text(name)).flatMap((typed) => {
    const number = withoutGroups(typed)
    // Somebody may give the whole number, and its start again.
    return [start + number, ...(number.startsWith(start) ? [number] : [])].map((one) =>
      read(one, typed, other),
    )
  })
  return readings.find((number) => pattern.test(number)) ?? readings[0] ?? ''
}

function refusalOf(
  { name, pattern, digits, checksum, testNumber, unusable, example }: BankNumber,
  number: string,
  currency: string,
  { places, test, messages }: BankReading,
): Refusal | undefined {
  if (number === '') return { refusal: 'refusal.enter' }
  if (test && testNumber?.test(number)) return undefined
  if (pattern.test(number) && (!checksum || checksum(number)))
    return unusable?.pattern.test(number) ? { refusal: unusable.refusal } : undefined
  const [, country] = name === 'iban' ? (/^([A-Z]{2})\d{2}/.exec(number) ?? []) : []
  if (country && !pattern.test(number) && ibanChecksum(number))
    return {
      refusal: places.supports(country, currency) ? 'refusal.iban-unused' : 'refusal.iban-country',
      values: { country: messages.country(country), currency: messages.currency(currency) },
    }
  const length = country && ibanLength(country)
  if (country && length && length !== number.length)
    return {
      refusal: 'refusal.iban-length',
      values: { country: messages.country(country), length, given: number.length },
    }
  if (pattern.test(number)) return { refusal: 'refusal.checksum' }
  if (digits) return { refusal: 'refusal.digits', values: digits }
  return { refusal: 'refusal.looks', values: { example: example[test ? 'test' : 'live'] } }
}
