/**
 * What is taken as an answer, for the kinds of answer that several questions have.
 *
 * @module
 */
import { parsedUrl } from '../../core/parsed-url.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { plainCharacters } from '../plain-characters.ts'

/** Why an answer was not taken, in a sentence of the catalogue. */
export interface Refusal {
  refusal: MessageKey
  values?: Record<string, string | number>
}

/** An answer in the form that Stripe takes it. */
export type Parsed = { value: unknown } | Refusal

/** Stripe's longest text where it names no other limit. Stripe counts characters as a person does, not UTF-16 units. */
export const LONGEST_TEXT = 5000

export function lengthOf(text: string): number {
  return [...text].length
}

/** Words on one line. */
export function parseText(typed: string, longest: number): Parsed {
  if (/\p{Cc}/u.test(typed)) return { refusal: 'refusal.characters' }
  if (lengthOf(typed) > longest) return { refusal: 'refusal.too-long', values: { longest } }
  return { value: typed }
}

/** Words on several lines, which browsers end as Windows does and Stripe does not. */
export function parseLines(typed: string, longest: number): Parsed {
  const lines = typed.replaceAll('\r\n', '\n')
  const refused = parseText(lines.replaceAll('\n', ' '), longest)
  return 'refusal' in refused ? refused : { value: lines }
}

/** A name as people have them: letters of any script with what stands between them. */
export function parseName(typed: string, longest: number): Parsed {
  if (!/\p{L}/u.test(typed) || /[<>{}@#$%^=|~]/.test(typed)) return { refusal: 'refusal.name' }
  return parseText(typed, longest)
}

/**
 * Katakana, in full or half width, which the name of the question says; hiragana is taken for it. Figures and dashes stand in addresses.
 *
 * @example
 * parseKatakana('もりかわ', 100) // { value: 'モリカワ' }
 */
export function parseKatakana(typed: string, longest: number): Parsed {
  const katakana = typed.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
  if (!/^[\p{scx=Katakana}\d０-９\s・.,'()（）‐−－-]+$/u.test(katakana)) return { refusal: 'refusal.enter' }
  return parseText(katakana, longest)
}

/** One address with something before and a domain after the `@`. What is beyond that only sending shows. */
export function parseEmail(typed: string, longest: number): Parsed {
  const address = plainCharacters(typed)
  if (!/^[^\s@<>,;]{1,64}@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+$/.test(address) || address.length > longest)
    return { refusal: 'refusal.email' }
  return { value: address }
}

/** Names with a dot between them, none that begins or ends with a dash, the last one being no figure, as an IP address has it. */
const PUBLIC_HOST = /^([a-z\d_]([a-z\d_-]*[a-z\d_])?\.)+[a-z]([a-z\d-]*[a-z\d])$/

/** An address on the web that anybody can open; `https://` is added where it is left out. */
export function parseUrl(typed: string, longest: number): Parsed {
  // First: a host with many different letters takes the square of its length to be read.
  if (typed.length > longest) return { refusal: 'refusal.too-long', values: { longest } }
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed.replace(/^\/\//, '')}`
  const url = parsedUrl(address)
  const isPublic =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    PUBLIC_HOST.test(url.hostname) &&
    url.username === ''
  return isPublic ? parseText(address, longest) : { refusal: 'refusal.url' }
}

/** One of the choices offered. */
export function parseChoice(typed: string, options: readonly { value: string }[]): Parsed {
  return options.some(({ value }) => value === typed) ? { value: typed } : { refusal: 'refusal.choose' }
}

/** A number of people's affairs, e.g. a percentage. */
export function parseNumber(typed: string, least: number, most: number): Parsed {
  const plain = plainCharacters(typed)
  const number = /^\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : Number.NaN
  return number >= least && number <= most
    ? { value: number }
    : { refusal: 'refusal.number', values: { least, most } }
}
