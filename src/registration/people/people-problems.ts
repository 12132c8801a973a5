/**
 * What Stripe still needs to know about a company's people, by role.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#verification-process
 * @module
 */
import type { Problem } from '../../core/errors.ts'
import { own } from '../../core/own.ts'
import { type Demands, dueAt } from '../requirements.ts'
import { parseRequirement } from '../subject.ts'
import type { Group } from './groups.ts'

/** The code for a group with something due. */
export const PROBLEM_OF_GROUP = {
  owners: 'invalid-company-owner',
  directors: 'invalid-company-director',
  executives: 'invalid-company-executive',
} as const satisfies Record<Group, string>

/** One problem for each role with something due; none for an individual. */
export function peopleProblems(demands: Demands): Problem[] {
  const due = new Set(
    dueAt(demands, 'people').map(
      (path) => own<string>(PROBLEM_OF_GROUP, parseRequirement(path).role ?? '') ?? 'invalid-person',
    ),
  )
  return [...Object.values(PROBLEM_OF_GROUP), 'invalid-person']
    .filter((code) => due.has(code))
    .map((code) => ({ code }))
}
