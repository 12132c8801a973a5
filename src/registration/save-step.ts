import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import type { FormValues, UploadedFile } from '../web/route.ts'
import { type Answers, readAnswers } from './answers.ts'
import type { StepId } from './form.ts'
import { inWords } from './problems.ts'
import { askedIn } from './questions.ts'
import { open, type Registration } from './registration.ts'
import { sendAnswers } from './send-answers.ts'

/**
 * Checks the answers of one step, all of them, and sends Stripe what changed.
 *
 * @param values what the form has, with the `version` that it was drawn with
 * @throws ConnectError `changed-elsewhere` (409) when it would take back what was saved from another tab meanwhile
 * @throws ConnectError with every problem at once, each with its field; nothing was sent then
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
  // What is never shown can only have been typed, and what Stripe has not got cannot be taken back.
  const harmless = asked
    .filter(({ definition }) => definition.kind === 'secret' || !definition.given)
    .map(({ definition }) => definition.param)
  if (isStale && answers.changes.some(({ param }) => !harmless.includes(param)))
    throw ConnectError.of([{ code: 'changed-elsewhere' }, ...answers.problems], 409)
  return send(context, registration, answers)
}

/**
 * Takes answers of any steps, by the same rules as the form, and leaves alone what was not posted: what the API does.
 *
 * @throws ConnectError as `saveStep` does
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
  return send(context, registration, readAnswers(asked, asked.questions, { values, files }, true))
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

/** Stripe keeps a rejected account as it was. */
function refuseIfRejected(row: StripeAccountRow): void {
  if (row.status === 'rejected') throw new ConnectError('invalid-stripe-account', { status: 409 })
}
