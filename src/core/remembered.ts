import { LRUCache } from 'lru-cache'

/** Names that are remembered at once; no program has as many. */
const MOST = 1_000
/** Characters of a name that is remembered: what strangers make up takes little memory. */
const LONGEST = 64

/**
 * What a rule says of a name, worked out once for each of the names that come again and again.
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
