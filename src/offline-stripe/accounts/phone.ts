import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import { invalidParameter } from '../errors.ts'

/** Stripe's test number (https://docs.stripe.com/connect/testing#test-phone-numbers). */
const TEST_NUMBER = '0000000000'

/** Numbers for films and the like, which belong to nobody: 555 in North America, Ofcom's in the United Kingdom. */
const FICTITIOUS = /^\+1\d{10}$|^\+44(7700900|1632960)\d{3}$/

/** A person's number as Stripe shows it. In North America it puts the country code before its test number. */
export function shownPhone(number: string | null | undefined, country: string): string | null {
  if (!number) return null
  const isTest = number.replace(/\D/g, '') === TEST_NUMBER
  return isTest && isSupportedCountry(country) && getCountryCallingCode(country) === '1'
    ? `+1${TEST_NUMBER}`
    : number
}

/** Countries in which a person's number must be one of the country. */
const OWN_NUMBERS_ONLY = ['US']

/**
 * Refuses a phone number that no country has. One without a country code is of the account's country.
 *
 * @param ofPerson Whether it is a person's own number.
 */
export function checkPhone(
  number: string | null | undefined,
  country: string,
  param: string,
  ofPerson = false,
): void {
  if (!number || number.replace(/\D/g, '') === TEST_NUMBER) return
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  const read = parsePhoneNumberFromString(number, home)
  if (!read || !(read.isValid() || (FICTITIOUS.test(read.number) && read.isPossible())))
    throw invalidParameter(`"${number}" is not a valid phone number`, { param })
  if (!ofPerson || !home || !OWN_NUMBERS_ONLY.includes(home)) return
  if (read.countryCallingCode !== getCountryCallingCode(home))
    throw invalidParameter(`"${number}" is not a valid phone number in ${country}`, { param })
}
