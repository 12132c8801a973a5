import type { Stripe } from 'stripe'
import type { Problem } from '../../core/errors.ts'
import { textOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/sent.ts'
import type { Role } from '../fields/roles.ts'
import { problemAt } from '../problems.ts'
import type { Situation } from '../situation.ts'
import { type Colleagues, type CompanyDemands, newPersonQuestions } from './person-questions.ts'
import { relationshipProblems } from './relationship-problems.ts'

/**
 * What somebody who is to be added is in the company.
 *
 * @returns Stripe's parameter, or everything that is wrong with what was posted
 */
export function readRelationship(
  situation: Situation,
  company: CompanyDemands & { people: Colleagues },
  values: FormValues,
): Stripe.AccountCreatePersonParams.Relationship | Problem[] {
  const { messages } = situation
  const questions = newPersonQuestions(situation, company)
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
  return distinct.length > 0 ? distinct : relationship
}
