/**
 * What Stripe still needs to know about a company's people. These pages have no questions about them.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#verification-process
 * @module
 */
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import { type Demands, dueAt } from './requirements.ts'
import { parseRequirement } from './subject.ts'

const CODES = {
  owners: 'invalid-company-owner',
  directors: 'invalid-company-director',
  executives: 'invalid-company-executive',
}

/** One problem for each role with something due; none for an individual. */
export function peopleProblems(demands: Demands): Problem[] {
  const due = new Set(
    dueAt(demands, 'people').map(
      (path) => own<string>(CODES, parseRequirement(path).role ?? '') ?? 'invalid-person',
    ),
  )
  return [...Object.values(CODES), 'invalid-person'].filter((code) => due.has(code)).map((code) => ({ code }))
}
