/**
 * What cannot be true of a company's people together.
 *
 * @see https://docs.stripe.com/api/persons/object#person_object-relationship
 * @module
 */
import type { Stripe } from 'stripe'
import type { Problem } from '../../core/errors.ts'
import type { Translator } from '../../messages/translator.ts'
import type { Change } from '../answers.ts'
import { inputsOf } from '../fields/definition.ts'
import type { Question } from '../questions.ts'
import type { Colleagues } from './person-questions.ts'

const SHARE = 'relationship_percent_ownership'

type Relationship = Partial<Stripe.Person.Relationship>

/**
 * @param relationship what the person is, or is to be
 * @param others the company's other people
 */
export function relationshipProblems(
  messages: Translator,
  relationship: Relationship,
  others: Colleagues,
): Problem[] {
  const { representative, owner, director, executive } = relationship
  const share = relationship.percent_ownership ?? 0
  const problems: Problem[] = []
  if (!(representative || owner || director || executive)) problems.push({ code: 'invalid-selection' })
  if (owner && share <= 0)
    problems.push({ code: `invalid-${SHARE}`, field: SHARE, message: messages.text('person.no-share') })
  const total = others.reduce((sum, { stripeObject }) => sum + shareOf(stripeObject), 0)
  if (share > 0 && total + share > 100)
    problems.push({
      code: `invalid-${SHARE}`,
      field: SHARE,
      message: messages.text('person.shares', { left: Math.max(0, 100 - total) }),
    })
  return problems
}

const RELATIONSHIP = 'relationship.'

/**
 * The same for the answers of a form. They are looked at only when they change: what Stripe has may be less than we ask.
 *
 * @param questions those that the form asked
 */
export function changedRelationshipProblems(
  messages: Translator,
  person: Stripe.Person,
  questions: readonly Question[],
  others: Colleagues,
  changes: readonly Change[],
): Problem[] {
  const start = `${person.id}.${RELATIONSHIP}`
  const changed = changes.filter(({ param }) => param.startsWith(start))
  if (changed.length === 0) return []
  const made = Object.fromEntries(changed.map(({ param, value }) => [param.slice(start.length), value]))
  const problems = relationshipProblems(messages, { ...person.relationship, ...made }, others)
  const shown = new Set(questions.flatMap(({ definition }) => inputsOf(definition)))
  return problems.filter(({ field }) => field === undefined || shown.has(field))
}

/** The percentage of the company that somebody owns. */
export function shareOf({ relationship }: Pick<Stripe.Person, 'relationship'>): number {
  return relationship?.percent_ownership ?? 0
}
