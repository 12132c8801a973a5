/**
 * A question as the page shows it: with what the person typed last, or else with what Stripe has.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import type { Field } from '../web/form-fields.ts'
import { lastOf } from '../web/posted.ts'
import type { FormValues } from '../web/route.ts'
import type { BirthDate } from './birth-date.ts'
import { dateOrder } from './countries/date-order.ts'
import { type FieldDefinition, inputsOf } from './fields/definition.ts'
import { MISSING_BACK } from './fields/documents.ts'
import type { Question } from './questions.ts'
import type { Situation } from './situation.ts'
import { isForStripe } from './tokens/for-stripe.ts'
import { LARGEST_FILE } from './upload-check.ts'
import { reasonOf } from './words.ts'

/** A longer answer gets the width of the form. */
const LONGEST_SHORT = 40

/**
 * @param values what was posted, when the page shows it again with its problems
 * @param problems what is wrong with the posted answers
 */
export function drawField(
  situation: Situation,
  question: Question,
  values: FormValues | undefined,
  problems: readonly Problem[] = [],
): Field {
  const { definition, required, instead } = question
  const { name, kind, given } = definition
  const isFile = kind === 'document' || kind === 'files'
  const error = errorOf(situation, question, values !== undefined, problems)
  return {
    name,
    requirement: definition.requirements[0],
    kind,
    label: definition.label,
    fullLabel: definition.fullLabel,
    hint: hintOf(situation, question),
    value: isFile ? '' : (lastOf(own(values, name)) ?? (values ? '' : definition.value)),
    suggestion: values || given ? undefined : definition.suggestion,
    ...(kind === 'date' && {
      parts: dateParts(definition, values),
      wrongParts: wrongParts(dateParts(definition, values), name, problems, error),
      order: dateOrder(situation.country),
    }),
    ...(kind === 'document' && {
      oneSided: definition.oneSided && question.refused?.code !== MISSING_BACK,
      wrongSides: wrongSides(question, problems, error),
    }),
    provided: given && (isFile || kind === 'secret'),
    required,
    isForStripe: situation.tokensOnly && isForStripe(definition),
    sameAs: definition.sameAs,
    instead,
    options: definition.options,
    autocomplete: definition.autocomplete,
    inputMode: definition.inputMode,
    size:
      definition.maxLength !== undefined && definition.maxLength <= LONGEST_SHORT
        ? definition.maxLength
        : undefined,
    lang: definition.lang,
    accept: definition.accept,
    maxBytes: isFile ? LARGEST_FILE : undefined,
    error,
  }
}

/** The form already offers documents that Stripe may ask for later, and says that they are optional. */
function hintOf(situation: Situation, question: Question): string | undefined {
  const { messages, account } = situation
  const hint = ownHint(situation, question)
  // Of a first registration, all is missing.
  const isMissing =
    account.details_submitted && question.due && !question.definition.given && !question.refused
  return isMissing ? [messages.text('field.missing'), hint].filter(Boolean).join(' ') : hint
}

function ownHint({ messages, country }: Situation, { definition, required }: Question): string | undefined {
  const { hint, kind, given } = definition
  if (kind === 'date') return messages.text('field.date-hint', { example: exampleDate(country) })
  if (required || given || kind !== 'document') return hint
  const optional = messages.text('field.document.optional')
  return hint ? `${hint} ${optional}` : optional
}

function exampleDate(country: string): string {
  const example = { day: '27', month: '3', year: '1985' }
  return dateOrder(country)
    .map((part) => example[part])
    .join(' ')
}

/** The three parts of a date: as posted, or else as Stripe has them. */
export function dateParts(
  { name, stored }: FieldDefinition,
  values: FormValues | undefined,
): Record<keyof BirthDate, string> {
  const present = stored as Partial<BirthDate> | null | undefined
  const part = (which: keyof BirthDate) =>
    values ? (lastOf(own(values, `${name}_${which}`)) ?? '') : String(present?.[which] ?? '')
  return { day: part('day'), month: part('month'), year: part('year') }
}

/** All of them when the date is missing, or when Stripe found the whole wrong. */
function wrongParts(
  typed: Record<keyof BirthDate, string>,
  name: string,
  problems: readonly Problem[],
  error: string | undefined,
): Record<keyof BirthDate, boolean> {
  const named = (part: keyof BirthDate) => problems.some(({ field }) => field === `${name}_${part}`)
  const whole = !Object.values(typed).some(Boolean) || !(named('day') || named('month') || named('year'))
  const wrong = (part: keyof BirthDate) => error !== undefined && (whole || named(part))
  return { day: wrong('day'), month: wrong('month'), year: wrong('year') }
}

/** Both when Stripe refused the document and not one of its sides. */
function wrongSides(
  { definition: { name }, refused }: Question,
  problems: readonly Problem[],
  error: string | undefined,
): { front: boolean; back: boolean } {
  const named = (side: 'front' | 'back') => problems.some(({ field }) => field === `${name}_${side}`)
  const isOnlyBack = !named('front') && (named('back') || refused?.code === MISSING_BACK)
  const isOnlyFront = named('front') && !named('back')
  return { front: error !== undefined && !isOnlyBack, back: error !== undefined && !isOnlyFront }
}

/** What is wrong with the posted answer, or else what Stripe found wrong with the answer it has. */
function errorOf(
  { messages }: Situation,
  { definition, refused }: Question,
  attempted: boolean,
  problems: readonly Problem[],
): string | undefined {
  const inputs = [definition.name, ...inputsOf(definition)]
  const own = problems.filter(({ field }) => field !== undefined && inputs.includes(field))
  // The front and the back of a document may both be wrong.
  const sentences = [...new Set(own.map((problem) => messages.problem(problem)))]
  if (sentences.length > 1) return sentences.map((sentence) => sentence.replace(/\.?$/, '.')).join(' ')
  if (sentences[0] !== undefined) return sentences[0]
  if (attempted || !refused) return undefined
  return reasonOf(messages, refused)
}
