/**
 * Questions for a web address. Stripe takes it in ASCII only; people read and type it in their own letters.
 *
 * @module
 */
import { domainToUnicode } from 'node:url'
import { normalForm } from '../../core/normal-form.ts'
import { parsedUrl } from '../../core/parsed-url.ts'
import { withoutEnd } from '../../core/plain-characters.ts'
import type { Subject } from '../subject.ts'
import { type Declared, define, type FieldDefinition, valueAt } from './definition.ts'
import { type Parsed, parseText, tooLong } from './parse.ts'

/** The most characters of a web address. */
const LONGEST = 2048

export function defineUrl(subject: Subject, field: Declared): FieldDefinition {
  const [requirement] = field.requirements
  return define(subject, {
    kind: 'url',
    inputMode: 'url',
    maxLength: LONGEST,
    value: readableUrl(valueAt(subject.object, requirement)),
    parse: parseUrl,
    ...field,
  })
}

/** What is left behind a web address that was copied from a list or a sentence. */
const AFTER = /[.,;"'“”‘’»]/

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

/**
 * A web address that anybody can open, in ASCII: Stripe refuses other letters, and spaces. `https://` is added if it is missing.
 *
 * @example
 * parseUrl('münchen.de/über uns', 2048) // { value: 'https://xn--mnchen-3ya.de/%C3%BCber%20uns' }
 */
export function parseUrl(typed: string, longest: number): Parsed {
  // Check the length first: the time to parse a host may grow with the square of its length.
  if (typed.length > longest) return tooLong(longest)
  const narrow = FULL_WIDTH.test(typed) ? normalForm(typed, 'NFKC').replaceAll('。', '.') : typed
  const text = parseText(withoutEnd(narrow, AFTER), longest)
  if ('refusal' in text) return text
  const address = withScheme(String(text.value))
  const url = parsedUrl(address)
  const isPublic =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    PUBLIC_HOST.test(url.hostname) &&
    !PRIVATE_HOST.test(url.hostname) &&
    url.username === ''
  return isPublic ? parseText(inAscii(url, address), longest) : { refusal: 'refusal.url' }
}

function withScheme(text: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text.replace(/^\/\//, '')}`
}

/** Without the slash that the parser puts behind a bare host. */
function inAscii(url: URL, address: string): string {
  return url.pathname === '/' && !address.endsWith('/') ? url.href.replace(/\/$/, '') : url.href
}

/** An address in the letters of its own language, if it stays the same address. */
function readableUrl(stored: unknown): string {
  if (typeof stored !== 'string') return ''
  const url = parsedUrl(stored)
  if (!url || !/%|xn--/i.test(stored)) return stored
  const readable = decoded(stored.replace(url.hostname, domainToUnicode(url.hostname)))
  const again = parseUrl(readable, LONGEST)
  return 'value' in again && again.value === stored ? readable : stored
}

/** The text itself where what is encoded in it is no text. */
function decoded(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
