/**
 * Checks and normalises the kinds of answer that several questions have.
 *
 * @module
 */
import { parsedUrl } from '../../core/parsed-url.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { plainCharacters } from '../plain-characters.ts'

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

/** Text on one line. */
export function parseText(typed: string, longest: number): Parsed {
  if (/\p{Cc}/u.test(typed)) return { refusal: 'refusal.characters' }
  if (lengthOf(typed) > longest) return { refusal: 'refusal.too-long', values: { longest } }
  return { value: typed }
}

/** Text on several lines. Browsers end lines with CR LF, Stripe with LF. */
export function parseLines(typed: string, longest: number): Parsed {
  const lines = typed.replaceAll('\r\n', '\n')
  const refused = parseText(lines.replaceAll('\n', ' '), longest)
  return 'refusal' in refused ? refused : { value: lines }
}

/** A person's name: letters of any script, and what may stand between them. */
export function parseName(typed: string, longest: number): Parsed {
  if (!/\p{L}/u.test(typed) || /[<>{}@#$%^=|~]/.test(typed)) return { refusal: 'refusal.name' }
  return parseText(typed, longest)
}

const EMAIL = /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:".]+(\.[^\s@<>(),;:".]+)+$/

/** One email address: something before the `@` and a domain after it. Only sending an email shows more. */
export function parseEmail(typed: string, longest: number): Parsed {
  const address = plainCharacters(typed)
  if (!EMAIL.test(address) || address.length > longest) return { refusal: 'refusal.email' }
  return { value: address }
}

/** Labels with dots between them. None begins or ends with a dash, and the last begins with a letter, unlike an IP address's. */
const PUBLIC_HOST = /^([a-z\d_]([a-z\d_-]*[a-z\d_])?\.)+[a-z]([a-z\d-]*[a-z\d])$/

/**
 * Names that only a private network or nobody knows.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names
 */
const PRIVATE_HOST = /\.(alt|arpa|internal|invalid|lan|local|localdomain|localhost|onion|test)$/

/** A web address that anybody can open. `https://` is added if it is missing. */
export function parseUrl(typed: string, longest: number): Parsed {
  // Check the length first: the time to parse a host may grow with the square of its length.
  if (typed.length > longest) return { refusal: 'refusal.too-long', values: { longest } }
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed.replace(/^\/\//, '')}`
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
  const plain = plainCharacters(typed)
  const number = /^\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : Number.NaN
  return number >= least && number <= most
    ? { value: number }
    : { refusal: 'refusal.number', values: { least, most } }
}
