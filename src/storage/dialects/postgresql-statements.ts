/**
 * Speeds up statements that PostgreSQL gets thousands of times a second.
 *
 * @module
 */
import { createHash } from 'node:crypto'

const names = new Map<string, string>()

/**
 * Has each connection prepare a statement, so that the server parses and plans it once.
 *
 * @returns the statement
 */
export function prepared(text: string): string {
  // Named after the text, because another version of this package may share the app's pool.
  names.set(text, `connect_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`)
  return text
}

/** @returns undefined for a statement that is not prepared */
export function nameOf(text: string): string | undefined {
  return names.get(text)
}

/** The number of the type `json`, the same on every server. */
const JSON_TYPE = 114

/**
 * A parameter of the type `json[]` in PostgreSQL's binary format: as text, every quotation mark would be escaped.
 *
 * @param elements JSON in UTF-8
 * @see https://www.postgresql.org/docs/current/sql-copy.html for the format's numbers, `array_send` for its parts
 */
export function jsonArray(elements: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [integers(1, 0, JSON_TYPE, elements.length, 1)]
  for (const element of elements) parts.push(integers(element.length), element)
  return Buffer.concat(parts)
}

function integers(...numbers: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeInt32BE(number, 4 * index)
  return bytes
}
