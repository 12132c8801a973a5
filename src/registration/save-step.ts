import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context, SignedInContext } from '../context/context.ts'
import { ConnectError, type Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import { textOf } from '../web/posted.ts'
import type { FormValues, UploadedFile } from '../web/route.ts'
import { type Answers, readAnswers } from './answers.ts'
import { inBothScripts } from './both-scripts.ts'
import { countryMinimum } from './country-minimum.ts'
import { inputName, inputsOf } from './fields/definition.ts'
import type { StepId } from './form.ts'
import { inWords, problemAt } from './problems.ts'
import { askedIn, fileInputs, type Question, type Questionnaire } from './questions.ts'
import { open, type Registration } from './registration.ts'
import { type SealedAnswers, sendAnswers } from './send-answers.ts'
import { forUs } from './tokens/for-stripe.ts'
import { answersForUs, namesForUs, refuseForStripe, sealedAccount } from './tokens/sealed-answers.ts'

/**
 * Checks all answers of one step, and sends Stripe what changed.
 *
 * @param values the posted form, with the `version` it was drawn with
 * @throws ConnectError `changed-elsewhere` (409) when the form would undo what another tab saved meanwhile
 * @throws ConnectError `invalid-stripe-account` (409) when the account is rejected
 * @throws ConnectError with every problem at once, each with its field; nothing was sent in that case
 * @example
 * const saved = await saveStep(context, open(context, row), 'about-you', { individual_first_name: 'Maya', ... }, [])
 */
export async function saveStep(
  context: SignedInContext,
  registration: Registration,
  step: StepId,
  values: FormValues,
  files: readonly UploadedFile[],
): Promise<StripeAccountRow> {
  refuseIfRejected(registration.row)
  const asked = askedIn(step, registration.asked.questions)
  const version = registration.version(step)
  if (registration.asked.situation.tokensOnly) {
    const sealed = sealedAccount(values, asked)
    const answers = answersForUs(registration.asked, asked, values, sealed, false)
    refuseIfStale(asked, answers, values.version, version, sealed)
    return send(context, registration, answers, sealed)
  }
  const answers = readAnswers(registration.asked, asked, { values, files }, false)
  refuseIfStale(asked, answers, values.version, version)
  return send(context, registration, answers)
}

/**
 * @param drawn the version of the form that was sent
 * @param present the version of the form as it would be drawn now
 */
export function refuseIfStale(
  asked: readonly Question[],
  { changes, problems }: Answers,
  drawn: FormValues[string],
  present: string,
  sealed?: SealedAnswers,
): void {
  const isStale = drawn !== undefined && drawn !== present
  // An old form cannot undo these: a secret is never prefilled, and where Stripe has no answer there is nothing to undo.
  const harmless = asked
    .filter(({ definition }) => definition.kind === 'secret' || !definition.given)
    .map(({ definition }) => definition.param)
  // Nobody here knows what is on a token.
  const isSealed = Boolean(sealed?.account || sealed?.person)
  if (isStale && (isSealed || changes.some(({ param }) => !harmless.includes(param))))
    throw ConnectError.of([{ code: 'changed-elsewhere' }, ...problems], 409)
}

/**
 * Finds out whether a form says once what Stripe wants in two scripts. The rest is then filled in, for the person to check.
 *
 * @param questions the questions the form asked
 * @returns whether to show the form again
 * @throws ConnectError with every problem of the rest at once
 */
export function fillsIn(
  asked: Questionnaire,
  questions: readonly Question[],
  posted: FormValues,
  files: readonly UploadedFile[],
): boolean {
  const { values, filled } = inBothScripts(questions, posted)
  if (filled.length === 0) return false
  const { problems } = readAnswers(asked, questions, { values, files }, false)
  if (problems.length > 0) throw ConnectError.of(problems)
  return true
}

/**
 * Takes answers to questions of any step, by the same rules as the form. What was not posted stays as it is. For the API.
 *
 * @throws ConnectError as `saveStep` does, and `invalid-<name>` for each answer to a question that nobody can ask of this account
 */
export async function saveAnswers(
  context: SignedInContext,
  row: StripeAccountRow,
  values: FormValues,
  files: readonly UploadedFile[],
): Promise<StripeAccountRow> {
  refuseIfRejected(row)
  const minimum = await countryMinimum(context.services, row.stripeObject)
  const registration = open(context, row, undefined, minimum)
  const { asked } = registration
  if (asked.situation.tokensOnly) {
    refuseForStripe(values, forUs.account)
    const sealed = sealedAccount(values, asked.questions)
    const answers = answersForUs(asked, asked.questions, values, sealed, true)
    const unasked = unaskedProblems(asked, namesForUs(askable(asked)), values)
    return send(context, registration, { ...answers, problems: [...unasked, ...answers.problems] }, sealed)
  }
  const answers = readAnswers(asked, asked.questions, { values, files }, true)
  const questions = askable(asked)
  const problems = [
    ...unaskedProblems(asked, inputsOfAll(questions), values),
    ...textsForFiles(asked, questions, values),
    ...answers.problems,
  ]
  return send(context, registration, { ...answers, problems })
}

/**
 * The names of the files that answers may contain. Nobody may send files to a rejected account.
 *
 * @param step of the form; undefined for the API, which takes answers to any question
 * @throws ConnectError `invalid-stripe-account` (409) when the account is rejected
 */
export function answerFiles({ row, asked }: Registration, step: StepId | undefined): string[] {
  refuseIfRejected(row)
  if (asked.situation.tokensOnly) return []
  return fileInputs(step ? askedIn(step, asked.questions) : askable(asked))
}

/** Without a company's questions for an individual. */
function askable({ questions, situation }: Pick<Questionnaire, 'questions' | 'situation'>): Question[] {
  const others = situation.account.business_type === 'individual' ? 'company.' : 'individual.'
  return questions.filter(({ definition, shown }) => shown || !definition.param.startsWith(others))
}

/**
 * Answers that would be dropped without a word: mistyped names, and a company's for an individual.
 *
 * @param known the names of the inputs that may be sent
 */
export function unaskedProblems(
  { situation, demands }: Pick<Questionnaire, 'situation' | 'demands'>,
  known: ReadonlySet<string>,
  values: FormValues,
): Problem[] {
  const elsewhere = new Set([...demands.due, ...demands.later, ...demands.pending].map(inputName))
  return Object.keys(values)
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: `invalid-${name}`,
      field: name,
      message: situation.messages.text(elsewhere.has(name) ? 'refusal.no-field' : 'refusal.unasked'),
    }))
}

export function inputsOfAll(questions: readonly Question[]): Set<string> {
  return new Set(questions.flatMap(({ definition }) => inputsOf(definition)))
}

/** Text instead of a file. */
export function textsForFiles(
  { situation }: Pick<Questionnaire, 'situation'>,
  questions: readonly Question[],
  values: FormValues,
): Problem[] {
  return questions.flatMap(({ definition }) =>
    definition.purpose === undefined
      ? []
      : inputsOf(definition)
          .filter((name) => textOf(own(values, name)) !== '')
          .map((name) => problemAt(situation, definition, name, { refusal: 'refusal.file-missing' })),
  )
}

/** @throws ConnectError with what Stripe refused, each with its field and a sentence */
export async function send(
  context: Context,
  { row, asked }: Pick<Registration, 'row' | 'asked'>,
  answers: Answers,
  sealed?: SealedAnswers,
): Promise<StripeAccountRow> {
  try {
    return await sendAnswers(context, row, answers, sealed)
  } catch (error) {
    throw error instanceof ConnectError ? inWords(asked, error) : error
  }
}

/** Nothing about a rejected account can be changed. */
export function refuseIfRejected(row: StripeAccountRow): void {
  if (row.status === 'rejected') throw new ConnectError('invalid-stripe-account', { status: 409 })
}
