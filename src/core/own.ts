/**
 * A record's own value under a name. Use it for names from outside: objects inherit `constructor`, `toString` and `__proto__`.
 *
 * @example
 * own({ a: 1 }, 'constructor') // undefined
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}
