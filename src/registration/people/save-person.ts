import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { Context } from '../../context/context.ts'
import { notFound } from '../../core/errors.ts'
import type { FormValues, UploadedFile } from '../../web/route.ts'
import { type Answers, readAnswers } from '../answers.ts'
import { fileInputs } from '../questions.ts'
import {
  inputsOfAll,
  refuseIfRejected,
  refuseIfStale,
  send,
  textsForFiles,
  unaskedProblems,
} from '../save-step.ts'
import type { SealedAnswers } from '../send-answers.ts'
import { forUs } from '../tokens/for-stripe.ts'
import { answersForUs, refuseForStripe, sealedPerson } from '../tokens/sealed-answers.ts'
import type { PersonForm } from './person-form.ts'
import { changedRelationshipProblems } from './relationship-problems.ts'

/**
 * Checks all answers about a person, and sends Stripe what changed.
 *
 * @param values the posted form, with the `version` it was drawn with
 * @throws ConnectError as `saveStep` does
 */
export async function savePerson(
  context: Context,
  form: PersonForm,
  values: FormValues,
  files: readonly UploadedFile[],
): Promise<PersonRow> {
  refuseIfRejected(form.row)
  if (form.asked.situation.tokensOnly) {
    const sealed = sealedPerson(values, form.person.id, form.questions)
    const answers = answersForUs(form.asked, form.questions, values, sealed, false)
    refuseIfStale(form.questions, answers, values.version, form.version, sealed)
    return sendPerson(context, form, answers, sealed)
  }
  const answers = readAnswers(form.asked, form.questions, { values, files }, false)
  refuseIfStale(form.questions, answers, values.version, form.version)
  return sendPerson(context, form, answers)
}

/**
 * Takes some answers about a person, by the same rules as the form. What was not posted stays as it is. For the API.
 *
 * @throws ConnectError as `savePerson` does, and `invalid-<name>` for each answer that nobody asks for
 */
export async function savePersonAnswers(
  context: Context,
  form: PersonForm,
  values: FormValues,
  files: readonly UploadedFile[],
): Promise<PersonRow> {
  refuseIfRejected(form.row)
  const { asked } = form
  const { questions } = asked
  if (asked.situation.tokensOnly) {
    refuseForStripe(values, forUs.person)
    const sealed = sealedPerson(values, form.person.id, questions)
    return sendPerson(context, form, answersForUs(asked, questions, values, sealed, true), sealed)
  }
  const answers = readAnswers(asked, questions, { values, files }, true)
  const problems = [
    ...unaskedProblems(asked, inputsOfAll(questions), values),
    ...textsForFiles(asked, questions, values),
    ...answers.problems,
  ]
  return sendPerson(context, form, { ...answers, problems })
}

/** The names of the files that the form may contain. */
export function personFiles({ row, questions, asked }: PersonForm): string[] {
  refuseIfRejected(row)
  return asked.situation.tokensOnly ? [] : fileInputs(questions)
}

async function sendPerson(
  context: Context,
  form: PersonForm,
  answers: Answers,
  sealed?: SealedAnswers,
): Promise<PersonRow> {
  const { person, questions, company } = form
  const others = company.people.filter(({ personid }) => personid !== person.id)
  const together = changedRelationshipProblems(context.messages, person, questions, others, answers.changes)
  const problems = [...answers.problems, ...together]
  await send(context, form, { ...answers, problems }, sealed)
  const saved = await personStore(context.services.storage).find(form.person.id)
  if (!saved) throw notFound('personid')
  return saved
}
