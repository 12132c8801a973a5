/**
 * Which questions the form asks for this account, and which of them must be answered.
 *
 * @module
 */
import { type FieldDefinition, inputsOf } from './fields/definition.ts'
import type { StepId } from './form.ts'
import { type Demands, demandsOf, type Refused } from './requirements.ts'
import type { Situation } from './situation.ts'

export interface Question {
  definition: FieldDefinition
  /** The form shows it. The API accepts answers to the other questions too. */
  shown: boolean
  /** Stripe needs it now. */
  due: boolean
  /** Stripe's deadline applies to it, if there is one: it is due now, or due soon. */
  dated: boolean
  /** Must not be left empty: it is due, or Stripe already has an answer. */
  required: boolean
  /** May be emptied although Stripe has an answer: it was never needed, or another answer can take its place. */
  clearable: boolean
  /** The labels of the questions to answer instead; undefined when there are none. */
  instead: string | undefined
  /** The catalogue has no question for it. */
  unmapped: boolean
  /** What Stripe found wrong with the answer it has. */
  refused: Refused | undefined
}

/** Two sets of questions: all of one or all of the other must be answered. */
interface Alternative {
  original: readonly FieldDefinition[]
  alternative: readonly FieldDefinition[]
}

export interface Questionnaire {
  situation: Situation
  questions: readonly Question[]
  alternatives: readonly Alternative[]
  demands: Demands
}

const URL = 'business_profile.url'
const DESCRIPTION = 'business_profile.product_description'

/** Who or what a form asks about. */
export interface Scope {
  /** The questions that it knows. */
  known: readonly FieldDefinition[]
  /** Whether it answers this requirement. */
  covers(requirement: string): boolean
  /** A question for a requirement that it does not know. */
  plain(requirement: string): FieldDefinition
}

/**
 * All questions that may be asked: what is due, may become due or was refused, and what already has an answer, so
 * that the person can go back and correct it.
 */
export function questionnaire(
  situation: Situation,
  { known, covers, plain }: Scope,
  all: Demands = demandsOf(situation.account),
): Questionnaire {
  const demands = withDescription(all, situation)
  const asked = new Set(
    [
      ...demands.due,
      ...demands.later,
      ...demands.pending,
      ...demands.refused.keys(),
      ...demands.alternatives.flatMap(({ original, alternative }) => [...original, ...alternative]),
    ].filter(covers),
  )
  const mapped = new Set(known.flatMap(({ requirements }) => requirements))
  const unknown = new Set([...asked].filter((requirement) => !mapped.has(requirement)))
  const definitions = [...known, ...Array.from(unknown, plain)]
  const optionalOriginals = new Set(demands.alternatives.flatMap(({ original }) => original))
  const alternatives = alternativesOf(demands, definitions)
  const replaceable = new Set(
    alternatives.flatMap(({ original, alternative }) =>
      alternative.length > 0 ? [...original, ...alternative] : [],
    ),
  )

  const instead = otherAnswers(alternatives)

  const questions = definitions.map((definition): Question => {
    const { requirements, given } = definition
    const due = requirements.some((requirement) => demands.due.has(requirement))
    const either = requirements.some((requirement) => optionalOriginals.has(requirement))
    const isMinimum = requirements.some((requirement) => situation.minimum.has(requirement))
    const clearable = replaceable.has(definition) || (definition.optional && !isMinimum)
    const required = (due && !either) || (given && !clearable)
    return {
      definition,
      shown:
        !isCovered(definition, definitions, demands) &&
        (given ||
          definition.always ||
          requirements.some((requirement) => asked.has(requirement)) ||
          isCompanion(definition, asked, definitions)),
      due,
      dated: due || requirements.some((requirement) => demands.announced.has(requirement)),
      required,
      clearable,
      instead: required ? undefined : instead.get(definition),
      unmapped: unknown.has(requirements[0]),
      refused: requirements.flatMap((requirement) => demands.refused.get(requirement) ?? [])[0],
    }
  })
  return { situation, questions: withWholes(questions), demands, alternatives }
}

/** A whole number makes its last digits unnecessary. Each of the two questions names the other. */
function withWholes(questions: readonly Question[]): Question[] {
  const open = questions.filter(({ shown, definition }) => shown && !definition.given)
  const byRequirement = new Map(
    open.flatMap((question) => question.definition.requirements.map((path) => [path, question] as const)),
  )
  const others = new Map<Question, Question>()
  for (const part of open) {
    const { coveredBy } = part.definition
    const whole = coveredBy === undefined ? undefined : byRequirement.get(coveredBy)
    if (whole) others.set(part, whole).set(whole, part)
  }
  return questions.map((question) => {
    const other = others.get(question)
    return other ? { ...question, instead: question.instead ?? other.definition.fullLabel } : question
  })
}

/** The names of the files that these questions ask for. */
export function fileInputs(questions: readonly Question[]): string[] {
  return questions.flatMap(({ definition }) => (definition.purpose === undefined ? [] : inputsOf(definition)))
}

/** The questions that a step of the form shows. */
export function askedIn(step: StepId, questions: readonly Question[]): Question[] {
  return questions.filter(({ shown, definition }) => shown && definition.step === step)
}

/** What each side's questions say of the other side. */
function otherAnswers(alternatives: readonly Alternative[]): Map<FieldDefinition, string | undefined> {
  const labels = (definitions: readonly FieldDefinition[]) =>
    definitions.map(({ fullLabel }) => fullLabel).join(', ') || undefined
  const others = new Map<FieldDefinition, string | undefined>()
  for (const { original, alternative } of alternatives)
    for (const [side, other] of [
      [original, labels(alternative)],
      [alternative, labels(original)],
    ] as const)
      for (const definition of side) if (!others.has(definition)) others.set(definition, other)
  return others
}

/**
 * Stripe takes a description of what is sold instead of a URL, except in countries where it wants both. If Stripe has a
 * description and still asks for the URL, the description was not enough.
 *
 * @see https://docs.stripe.com/connect/required-verification-information
 */
function withDescription(demands: Demands, { account, minimum }: Situation): Demands {
  const { url, product_description: description } = account.business_profile ?? {}
  const isAsked = demands.due.has(URL) ? !description : Boolean(url || description)
  if (!isAsked || demands.due.has(DESCRIPTION) || demands.refused.has(URL)) return demands
  if (demands.alternatives.some(({ original }) => original.includes(URL))) return demands
  if (minimum.has(URL) && minimum.has(DESCRIPTION)) return demands
  const either = { original: [URL], alternative: [DESCRIPTION] }
  return { ...demands, alternatives: [...demands.alternatives, either] }
}

/** Another question, due now or already answered, covers this one. Stripe may still ask for this one. */
function isCovered(
  { coveredBy, requirements }: FieldDefinition,
  definitions: readonly FieldDefinition[],
  { due, announced }: Demands,
): boolean {
  if (coveredBy === undefined) return false
  if (due.has(coveredBy)) return true
  const isAsked = requirements.some((requirement) => due.has(requirement) || announced.has(requirement))
  return isGiven(coveredBy, definitions) && !isAsked
}

function isCompanion(
  { companionOf }: FieldDefinition,
  asked: ReadonlySet<string>,
  definitions: readonly FieldDefinition[],
): boolean {
  if (companionOf === undefined) return false
  return asked.has(companionOf) || isGiven(companionOf, definitions)
}

function isGiven(requirement: string, definitions: readonly FieldDefinition[]): boolean {
  return definitions.some(({ requirements, given }) => requirements.includes(requirement) && given)
}

function alternativesOf({ alternatives }: Demands, definitions: readonly FieldDefinition[]): Alternative[] {
  const byRequirement = new Map(
    definitions.flatMap((definition) =>
      definition.requirements.map((requirement) => [requirement, definition] as const),
    ),
  )
  const named = (paths: readonly string[]) => [
    ...new Set(paths.flatMap((path) => byRequirement.get(path) ?? [])),
  ]
  return alternatives.map(({ original, alternative }) => ({
    original: named(original),
    alternative: named(alternative),
  }))
}
