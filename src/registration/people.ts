/**
 * What Stripe still needs to know of the people of a company. These pages ask no questions about them.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#verification-process
 * @module
 */
import type { Stripe } from 'stripe'
import type { Problem } from '../core/errors.ts'
import { demandsOf } from './requirements.ts'

/** Requirements about people, and whether all of a kind are named, by the code that says so. In the order of the reference. */
const ABOUT_PEOPLE = [
  { code: 'invalid-company-owner', pattern: /^(owners\.|company\.owners_provided$)/ },
  { code: 'invalid-company-director', pattern: /^(directors\.|company\.directors_provided$)/ },
  { code: 'invalid-company-executive', pattern: /^(executives\.|company\.executives_provided$)/ },
  { code: 'invalid-person', pattern: /^(person_\w+|representative)\./ },
] as const

export function isAboutPeople(requirement: string): boolean {
  return ABOUT_PEOPLE.some(({ pattern }) => pattern.test(requirement))
}

/** One problem for each kind of people of whom something is due; none for an individual. */
export function peopleProblems(account: Stripe.Account): Problem[] {
  const due = [...demandsOf(account).due]
  return ABOUT_PEOPLE.filter(({ pattern }) => due.some((requirement) => pattern.test(requirement))).map(
    ({ code }) => ({ code }),
  )
}
