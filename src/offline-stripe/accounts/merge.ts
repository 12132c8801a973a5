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
  ownership_declaration: DECLARATION,
  physical_address: ADDRESS,
  principal_place_of_business: ADDRESS,
  registered_address: ADDRESS,
  representative_declaration: DECLARATION,
  support_address: ADDRESS,
}

/**
 * @example
 * merged({ city: 'Ulm', line1: 'A 1' }, { line1: null }) // { city: 'Ulm', line1: null }
 */
export function merged<T extends object>(current: T | null | undefined, change: object): T {
  const result: Record<string, unknown> = { ...current }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue
    const before = result[key]
    result[key] = isHash(value) ? merged(isHash(before) ? before : BLANK[key], value) : value
  }
  return result as T
}

function isHash(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
