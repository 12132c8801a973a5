/**
 * Forms whose answers a browser gave to Stripe itself: reads what this server gets of them.
 *
 * @module
 */
import { ConnectError, type Problem } from '../../core/errors.ts'
import { own } from '../../core/own.ts'
import type { FormValues } from '../../web/route.ts'
import { type Answers, type Change, readAnswers } from '../answers.ts'
import { type FieldDefinition, inputsOf } from '../fields/definition.ts'
import { problemAt } from '../problems.ts'
import type { Question, Questionnaire } from '../questions.ts'
import type { SealedAnswers } from '../send-answers.ts'
import { placesOf } from '../stripe-params.ts'
import { type forUs, isForStripe, TOKEN_INPUTS } from './for-stripe.ts'
import { readToken } from './read-token.ts'

/** @throws ConnectError `only-as-token` with the field of every answer that is for Stripe alone */
export function refuseForStripe(values: FormValues, isForUs: (typeof forUs)[keyof typeof forUs]): void {
  const refused = Object.keys(values).filter((name) => !isForUs(name))
  if (refused.length > 0) throw ConnectError.of(refused.map((field) => ({ code: 'only-as-token', field })))
}

/** The questions that this server reads the answers of. */
function questionsForUs(questions: readonly Question[]): Question[] {
  return questions.filter(({ definition }) => !isForStripe(definition))
}

/** The names of the inputs that a form about these questions may have. */
export function namesForUs(questions: readonly Question[]): Set<string> {
  const lists = questions.filter(({ definition }) => isListOfIds(definition))
  const open = [...questionsForUs(questions), ...lists].flatMap(({ definition }) => inputsOf(definition))
  return new Set([...open, ...TOKEN_INPUTS])
}

/**
 * The tokens of a form about an account.
 *
 * @throws ConnectError `invalid-token`
 */
export function sealedAccount(values: FormValues, questions: readonly Question[]): SealedAnswers {
  return {
    account: readToken(values, 'token', 'account'),
    person: readToken(values, 'person_token', 'person'),
    places: placesOf(questions.map(({ definition }) => definition)),
  }
}

/**
 * The token of a form about somebody of a company.
 *
 * @throws ConnectError `invalid-token`
 */
export function sealedPerson(
  values: FormValues,
  personid: string,
  questions: readonly Question[],
): SealedAnswers {
  return {
    person: readToken(values, 'token', 'person'),
    personid,
    places: placesOf(questions.map(({ definition }) => definition)),
  }
}

/**
 * Reads what this server gets of a form: the answers that are on no token, and the ids of files.
 *
 * @param partial as for `readAnswers`
 */
export function answersForUs(
  asked: Questionnaire,
  questions: readonly Question[],
  values: FormValues,
  sealed: SealedAnswers,
  partial: boolean,
): Answers {
  const answers = readAnswers(asked, questionsForUs(questions), { values, files: [] }, partial)
  const files = fileIds(asked, questions, values, partial)
  return {
    ...answers,
    changes: [...answers.changes, ...files.changes],
    problems: [...answers.problems, ...files.problems, ...(partial ? [] : unsealed(questions, sealed))],
  }
}

/** What the person was asked to give to Stripe, and gave no answer to. The browser says it first, with the field. */
function unsealed(questions: readonly Question[], { account, person }: SealedAnswers): Problem[] {
  const isMissing = questions.some(
    ({ definition, due, required }) =>
      isForStripe(definition) && !isListOfIds(definition) && required && (due || !definition.given),
  )
  return isMissing && !account && !person ? [{ code: 'invalid-token', field: 'token' }] : []
}

/** Documents about an account, which no token holds: the browser sends Stripe the files, and us their ids. */
function isListOfIds({ kind, param }: Pick<FieldDefinition, 'kind' | 'param'>): boolean {
  return kind === 'files' && param.startsWith('documents.')
}

const FILE_ID = /^file_\w{1,200}$/

/** The ids of files that Stripe has, as changes. In the API, one text has several, with commas between. */
function fileIds(
  { situation }: Pick<Questionnaire, 'situation'>,
  questions: readonly Question[],
  values: FormValues,
  partial: boolean,
): Pick<Answers, 'changes' | 'problems'> {
  const changes: Change[] = []
  const problems: Problem[] = []
  for (const { definition, required } of questions.filter((question) => isListOfIds(question.definition))) {
    const { name: input, param } = definition
    const value = [own(values, input) ?? []].flat().flatMap((ids) => ids.split(','))
    if (value.length > 0 ? !value.every((id) => FILE_ID.test(id)) : required && !partial)
      problems.push(problemAt(situation, definition, input, { refusal: 'refusal.file-missing' }))
    else if (value.length > 0) changes.push({ param, value, input })
  }
  return { changes, problems }
}
