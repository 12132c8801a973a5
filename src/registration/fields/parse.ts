/**
 * Checks and normalises the kinds of answer that several questions have.
 *
 * @module
 */
import { parsedUrl } from '../../core/parsed-url.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { halfWidth, plainCharacters, withoutEnd } from '../plain-characters.ts'

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

/** Whether something can be seen of a text. */
function isVisible(text: string): boolean {
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
  const text = typed
    .normalize('NFC')
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

/** Longer than any text: the time to normalise a long row of accents grows with the square of its length. */
const LONGEST_NORMALISED = 1000

/** Text on one line. Spreadsheets put a tab between cells that are copied together. */
export function parseText(copied: string, longest: number): Parsed {
  const typed = copied.replaceAll('\t', ' ')
  if (/\p{Cc}/u.test(typed)) return { refusal: 'refusal.characters' }
  if (!isVisible(typed)) return { refusal: 'refusal.enter' }
  const text = typed.length > LONGEST_NORMALISED ? typed : plainText(typed)
  if (lengthOf(text) > longest) return { refusal: 'refusal.too-long', values: { longest } }
  return { value: text }
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

/** What is left behind an address that was copied from a list or a sentence. */
const AFTER = /[.,;"'“”‘’»]/

const EMAIL = /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:".]+(\.[^\s@<>(),;:".]+)+$/

/** One email address: something before the `@` and a domain after it. Only sending an email shows more. */
export function parseEmail(typed: string, longest: number): Parsed {
  const address = withoutEnd(plainCharacters(typed), /[.,;/"'“”»]/).replace(/^["'“”„«]+/, '')
  if (!EMAIL.test(address) || address.length > longest) return { refusal: 'refusal.email' }
  return { value: address }
}

/** Labels with dots between them. None begins or ends with a dash, and the last begins with a letter, unlike an IP address's. */
const PUBLIC_HOST = /^(?!www\.[^.]+$)([a-z\d_]([a-z\d_-]*[a-z\d_])?\.)+[a-z]([a-z\d-]*[a-z\d])$/

/**
 * Names that only a private network or nobody knows.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names
 */
const PRIVATE_HOST = /\.(alt|arpa|internal|invalid|lan|local|localdomain|localhost|onion|test)$/

/** Latin letters, digits and signs as a Japanese keyboard writes them. */
const FULL_WIDTH = /[\uff01-\uff5e\u3002\u3000]/

/** A web address that anybody can open. `https://` is added if it is missing. */
export function parseUrl(typed: string, longest: number): Parsed {
  // Check the length first: the time to parse a host may grow with the square of its length.
  if (typed.length > longest) return { refusal: 'refusal.too-long', values: { longest } }
  const narrow = FULL_WIDTH.test(typed) ? typed.normalize('NFKC').replaceAll('。', '.') : typed
  const plain = withoutEnd(narrow, AFTER)
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(plain) ? plain : `https://${plain.replace(/^\/\//, '')}`
  const url = parsedUrl(address)
  const isPublic =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    PUBLIC_HOST.test(url.hostname) &&
    !PRIVATE_HOST.test(url.hostname) &&
    url.username === ''
  return isPublic ? parseText(address, longest) : { refusal: 'refusal.url' }
}

/** One of the options. */
export function parseChoice(typed: string, options: readonly { value: string }[]): Parsed {
  return options.some(({ value }) => value === typed) ? { value: typed } : { refusal: 'refusal.choose' }
}

/** A number within limits, e.g. a percentage. */
export function parseNumber(typed: string, least: number, most: number): Parsed {
  const plain = withoutEnd(plainCharacters(typed), /[\s%]/).replace(/^(\d+),(\d{1,2})$/, '$1.$2')
  const number = /^\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : Number.NaN
  return number >= least && number <= most
    ? { value: number }
    : { refusal: 'refusal.number', values: { least, most } }
}
