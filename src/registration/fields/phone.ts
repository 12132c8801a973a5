/**
 * Questions for a phone number. Stripe keeps it in E.164; people read it in groups.
 *
 * @module
 */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { plainCharacters, withoutEnd } from '../../core/plain-characters.ts'
import type { Situation } from '../situation.ts'
import type { Subject } from '../subject.ts'
import { type Declared, define, type FieldDefinition, valueAt } from './definition.ts'
import type { Parsed } from './parse.ts'

/** Stripe's test number. @see https://docs.stripe.com/connect/testing#test-phone-numbers */
const TEST_PHONE = '0000000000'
/** As Stripe shows it in North America. */
const SHOWN_TEST_PHONE = `+1${TEST_PHONE}`

/** The most characters of a phone number, with what stands between its digits. */
const LONGEST = 30

export function definePhone(subject: Subject, field: Declared): FieldDefinition {
  const [requirement] = field.requirements
  return define(subject, {
    kind: 'phone',
    inputMode: 'tel',
    maxLength: LONGEST,
    value: readablePhone(valueAt(subject.object, requirement)),
    parse: (typed) => parsePhone(typed, subject, valueAt(subject.object, requirement)),
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
function parsePhone(typed: string, { situation, prefix }: Subject, stored: unknown): Parsed {
  const { country, test } = situation
  const plain = plainCharacters(typed).replace(/^[^+(\d]+/, '')
  if (test && plain.replace(/\D/g, '') === TEST_PHONE)
    return { value: stored === SHOWN_TEST_PHONE ? stored : TEST_PHONE }
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  // The library's time to refuse some texts grows with the square of their length, or faster.
  if (plain.length > LONGEST) return { refusal: 'refusal.phone' }
  // A word may stand behind it: mobile, WhatsApp, a name.
  const withoutWords = withoutEnd(plain, /\D/)
  const bare = /\p{L}/u.test(plain.slice(withoutWords.length)) ? withoutWords : plain
  const number = read(withoutOldPrefix(bare, country), home, test)
  if (!number) return { refusal: 'refusal.phone' }
  if (number === 'lacks-area-code') return { refusal: 'refusal.phone-area' }
  const isOfAPerson = prefix !== ''
  if (home && isOfAPerson && !takesForeignNumbers(situation)) {
    const code = getCountryCallingCode(home)
    if (number.countryCallingCode !== code)
      return { refusal: 'refusal.phone-abroad', values: { code: `+${code}` } }
  }
  return { value: number.number }
}

/**
 * Numbers that are kept for films, with which people try things: 07700 900123 in Britain, 06 39 98 12 34 in France, and in North
 * America any of the right form. The rules of real numbers know few of them.
 *
 * @see https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
 */
const OF_FILMS =
  /^\+(1[2-9]\d{2}[2-9]\d{6}|44(7700900|1632960)\d{3}|33(19900|26191|35301|46571|53649|63998)\d{4}|3532091\d{5})$/

function isGood(number: PhoneNumber, test: boolean): boolean {
  return number.isValid() || (test && OF_FILMS.test(number.number))
}

/**
 * A number without its area code may read as one of another town. In most countries a zero begins the area code, so a number
 * without a zero lacks it. Hungarians dial 06 and often leave it out, and Lithuanians may write 8.
 */
function lacksAreaCode(number: PhoneNumber, reading: string): boolean {
  const isWithinCountry = /^[^\d+]*[1-9]/.test(reading)
  const digits = (text: string) => text.replace(/\D/g, '')
  return (
    isWithinCountry &&
    number.getType() === 'FIXED_LINE' &&
    digits(reading).startsWith(number.nationalNumber) &&
    digits(number.formatNational()) === `0${number.nationalNumber}`
  )
}

/** What stands before an extension, in French, German, Dutch, Portuguese and Polish. */
const EXTENSION = /[\s,]{0,2}\b(?:poste|durchwahl|toestel|ramal|wewn)\b[\s.:]{0,2}(?=\d)/i

/**
 * What a number may mean, the likeliest first. Most people write 00 for the plus before a country code, in countries that dial
 * something else, too: Japan 010, Hong Kong 001. Others leave the plus out, or put the zero that is dialled within some countries
 * behind the country code: `+48 (0)512`.
 */
function* readingsOf(typed: string, home: CountryCode | undefined): Generator<string> {
  const separated = typed
    .replace(EXTENSION, ' ext. ')
    .replace(/(?<=\d)[・·•](?=\d)/g, '-')
    // The country code may stand in brackets, plus and all.
    .replace(/^\s*[([]\s*\+\s*(\d{1,3})\s*[)\]]/, '+$1 ')
  const [, abroad] = /^[\s(]*0\s?0(?=[\s)(-]*[1-9])(.*)$/s.exec(separated) ?? []
  const digits = separated.replace(/[^+\d]/g, '')
  const code = home && getCountryCallingCode(home)
  if (code !== undefined && digits.startsWith(code)) yield `+${digits}`
  const written = abroad === undefined ? [separated] : [`+${abroad}`, separated]
  for (const reading of written) {
    yield reading
    yield reading.replace(/[([]\s*0\s*[)\]]/, '')
  }
  if (code === undefined) return
  const [, within] = new RegExp(`^(?:\\+${code}|00${code}|)0(\\d+)$`).exec(digits) ?? []
  if (within !== undefined) yield `+${code}${within}`
}

/**
 * Parts of a country that have country codes of their own, and whose people write their numbers as all others do: 0692 12 34 56 is a
 * number of Réunion. They come first, since the rules of French numbers take some of theirs. The parts of other countries have the
 * same country code, or numbers of another length.
 */
const PARTS: Partial<Record<CountryCode, readonly CountryCode[]>> = { FR: ['GF', 'GP', 'MQ', 'RE', 'YT'] }

function read(
  typed: string,
  home: CountryCode | undefined,
  test: boolean,
): PhoneNumber | 'lacks-area-code' | undefined {
  let lacking = false
  const homes = home ? [...(PARTS[home] ?? []), home] : [undefined]
  for (const reading of readingsOf(typed, home)) {
    for (const defaultCountry of homes) {
      const number = parsePhoneNumberFromString(reading, {
        ...(defaultCountry && { defaultCountry }),
        extract: false,
      })
      if (!number || !isGood(number, test)) continue
      if (!lacksAreaCode(number, reading)) return number
      lacking = true
    }
  }
  return lacking ? 'lacks-area-code' : undefined
}

/**
 * Without what was dialled before a number in earlier times, and many people still write: in Mexico until 2019 a 1 after the country
 * code of mobile numbers, and 01, 044 or 045 within the country; in Brazil `0xx`, for the number of a carrier.
 */
function withoutOldPrefix(typed: string, country: string): string {
  const bare = typed.replace(/[^+\d]/g, '')
  const [, abroad] = /^(?:\+|00)521(\d{10})$/.exec(bare) ?? []
  if (abroad !== undefined) return `+52${abroad}`
  const [, within] = (country === 'MX' && /^(?:01|1|044|045)(\d{10})$/.exec(bare)) || []
  if (within !== undefined) return within
  return country === 'BR'
    ? typed.replace(/^\(?0\s?xx\s?/i, (start) => (start.startsWith('(') ? '(' : ''))
    : typed
}

/** In groups, with the country code: `+4930901820` becomes `+49 30 901820`. */
function readablePhone(stored: unknown): string {
  if (typeof stored !== 'string') return ''
  return parsePhoneNumberFromString(stored)?.formatInternational() ?? stored
}
