/**
 * Questions for a phone number. Stripe keeps it in E.164; people read it in groups.
 *
 * @module
 */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import { plainCharacters } from '../plain-characters.ts'
import type { Situation } from '../situation.ts'
import type { Subject } from '../subject.ts'
import { type Declared, define, type FieldDefinition, valueAt } from './definition.ts'
import type { Parsed } from './parse.ts'

/** Stripe's test number. @see https://docs.stripe.com/connect/testing#test-phone-numbers */
const TEST_PHONE = '0000000000'

/** The most characters of a phone number, with what stands between its digits. */
const LONGEST = 30

export function definePhone(subject: Subject, field: Declared): FieldDefinition {
  const [requirement] = field.requirements
  return define(subject, {
    kind: 'phone',
    inputMode: 'tel',
    maxLength: LONGEST,
    value: readablePhone(valueAt(subject.object, requirement)),
    parse: (typed) => parsePhone(typed, subject),
    ...field,
  })
}

/** Countries in which Stripe takes only numbers of the country for a person. */
const OWN_NUMBERS_ONLY = ['US']

/** Whether a person may give a number of another country. */
export function takesForeignNumbers({ country }: Situation): boolean {
  return !OWN_NUMBERS_ONLY.includes(country)
}

/** Reads a phone number as E.164. A number without a country code belongs to the account's country. */
function parsePhone(typed: string, { situation, prefix }: Subject): Parsed {
  const { country, test } = situation
  const plain = plainCharacters(typed)
  if (test && plain.replace(/\D/g, '') === TEST_PHONE) return { value: TEST_PHONE }
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  // The library's time to refuse some texts grows with the square of their length, or faster.
  if (plain.length > LONGEST) return { refusal: 'refusal.phone' }
  const typedNumber = parsePhoneNumberFromString(withoutOldPrefix(plain), home)
  // Read once more, because a number may be possible within its town only.
  const number = typedNumber && parsePhoneNumberFromString(typedNumber.number)
  const good = test ? number?.isPossible() : number?.isValid()
  if (!number || !good) return { refusal: 'refusal.phone' }
  const isOfAPerson = prefix !== ''
  if (home && isOfAPerson && !takesForeignNumbers(situation)) {
    const code = getCountryCallingCode(home)
    if (number.countryCallingCode !== code)
      return { refusal: 'refusal.phone-abroad', values: { code: `+${code}` } }
  }
  return { value: number.number }
}

/** Mobile numbers of Mexico had a 1 after the country code until 2019, and many people still write it. */
function withoutOldPrefix(typed: string): string {
  const [, number] = /^(?:\+|00)521(\d{10})$/.exec(typed.replace(/[^+\d]/g, '')) ?? []
  return number === undefined ? typed : `+52${number}`
}

/** In groups, with the country code: `+4930901820` becomes `+49 30 901820`. */
function readablePhone(stored: unknown): string {
  if (typeof stored !== 'string') return ''
  return parsePhoneNumberFromString(stored)?.formatInternational() ?? stored
}
