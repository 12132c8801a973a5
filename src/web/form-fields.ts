/**
 * The questions of a form, as data for a page to draw.
 *
 * @module
 */

export interface Option {
  value: string
  label: string
}

/** How an answer is typed in. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'email'
  | 'phone'
  | 'url'
  /** Secret digits, typed once and never shown again. */
  | 'secret'
  /** Three boxes: `<name>_day`, `<name>_month`, `<name>_year`. */
  | 'date'
  | 'choice'
  /** A choice among hundreds, found by typing (an input with a datalist). */
  | 'search'
  /** Yes or no. */
  | 'checkbox'
  /** Two files: `<name>_front`, `<name>_back`. */
  | 'document'
  /** Several files for one requirement. */
  | 'files'

/** One question. Its `name` is the requirement with dots as underscores, which is also the suffix of its error code. */
export interface Field {
  name: string
  /** Stripe's path, e.g. `individual.dob.day` (the first of several when one field answers several). */
  requirement: string
  kind: FieldKind
  label: string
  /** The label for a place without the group's legend, e.g. the error summary: `Last name in kanji`. */
  fullLabel: string
  hint: string | undefined
  /** What the person typed last, else what Stripe has; empty for secrets and files. */
  value: string
  /** Stands in the input while `value` is empty; it is no answer yet. */
  suggestion?: string | undefined
  /** For 'date'. */
  parts?: { day: string; month: string; year: string }
  /** For 'date': which of its boxes to correct. */
  wrongParts?: { day: boolean; month: boolean; year: boolean }
  /** For 'date': the order of its boxes, as the country writes a date. */
  order?: readonly ('day' | 'month' | 'year')[]
  /** For 'document': only `<name>_front` is shown. */
  oneSided?: boolean
  /** For 'document': which of its files to replace. */
  wrongSides?: { front: boolean; back: boolean }
  /** Stripe already has the answer but does not show it again (ID numbers, documents). */
  provided: boolean
  required: boolean
  /** The browser sends the answer to Stripe alone: its inputs have no names, so that no form takes it anywhere else. */
  isForStripe: boolean
  /** The name of the field with the same answer in another script. */
  sameAs: string | undefined
  /** The label of the field that may be answered instead, when Stripe needs one of the two. */
  instead: string | undefined
  options: readonly Option[]
  /** The HTML autocomplete token, e.g. `given-name`. */
  autocomplete: string | undefined
  inputMode: 'text' | 'numeric' | 'tel' | 'email' | 'url' | undefined
  /** For a short answer: the number of characters that its input shows. */
  size: number | undefined
  /** The language of the answer, for kana and kanji: `ja-Kana`, `ja`. */
  lang: string | undefined
  /** For documents: MIME types taken, and the largest size in bytes. */
  accept: readonly string[]
  maxBytes: number | undefined
  /** What is wrong with the answer and how to fix it. */
  error: string | undefined
}

/** Fields that belong together under a legend, e.g. an address in kana. */
export interface FieldGroup {
  legend: string | undefined
  fields: Field[]
}
