/**
 * Addresses: their parameters, and the format of each country's postal codes and states.
 *
 * @module
 */
import { iso31662 } from 'iso-3166'
import type { Stripe } from 'stripe'
import { invalidParameter } from '../errors.ts'
import { hash, unsettable } from '../parameters.ts'
import { countryCode, text } from './values.ts'

/** An address in Latin script. */
export function address() {
  return hash({ city: text(100), line1: text(200), line2: text(200), ...REGIONAL })
}

/** An address in kana or kanji. */
export function japaneseAddress() {
  return hash({ city: text(), line1: text(), line2: text(), town: text(), ...REGIONAL })
}

const REGIONAL = { country: unsettable(countryCode()), postal_code: text(), state: text() }

/** An address with nothing but the country. */
export function blankAddress(country: string | undefined): Stripe.Address {
  return { city: null, country: country ?? null, line1: null, line2: null, postal_code: null, state: null }
}

/** The parts of an address that a country has rules for. */
export interface AddressParts {
  country?: string | null
  postal_code?: string | null
  state?: string | null
}

const POSTAL_CODES: Record<string, RegExp> = {
  BR: /^\d{5}-?\d{3}$/,
  CA: /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d$/i,
  CZ: /^\d{3} ?\d{2}$/,
  ES: /^(0[1-9]|[1-4]\d|5[0-2])\d{3}$/,
  GB: /^([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA|BFPO ?\d{1,4})$/i,
  GR: /^\d{3} ?\d{2}$/,
  IE: /^[AC-FHKNPRTV-Y]\d[\dW] ?[AC-FHKNPRTV-Y\d]{4}$/i,
  IN: /^[1-9]\d{5}$/,
  JP: /^\d{3}-?\d{4}$/,
  LT: /^(LT-)?\d{5}$/i,
  LV: /^(LV-)?\d{4}$/i,
  MT: /^[A-Z]{3} ?\d{4}$/i,
  NL: /^[1-9]\d{3} ([A-RT-Z][A-Z]|S[BCE-RT-Z])$/,
  PL: /^\d{2}-?\d{3}$/,
  PT: /^\d{4}-?\d{3}$/,
  SE: /^\d{3} ?\d{2}$/,
  SK: /^\d{3} ?\d{2}$/,
  US: /^\d{5}(-?\d{4})?$/,
}

/** Countries whose postal codes are digits only, by the number of digits. */
const DIGITS: Record<number, string[]> = {
  4: ['AT', 'AU', 'BE', 'BG', 'CH', 'CY', 'DK', 'HU', 'LU', 'NO', 'NZ', 'SI'],
  5: ['DE', 'EE', 'FI', 'FR', 'IT', 'MX', 'MY'],
  6: ['RO', 'SG'],
}

const STATES: Record<string, string> = {
  AU: 'ACT NSW NT QLD SA TAS VIC WA',
  BR: 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO',
  CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
  US:
    'AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT ' +
    'NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY',
}

const US_STATE_NAMES = iso31662
  .filter(({ parent, code }) => parent === 'US' && STATES.US?.split(' ').includes(code.slice('US-'.length)))
  .map(({ name }) => name.toLowerCase())

/** Whether it is a part of the United States for which Stripe has no accounts (https://docs.stripe.com/error-codes). */
function isUnsupported(country: string, state: string): boolean {
  return country === 'US' && ['AS', 'GU', 'MP', 'UM', 'VI'].includes(state.toUpperCase())
}

/** Whether a state in the United States is given by its name, which Stripe takes and keeps, as it does a code. */
function isNamedState(country: string, state: string): boolean {
  return country === 'US' && US_STATE_NAMES.includes(state.trim().toLowerCase())
}

/**
 * Refuses a postal code or a state that the address's country cannot have.
 *
 * @param country The country of an address that names none.
 * @param param The parameter name of the address, e.g. `individual[address]`.
 */
export function checkAddress(given: AddressParts | undefined, country: string, param: string): void {
  const place = given?.country ?? country
  const { postal_code, state } = given ?? {}
  if (postal_code && !postalCodePattern(place).test(postal_code.trim())) {
    throw invalidParameter(`Invalid ${place} postal code: ${postal_code}`, {
      code: 'postal_code_invalid',
      param: `${param}[postal_code]`,
    })
  }
  const states = STATES[place]?.split(' ')
  if (state && states && !states.includes(state.toUpperCase()) && !isNamedState(place, state)) {
    throw invalidParameter(`Invalid ${place} state: must be one of ${states.join(', ')}`, {
      code: isUnsupported(place, state) ? 'state_unsupported' : 'account_country_invalid_state',
      param: `${param}[state]`,
    })
  }
}

/** What a postal code of the country is like. */
export function postalCodePattern(country: string): RegExp {
  const [digits] = Object.entries(DIGITS).find(([, countries]) => countries.includes(country)) ?? []
  return POSTAL_CODES[country] ?? (digits ? new RegExp(`^\\d{${digits}}$`) : /^[\dA-Z][\dA-Z -]{0,11}$/i)
}
