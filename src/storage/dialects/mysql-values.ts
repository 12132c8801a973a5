/**
 * Converts values to and from MySQL and MariaDB, whatever time zone and number format the pool has.
 *
 * @module
 */

/** Sends times in UTC, because the columns have no time zone. */
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

/** Numbers become numbers: counts, tickets and amounts stay below 2^53. JSON stays text, and the stores parse it. */
export function typeCast(field: { type: string; string(): string | null }): unknown {
  const text = field.string()
  if (text === null) return null
  if (NUMBERS.has(field.type)) return Number(text)
  if (field.type === 'DATETIME') return new Date(`${text.replace(' ', 'T')}Z`)
  return text
}
