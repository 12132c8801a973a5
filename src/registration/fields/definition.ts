/**
 * What the catalogue knows of one question: where its answer is in Stripe's object, how it is asked, and what is taken.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { own } from '../../core/own.ts'
import type { MessageKey, Translator } from '../../messages/translator.ts'
import type { Field, FieldKind } from '../../web/form-fields.ts'
import type { StepId } from '../form.ts'

/** What a question depends on besides the question itself. */
export interface Situation {
  account: Stripe.Account
  /** Of the account, ISO 3166-1. */
  country: string
  /** Stripe's test values are taken: the key is a test key, or Stripe is the offline one. */
  test: boolean
  now: Date
  messages: Translator
}

/** Why an answer was not taken, in a sentence of the catalogue. */
export interface Refusal {
  refusal: MessageKey
  values?: Record<string, string | number>
}

/** An answer in the form that Stripe takes it. */
export type Parsed = { value: unknown } | Refusal

/** What a file is sent to Stripe for. @see https://docs.stripe.com/api/files/create#create_file-purpose */
export type FilePurpose = 'identity_document' | 'additional_verification' | 'account_requirement'

export interface FieldDefinition {
  /** The name of the input, and of its error code: `invalid-<name>`. */
  name: string
  /** Stripe's requirements that its answer meets. */
  requirements: readonly [string, ...string[]]
  /** Where Stripe takes the answer and gives it back, e.g. `individual.dob`. */
  param: string
  step: StepId
  /** Questions of one group stand together, under its legend. */
  group: 'main' | 'kanji' | 'kana'
  kind: FieldKind
  label: string
  hint: string | undefined
  /** Never needed, e.g. a second address line. */
  optional: boolean
  /** Asked whenever this requirement is, although Stripe does not list it. */
  companionOf: string | undefined
  /** Not asked when this requirement is, since that answer contains it. */
  coveredBy: string | undefined
  options: Field['options']
  autocomplete: string | undefined
  inputMode: Field['inputMode']
  maxLength: number | undefined
  lang: string | undefined
  /** For files: their MIME types and what Stripe is told they are for. */
  accept: readonly string[]
  purpose: FilePurpose | undefined
  /** What Stripe has, as the person would type it. */
  shown(account: Stripe.Account): string
  /** Stripe has it, whether or not it shows it. */
  given(account: Stripe.Account): boolean
  /** @param typed trimmed, and not empty */
  parse(typed: string): Parsed
}

type Given = Partial<FieldDefinition> & Pick<FieldDefinition, 'requirements' | 'step' | 'label'>

/** Fills in what most questions have in common: one line of text, kept by Stripe at the requirement's own path. */
export function define(field: Given): FieldDefinition {
  const [requirement] = field.requirements
  const param = field.param ?? requirement
  const shown =
    field.shown ??
    ((account: Stripe.Account) => (field.kind === 'secret' ? '' : textOf(valueAt(account, param))))
  return {
    name: inputName(requirement),
    param,
    group: 'main',
    kind: 'text',
    hint: undefined,
    optional: false,
    companionOf: undefined,
    coveredBy: undefined,
    options: [],
    autocomplete: undefined,
    inputMode: undefined,
    maxLength: undefined,
    lang: undefined,
    accept: [],
    purpose: undefined,
    given: (account) => shown(account) !== '',
    parse: (typed) => ({ value: typed }),
    ...field,
    shown,
  }
}

/**
 * The name of a requirement's input: its path with underscores, as in the error codes of the API.
 *
 * @example
 * inputName('individual.first_name') // 'individual_first_name'
 */
export function inputName(requirement: string): string {
  return requirement.replaceAll('.', '_')
}

/** A question's label where its group is not seen: two groups ask for the same thing in two scripts. */
export function fullLabel(
  messages: Translator,
  { label, group }: Pick<FieldDefinition, 'label' | 'group'>,
): string {
  return group === 'main' ? label : messages.text(`label.${group}`, { label })
}

/** The names of a question's inputs: one, or one for each part of a date and each side of a document. */
export function inputsOf({ name, kind }: Pick<FieldDefinition, 'name' | 'kind'>): string[] {
  if (kind === 'date') return [`${name}_day`, `${name}_month`, `${name}_year`]
  return kind === 'document' ? [`${name}_front`, `${name}_back`] : [name]
}

/** What stands at a path of Stripe's object; undefined where the path ends early. */
export function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null ? own(at as Record<string, unknown>, key) : undefined,
      object,
    )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Stripe's limits are in characters as a person counts them, not in UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length
}
