import type { Stripe } from 'stripe'
import { refreshAccount } from '../../accounts/mirror-account.ts'
import { personMirror } from '../../accounts/mirror-persons.ts'
import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError, notFound, type Problem } from '../../core/errors.ts'
import { toConnectError } from '../../stripe/errors.ts'
import { idempotencyKey } from '../../stripe/idempotency.ts'
import type { FieldGroup } from '../../web/form-fields.ts'
import { textOf } from '../../web/posted.ts'
import type { Attempt, FormValues } from '../../web/route.ts'
import { drawField } from '../draw-field.ts'
import type { FieldDefinition } from '../fields/definition.ts'
import { companyRoles, type Role } from '../fields/roles.ts'
import { problemAt } from '../problems.ts'
import type { Question } from '../questions.ts'
import { refuseIfRejected } from '../save-step.ts'
import { type Situation, situationOf } from '../situation.ts'
import { newPersonSubject } from '../subject.ts'
import { type Company, offered } from './person-form.ts'
import { relationshipProblems } from './relationship-problems.ts'

/** People of one company here. Each costs a page some time, and nobody is to make rows without end. */
const MOST_PEOPLE = 100

/** The questions about somebody who is to be added. */
function newPersonQuestions(situation: Situation, company: Company): FieldDefinition[] {
  return companyRoles(newPersonSubject(situation), offered(company, undefined))
}

/** The same as fields to draw, with what was typed when the form was refused. */
export function newPersonGroup(
  context: SignedInContext,
  company: Company,
  attempt: Attempt | undefined,
): FieldGroup {
  const situation = situationOf(context, company.account.stripeObject)
  const fields = newPersonQuestions(situation, company).map((definition) =>
    drawField(situation, alwaysAsked(definition), attempt?.values, attempt?.problems),
  )
  return { legend: context.messages.text('group.roles'), fields }
}

/** Nobody has answered it, and Stripe has not asked. */
function alwaysAsked(definition: FieldDefinition): Question {
  return {
    definition,
    shown: true,
    due: false,
    dated: false,
    required: definition.name === 'relationship_title',
    clearable: true,
    instead: undefined,
    unmapped: false,
    refused: undefined,
  }
}

/**
 * Adds somebody to a company.
 *
 * @param values `relationship_<role>`, `relationship_title`, and for an owner `relationship_percent_ownership`
 * @param operation an id made for each form, so that a form sent twice adds one person
 * @throws ConnectError `invalid-selection` without a role; `invalid-stripe-account` for a role that Stripe does not ask for, or
 *   a second representative; `too-many-people` (409); `invalid-relationship_title`; `invalid-relationship_percent_ownership`
 */
export async function createPerson(
  context: SignedInContext,
  company: Company,
  values: FormValues,
  operation: string,
): Promise<PersonRow> {
  refuseIfRejected(company.account)
  if (company.people.length >= MOST_PEOPLE)
    throw new ConnectError('too-many-people', { status: 409, values: { most: MOST_PEOPLE } })
  const relationship = readRelationship(context, company, values)
  const { stripeid } = company.account
  const key = [stripeid, operation]
  try {
    return await createOnce(context, stripeid, { relationship }, key)
  } catch (error) {
    throw toConnectError(error)
  }
}

/** Stripe repeats its first answer to an idempotency key even if the person was deleted since. */
async function createOnce(
  context: SignedInContext,
  stripeid: string,
  params: Stripe.AccountCreatePersonParams,
  key: readonly string[],
): Promise<PersonRow> {
  const { services } = context
  const { id, lastResponse } = await services.stripe.accounts.createPerson(stripeid, params, {
    idempotencyKey: idempotencyKey('create-person', ...key),
  })
  const isRepeated = lastResponse.headers['idempotent-replayed'] === 'true'
  await personMirror.refresh(services, { stripeid, objectid: id }, isRepeated)
  const row = await personStore(services.storage).find(id)
  if (!row && isRepeated) return createOnce(context, stripeid, params, [...key, id])
  if (!row) throw notFound('stripeid')
  await refreshAccount(services, stripeid)
  return row
}

function readRelationship(
  context: SignedInContext,
  company: Company,
  values: FormValues,
): Stripe.AccountCreatePersonParams.Relationship {
  const { messages } = context
  const questions = newPersonQuestions(situationOf(context, company.account.stripeObject), company)
  const roles = (['representative', 'owner', 'director', 'executive'] as const).filter(
    (role) => textOf(values[`relationship_${role}`]) === 'true',
  )
  const problems: Problem[] = []
  const read = (name: 'title' | 'percent_ownership') => {
    const definition = questions.find((it) => it.name === `relationship_${name}`)
    const typed = textOf(values[`relationship_${name}`])
    if (!definition || typed === '') return undefined
    const parsed = definition.parse(typed)
    if ('value' in parsed) return parsed.value
    problems.push(problemAt({ messages }, definition, definition.name, parsed))
    return undefined
  }
  const title = read('title')
  const share = read('percent_ownership')
  if (textOf(values.relationship_title) === '')
    problems.push({ code: 'invalid-relationship_title', field: 'relationship_title' })
  const isOffered = (role: Role) => questions.some(({ name }) => name === `relationship_${role}`)
  if (roles.some((role) => !isOffered(role))) problems.push({ code: 'invalid-stripe-account' })
  const relationship = {
    ...Object.fromEntries(roles.map((role) => [role, true])),
    ...(title !== undefined && { title: String(title) }),
    ...(typeof share === 'number' && { percent_ownership: share }),
  }
  const all = [...relationshipProblems(messages, relationship, company.people), ...problems]
  const distinct = all.filter(({ code }, at) => all.findIndex((other) => other.code === code) === at)
  if (distinct.length > 0) throw ConnectError.of(distinct)
  return relationship
}
