/**
 * Reads the bank details from a posted form, and finds all mistakes at once.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Problem } from '../../core/errors.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Translator } from '../../messages/translator.ts'
import { textOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/route.ts'
import { parseKatakana, parseText, type Refusal } from '../fields/parse.ts'
import { withoutGroups } from '../plain-characters.ts'
import { wordsFor } from '../words.ts'
import { type BankFormat, type BankNumber, type BankNumberName, bankFormat } from './bank-formats.ts'
import type { BankPlaces } from './bank-places.ts'

export type BankAccountDetails = Stripe.AccountUpdateParams.BankAccount

export interface BankReading {
  places: BankPlaces
  /** Whether Stripe's test numbers are accepted: checksums are not tested then. */
  test: boolean
  messages: Translator
}

/** The most characters of a holder's name. */
export const LONGEST_HOLDER = 150

/** Kinds of account holder. */
export const HOLDER_TYPES = ['individual', 'company'] as const

/**
 * @returns Stripe's `external_account` parameter, or everything that is wrong with what was posted
 * @example
 * readBankAccount(reading, { country: 'GB', currency: 'gbp', sort_code: '10-88-00', account_number: '00012345', ... })
 */
export function readBankAccount(
  { places, test, messages }: BankReading,
  values: FormValues,
): BankAccountDetails | Problem[] {
  const text = (name: string) => textOf(values[name])
  const currency = text('currency').toLowerCase()
  // Read once, because a long text would be read again for each country.
  const typedCountry = text('country').toUpperCase()
  const country = places.countries().find((code) => code === typedCountry)
  const holder = readHolder(country, text('account_holder_name'))
  const holderType = HOLDER_TYPES.find((type) => type === text('account_holder_type'))

  const problems: Problem[] = []
  const refuse = (field: string, { refusal, values: given }: Refusal, noun: string, code = field) =>
    problems.push({ code: `invalid-${code}`, field, message: messages.text(refusal, { noun, ...given }) })
  const the = (key: MessageKey) => wordsFor(messages, key, 'noun.the').noun
  if (!places.supportsCurrency(currency))
    refuse('currency', { refusal: 'refusal.choose' }, the('bank.currency'))
  if (!country) refuse('country', { refusal: 'refusal.choose' }, the('bank.country'))
  if ('refusal' in holder) {
    const name = the('bank.holder-name')
    // Japanese banks keep their customers' names in katakana.
    refuse(
      'account_holder_name',
      holder,
      country === 'JP' ? messages.text('label.kana', { label: name }) : name,
    )
  }
  if (!holderType) refuse('account_holder_type', { refusal: 'refusal.choose' }, the('bank.holder-type'))

  // The country decides which numbers a bank account has.
  const format: BankFormat = country ? bankFormat(country, currency) : { numbers: [] }
  const numbers = new Map(format.numbers.map(({ name }) => [name, withoutGroups(text(name))]))
  for (const number of format.numbers) {
    const refusal = refusalOf(number, numbers.get(number.name) ?? '', test)
    const { noun } = wordsFor(messages, number.label)
    if (refusal) refuse(number.name, refusal, noun, `external_account.${number.name}`)
  }
  if (country && places.supportsCurrency(currency) && !places.supports(country, currency))
    refuse('currency', { refusal: 'refusal.choose' }, the('bank.currency'))
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

function readHolder(country: string | undefined, typed: string): { value: unknown } | Refusal {
  if (typed === '') return { refusal: 'refusal.enter' }
  return country === 'JP' ? parseKatakana(typed, LONGEST_HOLDER) : parseText(typed, LONGEST_HOLDER)
}

function refusalOf(
  { pattern, checksum, example }: BankNumber,
  number: string,
  test: boolean,
): Refusal | undefined {
  if (number === '') return { refusal: 'refusal.enter' }
  const good = pattern.test(number) && (test || !checksum || checksum(number))
  return good ? undefined : { refusal: 'refusal.looks', values: { example } }
}
