/**
 * What a form posted under one name.
 *
 * @module
 */
import type { FormValues } from '../web/route.ts'

/** The last of several, as browsers send a hidden default before a checkbox; undefined when it was not posted. */
export function lastOf(value: FormValues[string]): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value
}

/**
 * Marks of direction, spaces without width and the like, which come along when something is pasted and which nobody sees.
 * What joins letters (U+200C, U+200D) belongs to names.
 */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/** Half of a pair, which JSON can hold and Stripe cannot be sent. */
const HALF_CHARACTER = /\p{Surrogate}/gu

/** The same without what was typed around it or cannot be seen; empty when it was not posted. */
export function textOf(value: FormValues[string]): string {
  return (lastOf(value) ?? '').replace(INVISIBLE, '').replace(HALF_CHARACTER, '\uFFFD').trim()
}
