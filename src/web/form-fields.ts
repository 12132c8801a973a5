/**
 * The questions of a form as data: what a page draws.
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
  /** Digits and the like that are typed once and never shown again. */
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
  /** Several files of one requirement. */
  | 'files'

/** One question. Its `name` is the requirement with dots as underscores, which is also the suffix of its error code. */
export interface Field {
  name: string
  /** Stripe's path, e.g. `individual.dob.day` (the first of several when one field answers several). */
  requirement: string
  kind: FieldKind
  label: string
  /** The label where the legend of the group is not seen, e.g. in a list of what is wrong: `Last name in kanji`. */
  fullLabel: string
  hint: string | undefined
  /** What the person typed last, else what Stripe has; empty for secrets and files. */
  value: string
  /** For 'date'. */
  parts?: { day: string; month: string; year: string }
  /** For 'date': its boxes in the order in which the country writes one. */
  order?: readonly ('day' | 'month' | 'year')[]
  /** Stripe has it already although it does not show it again (id numbers, documents). */
  provided: boolean
  required: boolean
  /** What may be answered instead of this, one of the two being needed: its label. */
  instead: string | undefined
  options: readonly Option[]
  /** The HTML autocomplete token, e.g. `given-name`. */
  autocomplete: string | undefined
  inputMode: 'text' | 'numeric' | 'tel' | 'email' | 'url' | undefined
  maxLength: number | undefined
  /** The language of what is typed, for kana and kanji: `ja-Kana`, `ja`. */
  lang: string | undefined
  /** For documents: MIME types taken, and the largest size in bytes. */
  accept: readonly string[]
  maxBytes: number | undefined
  /** What is wrong with the answer, in words that say what to do. */
  error: string | undefined
}

/** Fields that belong together under a legend, e.g. an address in kana. */
export interface FieldGroup {
  legend: string | undefined
  fields: Field[]
}
