/**
 * A Japanese address is asked for in kanji and in katakana. What is the same in both, the postal code and the prefecture, is typed
 * once: it fills the other while that is empty, and while that says what it said itself before somebody changed it.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import { textOf } from '../web/posted.ts'
import type { FormValues } from '../web/route.ts'
import { PREFECTURES } from './countries/prefectures.ts'
import type { FieldDefinition } from './fields/definition.ts'
import { foldKana } from './fields/kana.ts'
import { problemAt } from './problems.ts'
import type { Question } from './questions.ts'
import type { Situation } from './situation.ts'

/** A posted form with what the person need not type again. */
interface Completed {
  values: FormValues
  /** The questions that were filled in. */
  filled: readonly FieldDefinition[]
}

/** @param questions those that the form asked */
export function inBothScripts(questions: readonly Question[], values: FormValues): Completed {
  const definitions = questions.map(({ definition }) => definition)
  const answers = definitions.flatMap((definition) => {
    const other = inOtherScript(definition, definitions)
    if (!other || !(isLeftEmpty(definition, values) || isLeftBehind(definition, other, values))) return []
    const answer = answerLike(definition, other, values)
    return answer === undefined ? [] : [{ definition, answer }]
  })
  const added = Object.fromEntries(answers.map(({ definition, answer }) => [definition.name, answer]))
  return { values: { ...values, ...added }, filled: answers.map(({ definition }) => definition) }
}

/** One problem for each answer in katakana that contradicts the one in kanji. */
export function contradictions(
  situation: Situation,
  questions: readonly Question[],
  values: FormValues,
): Problem[] {
  const definitions = questions.map(({ definition }) => definition)
  return definitions.flatMap((definition) => {
    const other = definition.group === 'kana' ? inOtherScript(definition, definitions) : undefined
    if (!other) return []
    const [answer, others] = [answerOf(definition, values), answerOf(other, values)]
    if (answer === undefined || others === undefined || !contradicts(definition, answer, others)) return []
    return [
      problemAt(situation, definition, definition.name, {
        refusal: 'refusal.differs',
        values: { other: other.noun },
      }),
    ]
  })
}

function inOtherScript(
  { sameAs }: FieldDefinition,
  definitions: readonly FieldDefinition[],
): FieldDefinition | undefined {
  return sameAs === undefined ? undefined : definitions.find(({ name }) => name === sameAs)
}

/** Somebody moved: they changed the other, and this one says what the other said before. */
function isLeftBehind(definition: FieldDefinition, other: FieldDefinition, values: FormValues): boolean {
  const typed = textOf(own(values, definition.name))
  if (typed === '' || typed !== definition.value || other.value === '') return false
  const [answer, changed] = [answerOf(definition, values), answerOf(other, values)]
  return (
    answer !== undefined &&
    changed !== undefined &&
    contradicts(definition, answer, changed) &&
    !contradicts(definition, answer, other.value)
  )
}

function contradicts({ kind }: FieldDefinition, answer: string, other: string): boolean {
  if (kind !== 'choice') return answer !== other
  const [here, there] = [PREFECTURES.filter(isNamed(answer)), PREFECTURES.filter(isNamed(other))]
  return here.length > 0 && there.length > 0 && !here.some((prefecture) => there.includes(prefecture))
}

/** A form from before Stripe asked does not have the input. */
function isLeftEmpty({ name }: FieldDefinition, values: FormValues): boolean {
  return own(values, name) !== undefined && textOf(own(values, name)) === ''
}

function answerLike(
  { kind, options }: FieldDefinition,
  other: FieldDefinition,
  values: FormValues,
): string | undefined {
  const answer = answerOf(other, values)
  if (answer === undefined || kind !== 'choice') return answer
  const named = PREFECTURES.filter(isNamed(answer))
  return options.find(({ value }) => named.some(isNamed(value)))?.value
}

/** @returns undefined for an answer that is empty or refused */
function answerOf(definition: FieldDefinition, values: FormValues): string | undefined {
  const typed = textOf(own(values, definition.name))
  const parsed = typed === '' ? undefined : definition.parse(typed)
  return parsed && 'value' in parsed ? String(parsed.value) : undefined
}

function isNamed(text: string): (names: readonly string[]) => boolean {
  const kana = foldKana(text)
  return (names) => names.some((name) => foldKana(name) === kana)
}
