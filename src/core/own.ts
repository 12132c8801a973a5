/**
 * A record's own value under a name. Objects inherit `constructor`, `toString` and `__proto__`, so a name that comes from outside
 * is looked up with this.
 *
 * @example
 * own({ a: 1 }, 'constructor') // undefined
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}
