/**
 * Reads a posted form: finds all mistakes at once, and which answers changed.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import { plainCharacters } from '../core/plain-characters.ts'
import { sameValue } from '../core/same-value.ts'
import { textOf } from '../web/posted.ts'
import type { FormValues, UploadedFile } from '../web/route.ts'
import { type BirthDate, readBirthDate } from './birth-date.ts'
import { contradictions } from './both-scripts.ts'
import { type FieldDefinition, type FilePurpose, inputsOf, missing, valueAt } from './fields/definition.ts'
import { MISSING_BACK } from './fields/documents.ts'
import { isFarTooLong } from './fields/parse.ts'
import { problemAt } from './problems.ts'
import type { Question, Questionnaire } from './questions.ts'
import type { Situation } from './situation.ts'
import { checkUpload } from './upload-check.ts'

/** A new value for Stripe. */
export interface Change {
  param: string
  value: unknown
  /** The input that it was made from: the first one of a date. */
  input: string
}

/** A file to send before the changes, since they contain its id. */
export interface Upload {
  /** The parameter that takes its id. */
  param: string
  /** Whether that parameter takes a list of ids. */
  listed: boolean
  file: UploadedFile
  purpose: FilePurpose
}

export interface Answers {
  changes: Change[]
  uploads: Upload[]
  problems: Problem[]
}

interface Posted {
  values: FormValues
  files: readonly UploadedFile[]
}

/**
 * @param questions the questions the form asked
 * @param partial whether an answer that was not posted stays as it is, as in the API
 */
export function readAnswers(
  { situation, alternatives }: Pick<Questionnaire, 'situation' | 'alternatives'>,
  questions: readonly Question[],
  posted: Posted,
  partial: boolean,
): Answers {
  const answers: Answers = { changes: [], uploads: [], problems: [] }
  for (const question of questions) {
    if (partial && !isPosted(question.definition, posted)) continue
    const { kind } = question.definition
    if (kind === 'document') readDocument(situation, question, posted, answers)
    else if (kind === 'files') readFiles(situation, question, posted, answers)
    else if (kind === 'date') readDate(situation, question, posted, answers)
    else readText(situation, question, posted, answers)
  }
  if (!partial) answers.problems.push(...unansweredAlternatives(situation, questions, alternatives, posted))
  answers.problems.push(...contradictions(situation, questions, posted.values))
  return withoutCovered(situation, answers, questions, posted)
}

function isPosted(definition: FieldDefinition, { values, files }: Posted): boolean {
  return inputsOf(definition).some(
    (input) => own(values, input) !== undefined || files.some(({ field }) => field === input),
  )
}

function readText(situation: Situation, question: Question, { values }: Posted, answers: Answers): void {
  const { definition, due, required, clearable } = question
  const { name, param, given, value: shown } = definition
  const typed = textOf(own(values, name))
  if (typed === '') {
    const kept = definition.kind === 'secret' && given && !due
    if (required && !kept) answers.problems.push(problemAt(situation, definition, name, missing(definition)))
    // A form from before Stripe had an answer does not have the input.
    else if (clearable && shown !== '' && own(values, name) !== undefined)
      answers.changes.push({ param, value: definition.emptied, input: name })
    return
  }
  const again = isLookedAtAgain(question)
  // The person left Stripe's value unchanged: keep it, even if our rules would refuse it now.
  if (typed === shown && !again) return
  const parsed = definition.parse(typed)
  if ('refusal' in parsed) answers.problems.push(problemAt(situation, definition, name, parsed))
  else if (again || !sameValue(parsed.value, definition.stored))
    answers.changes.push({ param, value: parsed.value, input: name })
}

/** Whether the same answer may be right now: somebody mends their site, and Stripe opens it when it gets the address again. */
function isLookedAtAgain({ refused }: Question): boolean {
  return refused?.code.startsWith('invalid_url_') === true
}

/** Characters of a year. */
const LONGEST_PART = 4

function readDate(situation: Situation, question: Question, { values }: Posted, answers: Answers): void {
  const { definition, required } = question
  const { name, param } = definition
  const part = (which: keyof BirthDate) => {
    const written = textOf(own(values, `${name}_${which}`))
    return isFarTooLong(written, LONGEST_PART) ? written : plainCharacters(written).replace(/[.,年月日]$/, '')
  }
  const typed = { day: part('day'), month: part('month'), year: part('year') }
  const present = definition.stored as Partial<BirthDate> | null | undefined
  const date = readBirthDate(typed, situation.now, situation.test)
  if (date && sameDate(typed, present)) return
  if (!date) {
    if (required)
      answers.problems.push(problemAt(situation, definition, `${name}_day`, { refusal: 'refusal.enter' }))
  } else if (Array.isArray(date)) {
    for (const refusal of date)
      answers.problems.push(problemAt(situation, definition, `${name}_${refusal.part}`, refusal))
  } else {
    // Stripe takes a date only as a whole.
    answers.changes.push({ param, value: date, input: `${name}_day` })
  }
}

function sameDate(
  typed: Record<keyof BirthDate, string>,
  present: Partial<BirthDate> | null | undefined,
): boolean {
  return (['day', 'month', 'year'] as const).every(
    (part) => typed[part].replace(/^0+(?=\d)/, '') === String(present?.[part]),
  )
}

function readDocument(situation: Situation, question: Question, { files }: Posted, answers: Answers): void {
  const { definition, due, required, refused } = question
  const { name, param, purpose, given } = definition
  if (!purpose) return
  const side = (which: 'front' | 'back') =>
    files.find((file) => file.field === `${name}_${which}` && isChosen(file))
  const [front, back] = [side('front'), side('back')]
  const onlyBackIsWanted = refused?.code === MISSING_BACK
  const frontIsWanted = (required && (due || !given) && !onlyBackIsWanted) || (back && !given)
  if (!front && frontIsWanted)
    answers.problems.push(
      problemAt(situation, definition, `${name}_front`, { refusal: 'refusal.file-missing' }),
    )
  // Otherwise Stripe would check the new front against the old document's back.
  if (front && !back && valueAt(definition.stored, 'back'))
    answers.changes.push({ param: `${param}.back`, value: '', input: `${name}_back` })
  for (const [which, file] of [
    ['front', front],
    ['back', back],
  ] as const) {
    if (file)
      addUpload(situation, definition, { param: `${param}.${which}`, listed: false, file, purpose }, answers)
  }
}

function readFiles(situation: Situation, question: Question, { files }: Posted, answers: Answers): void {
  const { definition, required } = question
  const { name, param, purpose } = definition
  if (!purpose) return
  const chosen = files.filter((file) => file.field === name && isChosen(file))
  if (chosen.length === 0 && required)
    answers.problems.push(problemAt(situation, definition, name, { refusal: 'refusal.file-missing' }))
  for (const file of chosen) addUpload(situation, definition, { param, listed: true, file, purpose }, answers)
}

/** A browser sends a file input with no file chosen as an empty file without a name. */
function isChosen({ name, bytes }: UploadedFile): boolean {
  return name !== '' || bytes.length > 0
}

function addUpload(
  situation: Situation,
  definition: FieldDefinition,
  upload: Upload,
  answers: Answers,
): void {
  const refusal = checkUpload(upload.file)
  if (refusal) answers.problems.push(problemAt(situation, definition, upload.file.field, refusal))
  else answers.uploads.push(upload)
}

/** Stripe takes one answer or the other and got neither: one problem, at the first question. */
function unansweredAlternatives(
  situation: Situation,
  questions: readonly Question[],
  alternatives: Questionnaire['alternatives'],
  posted: Posted,
): Problem[] {
  const asked = new Set(questions.map(({ definition }) => definition.name))
  const answered = (definition: FieldDefinition) =>
    (definition.given && definition.value === '') ||
    textOf(own(posted.values, definition.name)) !== '' ||
    hasFile(definition, posted)
  return alternatives.flatMap(({ original, alternative }) => {
    const [first] = original
    if (!first || ![...original, ...alternative].every(({ name }) => asked.has(name))) return []
    if (original.every(answered) || (alternative.length > 0 && alternative.every(answered))) return []
    if (alternative.length === 0) return [problemAt(situation, first, first.name, missing(first))]
    const other = situation.messages.list(alternative.map(({ noun }) => noun))
    return [problemAt(situation, first, first.name, { refusal: 'refusal.either', values: { other } })]
  })
}

function hasFile(definition: FieldDefinition, { files }: Posted): boolean {
  const [first] = inputsOf(definition)
  return files.some((file) => file.field === first && isChosen(file))
}

/** A whole number makes its last digits unnecessary. Stripe refuses both together, so only the whole one is sent if they agree. */
function withoutCovered(
  situation: Situation,
  answers: Answers,
  questions: readonly Question[],
  { values }: Posted,
): Answers {
  const definitions = questions.map(({ definition }) => definition)
  const typed = ({ name }: FieldDefinition) => textOf(own(values, name))
  const covered = definitions.flatMap((part) => {
    if (part.coveredBy === undefined) return []
    const whole = definitions.find(({ param }) => param === part.coveredBy)
    return whole && typed(whole) !== '' ? [{ part, whole }] : []
  })
  const params = covered.map(({ part }) => part.param)
  const leftEmpty = covered.filter(({ part }) => typed(part) === '').map(({ part }) => part.name)
  const differing = covered.flatMap(({ part, whole }) => {
    if (typed(part) === '') return []
    const [number, end] = [whole.parse(typed(whole)), part.parse(typed(part))]
    if (!('value' in number) || !('value' in end) || String(number.value).endsWith(String(end.value)))
      return []
    return [
      problemAt(situation, part, part.name, { refusal: 'refusal.differs', values: { other: whole.noun } }),
    ]
  })
  return {
    ...answers,
    changes: answers.changes.filter(({ param }) => !params.includes(param)),
    problems: [
      ...answers.problems.filter(({ field }) => field === undefined || !leftEmpty.includes(field)),
      ...differing,
    ],
  }
}
