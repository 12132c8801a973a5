/**
 * What the catalogue knows of one question: where its answer is in Stripe's object, how it is asked, and what is taken.
 *
 * @module
 */
import { own } from '../../core/own.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Field, FieldKind } from '../../web/form-fields.ts'
import type { StepId } from '../form.ts'
import type { Subject } from '../subject.ts'
import { type Words, wordsFor } from '../words.ts'
import { LONGEST_TEXT, type Parsed, parseText } from './parse.ts'

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
  /** The label where the legend of the group is not seen: two groups ask for the same thing in two scripts. */
  fullLabel: string
  /** What a sentence calls it, e.g. `your first name in kanji`. */
  noun: string
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
  /** What stands at `param`; undefined where Stripe has nothing. */
  stored: unknown
  /** The same as the person would type it; empty for secrets and files. */
  value: string
  /** Stripe has it, whether or not it shows it. */
  given: boolean
  /** @param typed trimmed, and not empty */
  parse(typed: string): Parsed
}

export type Declared = Partial<Omit<FieldDefinition, 'requirements' | 'label' | 'parse'>> &
  Pick<FieldDefinition, 'requirements' | 'step'> & {
    label: MessageKey | Words
    /** @param longest `maxLength`, or Stripe's limit for any text */
    parse?: (typed: string, longest: number) => Parsed
  }

/**
 * Declares a question. Its paths are relative to the subject. What most questions have in common is filled in: one line of
 * text, kept by Stripe at the requirement's own path.
 */
export function define(subject: Subject, field: Declared): FieldDefinition {
  const at = (path: string) => subject.prefix + path
  const { messages } = subject.situation
  const { group = 'main', kind = 'text', maxLength, parse = parseText } = field
  const [first, ...others] = field.requirements
  const requirements = [at(first), ...others.map(at)] as const
  const inGroup = (name: string) =>
    group === 'main' ? name : messages.text(`label.${group}`, { label: name })
  const { label, noun } =
    typeof field.label === 'string'
      ? wordsFor(messages, field.label, kind === 'checkbox' ? 'noun.quoted' : undefined)
      : field.label
  const stored = valueAt(subject.object, field.param ?? first)
  const value = field.value ?? (kind === 'secret' ? '' : textOf(stored))
  return {
    name: inputName(at(first)),
    optional: false,
    hint: undefined,
    options: [],
    autocomplete: undefined,
    inputMode: undefined,
    maxLength: undefined,
    lang: undefined,
    accept: [],
    purpose: undefined,
    given: value !== '',
    ...field,
    requirements,
    param: at(field.param ?? first),
    companionOf: field.companionOf && at(field.companionOf),
    coveredBy: field.coveredBy && at(field.coveredBy),
    group,
    kind,
    label,
    fullLabel: inGroup(label),
    noun: inGroup(noun),
    stored,
    value,
    parse: (typed) => parse(typed, maxLength ?? LONGEST_TEXT),
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
