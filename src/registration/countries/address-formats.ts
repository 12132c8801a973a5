/**
 * How each country writes an address: its parts, their order and their names.
 * Stripe decides which parts it needs; a part it does not ask for is never required.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-individual-address
 * @module
 */
import type { MessageKey } from '../../messages/sentences.ts'

export type AddressPart = 'line1' | 'line2' | 'town' | 'city' | 'state' | 'postal_code'

export interface AddressFormat {
  /** In the order the country writes them. */
  parts: readonly AddressPart[]
  city: MessageKey
  state: MessageKey
  postalCode: MessageKey
  /** Tested on the postal code in upper case, trimmed. */
  pattern: RegExp | undefined
  /** A postal code that exists in the country. */
  example: string
}

const CONTINENTAL: readonly AddressPart[] = ['line1', 'line2', 'postal_code', 'city']
const ANGLO: readonly AddressPart[] = ['line1', 'line2', 'city', 'postal_code']
const WITH_STATE: readonly AddressPart[] = ['line1', 'line2', 'city', 'state', 'postal_code']

const FOUR = /^\d{4}$/
const FIVE = /^\d{5}$/
const SIX = /^\d{6}$/
const THREE_AND_TWO = /^\d{3} ?\d{2}$/

function format(
  pattern: RegExp | undefined,
  example: string,
  parts: readonly AddressPart[],
  words: Partial<Pick<AddressFormat, 'city' | 'state' | 'postalCode'>> = {},
): AddressFormat {
  return {
    parts,
    pattern,
    example,
    city: 'field.address.city',
    state: 'field.address.state',
    postalCode: 'field.address.postal-code',
    ...words,
  }
}

const PLZ = { postalCode: 'field.address.plz' } as const
const PSC = { postalCode: 'field.address.psc' } as const
const POSTCODE = { postalCode: 'field.address.postcode' } as const

const FORMATS: Record<string, AddressFormat> = {
  AE: format(undefined, '', ['line1', 'line2', 'city', 'state'], { state: 'field.address.emirate' }),
  AT: format(FOUR, '1010', CONTINENTAL, PLZ),
  AU: format(FOUR, '2000', WITH_STATE, {
    city: 'field.address.suburb',
    state: 'field.address.state-or-territory',
    ...POSTCODE,
  }),
  BE: format(FOUR, '1000', CONTINENTAL),
  BG: format(FOUR, '1000', CONTINENTAL),
  BR: format(/^\d{5}-?\d{3}$/, '01310-100', WITH_STATE, { postalCode: 'field.address.cep' }),
  CA: format(/^[A-Z]\d[A-Z] ?\d[A-Z]\d$/, 'K1A 0B1', WITH_STATE, {
    state: 'field.address.province-or-territory',
  }),
  CH: format(FOUR, '8001', CONTINENTAL, PLZ),
  CY: format(FOUR, '1010', CONTINENTAL),
  CZ: format(THREE_AND_TWO, '110 00', CONTINENTAL, PSC),
  DE: format(FIVE, '10115', CONTINENTAL, PLZ),
  DK: format(FOUR, '1050', CONTINENTAL),
  EE: format(FIVE, '10111', CONTINENTAL),
  ES: format(FIVE, '28001', CONTINENTAL),
  FI: format(FIVE, '00100', CONTINENTAL),
  FR: format(FIVE, '75001', CONTINENTAL),
  GB: format(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, 'SW1A 1AA', ANGLO, {
    city: 'field.address.town-or-city',
    ...POSTCODE,
  }),
  GR: format(THREE_AND_TWO, '105 57', CONTINENTAL),
  HK: format(undefined, '', ['line1', 'line2', 'city'], { city: 'field.address.district' }),
  HU: format(FOUR, '1051', ['city', 'line1', 'line2', 'postal_code']),
  IE: format(/^[A-Z]\d[\dW] ?[A-Z\d]{4}$/, 'D02 X285', WITH_STATE, {
    city: 'field.address.town-or-city',
    state: 'field.address.county',
    postalCode: 'field.address.eircode',
  }),
  IN: format(SIX, '110001', WITH_STATE, { postalCode: 'field.address.pin' }),
  IT: format(FIVE, '00118', CONTINENTAL, { postalCode: 'field.address.cap' }),
  JP: format(/^\d{3}-?\d{4}$/, '150-0001', ['postal_code', 'state', 'city', 'town', 'line1', 'line2'], {
    city: 'field.address.city-or-ward',
    state: 'field.address.prefecture',
  }),
  LT: format(/^(LT-?)?\d{5}$/, '01100', CONTINENTAL),
  LU: format(/^(L-?)?\d{4}$/, '1111', CONTINENTAL),
  LV: format(/^(LV-?)?\d{4}$/, 'LV-1010', ['line1', 'line2', 'city', 'postal_code']),
  MT: format(/^[A-Z]{3} ?\d{2,4}$/, 'VLT 1117', ANGLO, POSTCODE),
  MX: format(FIVE, '06000', ['line1', 'line2', 'postal_code', 'city', 'state']),
  MY: format(FIVE, '50000', CONTINENTAL, POSTCODE),
  NL: format(/^\d{4} ?[A-Z]{2}$/, '1011 AB', CONTINENTAL, POSTCODE),
  NO: format(FOUR, '0150', CONTINENTAL),
  NZ: format(FOUR, '6011', ANGLO, { city: 'field.address.town-or-city', ...POSTCODE }),
  PL: format(/^\d{2}-?\d{3}$/, '00-001', CONTINENTAL),
  PT: format(/^\d{4}-\d{3}$/, '1100-148', CONTINENTAL),
  RO: format(SIX, '010011', CONTINENTAL),
  SE: format(THREE_AND_TWO, '111 22', CONTINENTAL),
  SG: format(SIX, '018956', ['line1', 'line2', 'postal_code']),
  SI: format(/^(SI-?)?\d{4}$/, '1000', CONTINENTAL),
  SK: format(THREE_AND_TWO, '811 01', CONTINENTAL, PSC),
  US: format(/^\d{5}(-\d{4})?$/, '94111', WITH_STATE, { postalCode: 'field.address.zip' }),
}

/** For a country that Stripe adds later: the usual parts, and any postal code. */
const UNKNOWN = format(undefined, '', WITH_STATE)

export function addressFormat(country: string): AddressFormat {
  return FORMATS[country] ?? UNKNOWN
}
