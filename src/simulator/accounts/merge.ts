/**
 * Puts what a call says into an object: names that it does not mention stay, null unsets, hashes within are merged alike.
 *
 * @module
 */

/**
 * @example
 * merged({ city: 'Ulm', line1: 'A 1' }, { line1: null }) // { city: 'Ulm', line1: null }
 */
export function merged<T extends object>(current: T | null | undefined, change: object): T {
  const result: Record<string, unknown> = { ...current }
  for (const [key, value] of Object.entries(change)) {
    const before = result[key]
    if (value !== undefined)
      result[key] = isHash(value) ? merged(isHash(before) ? before : null, value) : value
  }
  return result as T
}

function isHash(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
