/**
 * Merges a call's parameters into an object: names that are left out stay, null unsets, and nested hashes merge the same way.
 *
 * @module
 */
import { blankAddress } from './address.ts'

const ADDRESS = blankAddress(undefined)
const JAPANESE_ADDRESS = { ...ADDRESS, town: null }
const DECLARATION = { date: null, ip: null, user_agent: null }

/** Hashes that Stripe shows whole or not at all, by name, with their empty values. */
const BLANK: Record<string, object> = {
  address: ADDRESS,
  address_kana: JAPANESE_ADDRESS,
  address_kanji: JAPANESE_ADDRESS,
  administrative_address: ADDRESS,
  annual_revenue: { amount: null, currency: null, fiscal_year_end: null },
  directorship_declaration: DECLARATION,
  ethnicity_details: { ethnicity: null, ethnicity_other: null },
  ownership_declaration: DECLARATION,
  physical_address: ADDRESS,
  principal_place_of_business: ADDRESS,
  race_details: { race: null, race_other: null },
  registered_address: ADDRESS,
  representative_declaration: DECLARATION,
  support_address: ADDRESS,
  tos_acceptance: { date: null, ip: null },
  us_cfpb_data: { ethnicity_details: null, race_details: null, self_identified_gender: null },
}

/** Values that Stripe leaves out where they are unset, by name, rather than showing null. */
const LEFT_OUT = [
  ...['creditor_id', 'export_license_id', 'export_purpose_code', 'ownership_exemption_reason'],
  ...['registration_date', 'structure', 'tax_id_registrar'],
]

/**
 * @example
 * merged({ city: 'Ulm', line1: 'A 1' }, { line1: null }) // { city: 'Ulm', line1: null }
 */
export function merged<T extends object>(current: T | null | undefined, change: object): T {
  const result: Record<string, unknown> = { ...current }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue
    if (value === null && LEFT_OUT.includes(key)) {
      delete result[key]
      continue
    }
    const before = result[key]
    result[key] = isHash(value) ? merged(isHash(before) ? before : BLANK[key], value) : value
  }
  return result as T
}

function isHash(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
