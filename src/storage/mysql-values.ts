/**
 * What goes to MySQL and MariaDB and comes back, whatever time zone and number format a pool is set to.
 *
 * @module
 */

/** Times are UTC, as columns without a time zone keep them. */
export function bind(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().slice(0, -1).replace('T', ' ') : value
}

const NUMBERS = new Set([
  'TINY',
  'SHORT',
  'INT24',
  'LONG',
  'LONGLONG',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'NEWDECIMAL',
])

/** Numbers as numbers: counts, tickets and amounts stay below 2^53. JSON as its text, parsed where it is used. */
export function typeCast(field: { type: string; string(): string | null }): unknown {
  const text = field.string()
  if (text === null) return null
  if (NUMBERS.has(field.type)) return Number(text)
  if (field.type === 'DATETIME') return new Date(`${text.replace(' ', 'T')}Z`)
  return text
}
