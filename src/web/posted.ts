/**
 * Reads the value that a form posted under one name.
 *
 * @module
 */
import type { FormValues } from './route.ts'

/** The last of several values: browsers send a checkbox's hidden default before it. Undefined when none was posted. */
export function lastOf(value: FormValues[string]): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value
}

/**
 * Invisible characters that come with pasted text, such as direction marks and zero-width spaces, and NUL, which no database
 * keeps. Joiners (U+200C, U+200D) are not removed, because names contain them.
 */
const INVISIBLE = /[\0\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/** Half of a surrogate pair: JSON can contain one, but a request to Stripe cannot. */
const HALF_CHARACTER = /\p{Surrogate}/gu

/** The posted text, trimmed and without invisible characters; empty when none was posted. */
export function textOf(value: FormValues[string]): string {
  return (lastOf(value) ?? '').replace(INVISIBLE, '').replace(HALF_CHARACTER, '\uFFFD').trim()
}
