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
}

const CONTINENTAL: readonly AddressPart[] = ['line1', 'line2', 'postal_code', 'city']
const ANGLO: readonly AddressPart[] = ['line1', 'line2', 'city', 'postal_code']
const WITH_STATE: readonly AddressPart[] = ['line1', 'line2', 'city', 'state', 'postal_code']

function format(
  parts: readonly AddressPart[],
  words: Partial<Pick<AddressFormat, 'city' | 'state' | 'postalCode'>> = {},
): AddressFormat {
  return {
    parts,
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
  AE: format(['line1', 'line2', 'city', 'state'], { state: 'field.address.emirate' }),
  AT: format(CONTINENTAL, PLZ),
  AU: format(WITH_STATE, {
    city: 'field.address.suburb',
    state: 'field.address.state-or-territory',
    ...POSTCODE,
  }),
  BE: format(CONTINENTAL),
  BG: format(CONTINENTAL),
  BR: format(WITH_STATE, { postalCode: 'field.address.cep' }),
  CA: format(WITH_STATE, {
    state: 'field.address.province-or-territory',
  }),
  CH: format(CONTINENTAL, PLZ),
  CY: format(CONTINENTAL),
  CZ: format(CONTINENTAL, PSC),
  DE: format(CONTINENTAL, PLZ),
  DK: format(CONTINENTAL),
  EE: format(CONTINENTAL),
  ES: format(CONTINENTAL),
  FI: format(CONTINENTAL),
  FR: format(CONTINENTAL),
  GB: format(ANGLO, {
    city: 'field.address.town-or-city',
    ...POSTCODE,
  }),
  GR: format(CONTINENTAL),
  HK: format(['line1', 'line2', 'city'], { city: 'field.address.district' }),
  HU: format(['city', 'line1', 'line2', 'postal_code']),
  IE: format(WITH_STATE, {
    city: 'field.address.town-or-city',
    state: 'field.address.county',
    postalCode: 'field.address.eircode',
  }),
  IN: format(WITH_STATE, { postalCode: 'field.address.pin' }),
  IT: format(CONTINENTAL, { postalCode: 'field.address.cap' }),
  JP: format(['postal_code', 'state', 'city', 'town', 'line1', 'line2'], {
    city: 'field.address.city-or-ward',
    state: 'field.address.prefecture',
  }),
  LT: format(CONTINENTAL),
  LU: format(CONTINENTAL),
  LV: format(['line1', 'line2', 'city', 'postal_code']),
  MT: format(ANGLO, POSTCODE),
  MX: format(['line1', 'line2', 'postal_code', 'city', 'state']),
  MY: format(CONTINENTAL, POSTCODE),
  NL: format(CONTINENTAL, POSTCODE),
  NO: format(CONTINENTAL),
  NZ: format(ANGLO, { city: 'field.address.town-or-city', ...POSTCODE }),
  PL: format(CONTINENTAL),
  PT: format(CONTINENTAL),
  RO: format(CONTINENTAL),
  SE: format(CONTINENTAL),
  SG: format(['line1', 'line2', 'postal_code']),
  SI: format(CONTINENTAL),
  SK: format(CONTINENTAL, PSC),
  US: format(WITH_STATE, { postalCode: 'field.address.zip' }),
}

/** For a country that Stripe adds later: the usual parts. */
const UNKNOWN = format(WITH_STATE)

export function addressFormat(country: string): AddressFormat {
  return FORMATS[country] ?? UNKNOWN
}
