/**
 * Checks and normalises the kinds of answer that several questions have.
 *
 * @module
 */
import { emailAddress } from '../../core/email-address.ts'
import { normalForm } from '../../core/normal-form.ts'
import { halfWidth, plainCharacters, withoutEnd } from '../../core/plain-characters.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { fold } from '../../storage/columns.ts'

/** Why an answer is refused: the key of a sentence, and its values. */
export interface Refusal {
  refusal: MessageKey
  values?: Record<string, string | number>
}

/** An answer in the form Stripe takes, or why it is refused. */
export type Parsed = { value: unknown } | Refusal

/** Stripe's limit for text when it names no other. Stripe counts characters as a person does, not UTF-16 units. */
export const LONGEST_TEXT = 5000

export function lengthOf(text: string): number {
  return [...text].length
}

/** UTF-16 units that any answer may have: a number with its name before it, or a line from a spreadsheet. */
const ROOM = 300

/** UTF-16 units of a letter with its accents. */
const LARGEST_LETTER = 4

/**
 * Whether a text is far longer than an answer can be, whatever its spelling. It is refused before any rule reads it: some rules read
 * a text many times.
 *
 * @param longest the most characters of an answer
 */
export function isFarTooLong(typed: string, longest: number): boolean {
  return typed.length > Math.max(ROOM, longest * LARGEST_LETTER)
}

export function tooLong(longest: number): Refusal {
  return { refusal: 'refusal.too-long', values: { longest } }
}

/** Whether something can be seen of a text. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text)
}

/**
 * Text as a keyboard writes it: with ordinary spaces and hyphens instead of those that do not break a line, letters with their
 * accents as one character, and nothing invisible around it.
 *
 * @example
 * plainText('Jean\u2011Luc\u00a0') // 'Jean-Luc'
 */
function plainText(typed: string): string {
  const text = normalForm(typed, 'NFC')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(/[\u2010\u2011\ufe63]/g, '-')
    // Two letters in one, as PDFs have them.
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    // Letters that nobody sees.
    .replace(/[\u115f\u1160\u180e\u2800\u3164\uffa0]/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[\p{Default_Ignorable_Code_Point} ]+/u, '')
  return withoutEnd(text, /[\p{Default_Ignorable_Code_Point} ]/u)
}

/** Text on one line. Spreadsheets put a tab between cells that are copied together. */
export function parseText(copied: string, longest: number): Parsed {
  const typed = copied.replaceAll('\t', ' ')
  if (/\p{Cc}/u.test(typed)) return { refusal: 'refusal.characters' }
  if (!isVisible(typed)) return { refusal: 'refusal.enter' }
  const text = plainText(typed)
  if (lengthOf(text) > longest) return tooLong(longest)
  return { value: text }
}

/** Text of words: with a letter, and without the brackets of HTML. */
export function parseWords(typed: string, longest: number): Parsed {
  return withA(/\p{L}/u, 'refusal.name', typed, longest)
}

/** As parseWords, with digits alone, too: a street may be a number. */
export function parseWordsOrDigits(typed: string, longest: number): Parsed {
  return withA(/[\p{L}\p{N}]/u, 'refusal.letters-or-digits', typed, longest)
}

function withA(character: RegExp, refusal: MessageKey, typed: string, longest: number): Parsed {
  const text = parseText(typed, longest)
  if ('refusal' in text) return text
  if (/[<>]/.test(typed)) return { refusal: 'refusal.angle-brackets' }
  return character.test(typed) ? text : { refusal }
}

/** Text on several lines. Browsers end lines with CR LF, Stripe with LF. */
export function parseLines(typed: string, longest: number): Parsed {
  const lines = typed.replaceAll('\r\n', '\n')
  const refused = parseText(lines.replaceAll('\n', ' '), longest)
  return 'refusal' in refused ? refused : { value: lines }
}

/** A person's name: letters of any script, and what may stand between them. */
export function parseName(typed: string, longest: number): Parsed {
  const name = plainName(typed)
  if (!/\p{L}/u.test(name)) return { refusal: 'refusal.name' }
  // Identity cards of Singapore and Malaysia print other names behind an @.
  if (/@[^\s@]*\./.test(name)) return { refusal: 'refusal.name-email' }
  if (/[<>{}#$%^=|~]/.test(name)) return { refusal: 'refusal.name-characters' }
  return parseText(name, longest)
}

/**
 * A name, with Latin letters and signs in half width, a plain hyphen for every dash, and no comma left from a list behind it.
 *
 * @example
 * plainName('Ｔａｉ　Ｍａｎ') // 'Tai Man'
 */
export function plainName(typed: string): string {
  const name = halfWidth(typed)
    .replaceAll('\u3000', ' ')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63]/g, '-')
  return withoutEnd(name, /[\s,;]/)
}

export function parseEmail(typed: string): Parsed {
  const value = emailAddress(typed)
  return value === undefined ? { refusal: 'refusal.email' } : { value }
}

/** One of the options, which programs may write in small letters. */
export function parseChoice(typed: string, options: readonly { value: string }[]): Parsed {
  const folded = fold(typed)
  const found =
    options.find(({ value }) => value === typed) ??
    options.find(({ value }) => folded !== '' && fold(value) === folded)
  if (found) return { value: found.value }
  const [example] = options
  return example
    ? { refusal: 'refusal.choose-like', values: { example: example.value } }
    : { refusal: 'refusal.choose' }
}

/** A number within limits, e.g. a percentage. */
export function parseNumber(typed: string, least: number, most: number): Parsed {
  const plain = withoutEnd(plainCharacters(typed), /[\s%]/).replace(/^(\d+),(\d{1,2})$/, '$1.$2')
  const number = /^\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : Number.NaN
  return number >= least && number <= most
    ? { value: number }
    : { refusal: 'refusal.number', values: { least, most } }
}
