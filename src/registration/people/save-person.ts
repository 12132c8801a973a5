import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { Context } from '../../context/context.ts'
import { notFound, type Problem } from '../../core/errors.ts'
import type { FormValues, UploadedFile } from '../../web/route.ts'
import { type Answers, readAnswers } from '../answers.ts'
import { inputsOf } from '../fields/definition.ts'
import { fileInputs } from '../questions.ts'
import { refuseIfRejected, refuseIfStale, send, unaskedProblems } from '../save-step.ts'
import type { PersonForm } from './person-form.ts'
import { relationshipProblems } from './relationship-problems.ts'

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
  const answers = readAnswers(asked, asked.questions, { values, files }, true)
  const problems = [...unaskedProblems(asked, asked.questions, values), ...answers.problems]
  return sendPerson(context, form, { ...answers, problems })
}

/** The names of the files that the form may contain. */
export function personFiles({ row, questions }: PersonForm): string[] {
  refuseIfRejected(row)
  return fileInputs(questions)
}

async function sendPerson(context: Context, form: PersonForm, answers: Answers): Promise<PersonRow> {
  const problems = [...answers.problems, ...togetherProblems(context, form, answers)]
  await send(context, form, { ...answers, problems })
  const saved = await personStore(context.services.storage).find(form.person.id)
  if (!saved) throw notFound('personid')
  return saved
}

const RELATIONSHIP = 'relationship.'

/** Looked at only when it changes: what Stripe has may be less than we ask. */
function togetherProblems({ messages }: Context, form: PersonForm, { changes }: Answers): Problem[] {
  const start = `${form.person.id}.${RELATIONSHIP}`
  const changed = changes.filter(({ param }) => param.startsWith(start))
  if (changed.length === 0) return []
  const made = Object.fromEntries(changed.map(({ param, value }) => [param.slice(start.length), value]))
  const others = form.company.people.filter(({ personid }) => personid !== form.person.id)
  const problems = relationshipProblems(messages, { ...form.person.relationship, ...made }, others)
  const shown = new Set(form.questions.flatMap(({ definition }) => inputsOf(definition)))
  return problems.filter(({ field }) => field === undefined || shown.has(field))
}
