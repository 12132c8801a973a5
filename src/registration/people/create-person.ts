import type { Stripe } from 'stripe'
import { refreshAccount } from '../../accounts/mirror-account.ts'
import { personMirror } from '../../accounts/mirror-persons.ts'
import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError, notFound } from '../../core/errors.ts'
import { toConnectError } from '../../stripe/errors.ts'
import { idempotencyKey } from '../../stripe/idempotency.ts'
import type { FieldGroup } from '../../web/form-fields.ts'
import type { Attempt, FormValues } from '../../web/route.ts'
import { drawField } from '../draw-field.ts'
import type { FieldDefinition } from '../fields/definition.ts'
import type { Question } from '../questions.ts'
import { refuseIfRejected } from '../save-step.ts'
import { situationOf } from '../situation.ts'
import { forUs } from '../tokens/for-stripe.ts'
import { requireToken } from '../tokens/read-token.ts'
import { refuseForStripe } from '../tokens/sealed-answers.ts'
import type { Company } from './person-form.ts'
import { newPersonQuestions } from './person-questions.ts'
import { readRelationship } from './read-relationship.ts'

/** People of one company here. Each costs a page some time, and nobody is to make rows without end. */
const MOST_PEOPLE = 100

/** The questions about somebody who is to be added, as fields to draw, with what was typed when the form was refused. */
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
 * @param values `relationship_<role>`, `relationship_title`, and for an owner `relationship_percent_ownership`; or `token`, a
 *   person token with these
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
  const params = paramsOf(context, company, values)
  const { stripeid } = company.account
  const key = [stripeid, operation, ...(params.person_token ? [params.person_token] : [])]
  try {
    return await createOnce(context, stripeid, params, key)
  } catch (error) {
    throw toConnectError(error)
  }
}

function paramsOf(
  context: SignedInContext,
  company: Company,
  values: FormValues,
): Stripe.AccountCreatePersonParams {
  const situation = situationOf(context, company.account.stripeObject)
  if (situation.tokensOnly) {
    refuseForStripe(values, forUs.person)
    return { person_token: requireToken(values, 'token', 'person') }
  }
  const relationship = readRelationship(situation, company, values)
  if (Array.isArray(relationship)) throw ConnectError.of(relationship)
  return { relationship }
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
