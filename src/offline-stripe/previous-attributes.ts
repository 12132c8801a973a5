/**
 * The `data.previous_attributes` of an event: the old value of each changed attribute. Hashes have only the parts that changed,
 * lists are whole (https://docs.stripe.com/api/events/object).
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'

/**
 * @example
 * previousAttributes({ email: 'a@x.org', address: { city: 'Ulm', line1: 'A' } }, { email: 'a@x.org', address: { city: 'Bonn', line1: 'A' } })
 * // { address: { city: 'Ulm' } }
 */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const old = new Map<string, unknown>(Object.entries(before))
  const now = new Map<string, unknown>(Object.entries(after))
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
    (key) => !isDeepStrictEqual(old.get(key), now.get(key)),
  )
  return Object.fromEntries(changed.map((key) => [key, previousValue(old.get(key), now.get(key))]))
}

function previousValue(before: unknown, after: unknown): unknown {
  return isHash(before) && isHash(after) ? previousAttributes(before, after) : (before ?? null)
}

function isHash(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
