import { LRUCache } from 'lru-cache'

/** The most names remembered at a time; no program has as many. */
const MOST = 1_000
/** The most characters of a remembered name, so that names made up by strangers take little memory. */
const LONGEST = 64

/**
 * Remembers what a rule says about a name, for names that come again and again.
 *
 * @param rule depends on nothing but the name
 * @example
 * const isReserved = remembered((name) => PREFIXES.some((prefix) => dashed(name).startsWith(prefix)))
 */
export function remembered<T extends NonNullable<unknown>>(rule: (name: string) => T): (name: string) => T {
  const known = new LRUCache<string, T>({ max: MOST })
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const result = rule(name)
    if (name.length <= LONGEST) known.set(name, result)
    return result
  }
}
