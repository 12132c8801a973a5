/**
 * Converts column values to row values, the same way for every database.
 *
 * @module
 */

import { normalForm } from '../core/normal-form.ts'

export function asDate(value: Date | string): Date {
  return typeof value === 'string' ? new Date(value) : value
}

export function asOptionalDate(value: Date | string | null): Date | undefined {
  return value === null ? undefined : asDate(value)
}

/** @param seconds Unix seconds, as Stripe writes times */
export function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000)
}

/** The most characters of a text that a search finds. */
const LONGEST_FOLDED = 1000

/**
 * Removes differences of case, accents and width from text, so that a search finds the same on every database:
 * `fold('Straße') === fold('STRASSE')`. Of a longer text only the beginning counts. A text of accents alone folds to nothing.
 */
export function fold(text: string): string {
  return (
    normalForm(text.slice(0, LONGEST_FOLDED), 'NFKD')
      .replace(/\p{M}/gu, '')
      // Upper case first, because it turns ß into SS. The lower case of a sigma depends on its place in the word.
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
  )
}

/** A pattern for `like ... escape '!'` that finds the text anywhere and treats `%` and `_` in it as plain characters. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`
}

/** The same for what `fold` made: undefined for a text of accents alone, whose pattern would find everything. */
export function containingFolded(text: string): string | undefined {
  const folded = fold(text)
  return folded === '' ? undefined : containing(folded)
}
