/**
 * What a form posted under one name.
 *
 * @module
 */
import type { FormValues } from '../route.ts'

/** The last of several, as browsers send a hidden default before a checkbox; undefined when it was not posted. */
export function lastOf(value: FormValues[string]): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value
}

/** The same without what was typed around it; empty when it was not posted. */
export function textOf(value: FormValues[string]): string {
  return (lastOf(value) ?? '').trim()
}
