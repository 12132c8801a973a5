/**
 * What a form posted under one name, and what is said of it.
 *
 * @module
 */
import type { Problem } from '../errors.ts'
import type { Translator } from '../messages/translator.ts'
import type { FormValues } from '../route.ts'

/** The last of several, as browsers send a hidden default before a checkbox; undefined when it was not posted. */
export function lastOf(value: FormValues[string]): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value
}

/** The same without what was typed around it; empty when it was not posted. */
export function textOf(value: FormValues[string]): string {
  return (lastOf(value) ?? '').trim()
}

/** The problem's own sentence, else the catalogue's for its code, else one that fits any. */
export function sentenceOf(messages: Translator, problem: Problem): string {
  return (
    problem.message ??
    messages.maybe(`problem.${problem.code}`, problem.values) ??
    messages.text('refusal.other')
  )
}
