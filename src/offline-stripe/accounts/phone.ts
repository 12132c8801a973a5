import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { invalidParameter } from '../errors.ts'

/** Stripe's test number (https://docs.stripe.com/connect/testing#test-phone-numbers). */
const TEST_NUMBER = '0000000000'

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
  // Test numbers of North America, such as those with 555, belong to nobody.
  const isKnown = read?.countryCallingCode === '1' ? read.isPossible() : read?.isValid()
  if (!read || !isKnown) throw invalidParameter(`"${number}" is not a valid phone number`, { param })
  if (!ofPerson || !home || !OWN_NUMBERS_ONLY.includes(home)) return
  if (read.countryCallingCode !== getCountryCallingCode(home))
    throw invalidParameter(`"${number}" is not a valid phone number in ${country}`, { param })
}
