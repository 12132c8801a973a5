import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError, type Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import { textOf } from '../web/posted.ts'
import type { FormValues, UploadedFile } from '../web/route.ts'
import { type Answers, readAnswers } from './answers.ts'
import { inputsOf } from './fields/definition.ts'
import type { StepId } from './form.ts'
import { inWords, problemAt } from './problems.ts'
import { askedIn, type Questionnaire } from './questions.ts'
import { open, type Registration } from './registration.ts'
import { sendAnswers } from './send-answers.ts'

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
  const answers = readAnswers(registration.asked, asked, { values, files }, false)
  const { version } = values
  const isStale = version !== undefined && version !== registration.version(step)
  // An old form cannot undo these: a secret is never prefilled, and where Stripe has no answer there is nothing to undo.
  const harmless = asked
    .filter(({ definition }) => definition.kind === 'secret' || !definition.given)
    .map(({ definition }) => definition.param)
  if (isStale && answers.changes.some(({ param }) => !harmless.includes(param)))
    throw ConnectError.of([{ code: 'changed-elsewhere' }, ...answers.problems], 409)
  return send(context, registration, answers)
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
  const registration = open(context, row)
  const { asked } = registration
  const answers = readAnswers(asked, asked.questions, { values, files }, true)
  const problems = [...unasked(asked, values, files), ...answers.problems]
  return send(context, registration, { ...answers, problems })
}

/** Answers that would be dropped without a word: mistyped names, a company's for an individual, and text instead of a file. */
function unasked(
  { questions, situation }: Questionnaire,
  values: FormValues,
  files: readonly UploadedFile[],
): Problem[] {
  const others = situation.account.business_type === 'individual' ? 'company.' : 'individual.'
  const known = new Set(
    questions
      .filter(({ definition, shown }) => shown || !definition.param.startsWith(others))
      .flatMap(({ definition }) => inputsOf(definition)),
  )
  const names = new Set([...Object.keys(values), ...files.map(({ field }) => field)])
  const mistyped = [...names]
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: `invalid-${name}`,
      field: name,
      message: situation.messages.text('refusal.unasked'),
    }))
  const noFiles = questions.flatMap(({ definition }) =>
    definition.purpose === undefined
      ? []
      : inputsOf(definition)
          .filter((name) => known.has(name) && textOf(own(values, name)) !== '')
          .map((name) => problemAt(situation, definition, name, { refusal: 'refusal.file-missing' })),
  )
  return [...mistyped, ...noFiles]
}

async function send(
  context: SignedInContext,
  { row, asked }: Registration,
  answers: Answers,
): Promise<StripeAccountRow> {
  try {
    return await sendAnswers(context, row, answers)
  } catch (error) {
    throw error instanceof ConnectError ? inWords(asked, error) : error
  }
}

/** Nothing about a rejected account can be changed. */
function refuseIfRejected(row: StripeAccountRow): void {
  if (row.status === 'rejected') throw new ConnectError('invalid-stripe-account', { status: 409 })
}
