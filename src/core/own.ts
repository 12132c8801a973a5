/**
 * What a record itself has under a name. Every object also inherits `constructor`, `toString` and `__proto__`, which whoever
 * makes up a name may make it, so names from outside are looked up by this.
 *
 * @example
 * own({ a: 1 }, 'constructor') // undefined
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}
