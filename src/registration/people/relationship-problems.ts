/**
 * What cannot be true of a company's people together.
 *
 * @see https://docs.stripe.com/api/persons/object#person_object-relationship
 * @module
 */
import type { Stripe } from 'stripe'
import type { PersonRow } from '../../accounts/store/persons.ts'
import type { Problem } from '../../core/errors.ts'
import type { Translator } from '../../messages/translator.ts'

const SHARE = 'relationship_percent_ownership'

type Relationship = Partial<Stripe.Person.Relationship>

/**
 * @param relationship what the person is, or is to be
 * @param others the company's other people
 */
export function relationshipProblems(
  messages: Translator,
  relationship: Relationship,
  others: readonly PersonRow[],
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

/** The percentage of the company that somebody owns. */
export function shareOf({ relationship }: Stripe.Person): number {
  return relationship?.percent_ownership ?? 0
}
