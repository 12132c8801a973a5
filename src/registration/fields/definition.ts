/**
 * The definition of one question: where its answer is in Stripe's object, how the form asks it, and what it accepts.
 *
 * @module
 */
import { own } from '../../core/own.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Field, FieldKind } from '../../web/form-fields.ts'
import type { StepId } from '../form.ts'
import type { Subject } from '../subject.ts'
import { type Words, wordsFor } from '../words.ts'
import { isFarTooLong, LONGEST_TEXT, type Parsed, parseText, type Refusal, tooLong } from './parse.ts'

/** The purpose of an upload. @see https://docs.stripe.com/api/files/create#create_file-purpose */
export type FilePurpose = 'identity_document' | 'additional_verification' | 'account_requirement'

export interface FieldDefinition {
  /** The name of the input, and of its error code: `invalid-<name>`. */
  name: string
  /** The requirements that its answer meets. */
  requirements: readonly [string, ...string[]]
  /** Stripe's parameter for the answer, and the place of it in Stripe's object, e.g. `individual.dob`. */
  param: string
  step: StepId
  /** The form shows the questions of a group together, under its legend. */
  group: 'main' | 'roles' | 'kanji' | 'kana'
  kind: FieldKind
  label: string
  /** The label for places without the group's legend: two groups may ask for the same thing in two scripts. */
  fullLabel: string
  /** Its name within a sentence, e.g. `your first name in kanji`. */
  noun: string
  hint: string | undefined
  /** Never needed, e.g. a second address line. */
  optional: boolean
  /** The form asks it whether or not Stripe does. */
  always: boolean
  /** What Stripe gets when the person empties the answer. */
  emptied: unknown
  /** The form asks it together with this requirement, even if Stripe does not list it. */
  companionOf: string | undefined
  /** The name of the input with the same answer in another script. */
  sameAs: string | undefined
  /** The form does not ask it together with this requirement, whose answer contains it. */
  coveredBy: string | undefined
  options: Field['options']
  autocomplete: string | undefined
  inputMode: Field['inputMode']
  /** The most characters that Stripe takes. The input takes more: cut off by a browser, a number would be another one. */
  maxLength: number | undefined
  lang: string | undefined
  /** For 'document': one file is enough, however many sides it has. */
  oneSided: boolean
  /** For files: the accepted MIME types, and the purpose to give Stripe. */
  accept: readonly string[]
  purpose: FilePurpose | undefined
  /** Stripe's value at `param`; undefined when it has none. */
  stored: unknown
  /** That value as the person would type it; empty for secrets and files. */
  value: string
  /** What the person would probably type, when Stripe has no value. */
  suggestion: string | undefined
  /** Stripe has an answer, even if it does not show it. */
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

/** Kinds whose answers are among options, none of which is a long text. */
const CHOICES: Partial<Record<FieldKind, Refusal>> = {
  choice: { refusal: 'refusal.choose' },
  search: { refusal: 'refusal.choice' },
  checkbox: { refusal: 'refusal.tick' },
}

/** Why a question that must be answered is refused without an answer. */
export function missing({ kind }: Pick<FieldDefinition, 'kind'>): Refusal {
  return CHOICES[kind] ?? { refusal: 'refusal.enter' }
}

/**
 * Declares a question. Its paths are relative to the subject. By default it is one line of text, which Stripe keeps at the
 * requirement's path.
 */
export function define(subject: Subject, field: Declared): FieldDefinition {
  const at = (path: string) => subject.prefix + path
  const input = (path: string) => inputName(subject.inputs + path)
  const { messages } = subject.situation
  const { group = 'main', kind = 'text', maxLength, parse = parseText } = field
  const longest = maxLength ?? (CHOICES[kind] ? 0 : LONGEST_TEXT)
  const [first, ...others] = field.requirements
  const requirements = [at(first), ...others.map(at)] as const
  const inGroup = (name: string) =>
    group === 'main' || group === 'roles' ? name : messages.text(`label.${group}`, { label: name })
  const { label, noun } =
    typeof field.label === 'string'
      ? wordsFor(messages, field.label, kind === 'checkbox' ? 'noun.quoted' : frameOf(subject))
      : field.label
  const stored = valueAt(subject.object, field.param ?? first)
  const value = field.value ?? (kind === 'secret' ? '' : textOf(stored))
  return {
    name: input(first),
    optional: false,
    always: false,
    emptied: '',
    hint: undefined,
    options: [],
    autocomplete: undefined,
    inputMode: undefined,
    maxLength: undefined,
    lang: undefined,
    oneSided: false,
    suggestion: undefined,
    accept: [],
    purpose: undefined,
    given: value !== '',
    ...field,
    // A browser knows how to fill in what its user is called, not what somebody else is.
    ...(subject.isAnother && { autocomplete: 'off' }),
    requirements,
    param: at(field.param ?? first),
    companionOf: field.companionOf && at(field.companionOf),
    sameAs: field.sameAs && input(field.sameAs),
    coveredBy: field.coveredBy && at(field.coveredBy),
    group,
    kind,
    label,
    fullLabel: inGroup(label),
    noun: inGroup(noun),
    stored,
    value,
    parse: (typed) =>
      isFarTooLong(typed, longest) ? (CHOICES[kind] ?? tooLong(longest)) : parse(typed, longest),
  }
}

/** How sentences name what they ask of a person. */
export function frameOf({ isAnother }: Subject): 'noun.your' | 'noun.their' {
  return isAnother ? 'noun.their' : 'noun.your'
}

/**
 * The name of a requirement's input: its path with underscores, as in the API's error codes.
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

/** The value at a path of Stripe's object; undefined when the path ends early. */
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
