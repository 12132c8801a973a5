/**
 * Every question that has words of its own, in the order in which they are asked, and one for any other requirement.
 *
 * @module
 */
import type { StepId } from '../form.ts'
import { isAboutPeople } from '../people.ts'
import { aboutYou } from './about-you.ts'
import { address } from './address.ts'
import { business } from './business.ts'
import { define, type FieldDefinition, type Situation } from './definition.ts'
import { documents, files } from './documents.ts'
import { parseText } from './parse.ts'

export function catalogue(situation: Situation): FieldDefinition[] {
  return [
    ...aboutYou(situation),
    ...address('individual', 'address', situation),
    ...documents(situation),
    ...business(situation),
  ]
}

/** Answered on pages of their own, or by registering at all. */
const ELSEWHERE = /^(external_account|tos_acceptance|business_type)(\.|$)/

/** Whether a requirement belongs in the form at all. */
export function isAskedHere(requirement: string): boolean {
  return !ELSEWHERE.test(requirement) && !isAboutPeople(requirement)
}

/** A requirement that is new to us, under Stripe's own name, so that nobody is ever stuck. */
export function plainField(requirement: string): FieldDefinition {
  const label = requirement.replaceAll('_', ' ').replaceAll('.', ', ')
  if (requirement.endsWith('.files')) return files(requirement, label)
  return define({
    requirements: [requirement],
    step: stepOf(requirement),
    label,
    parse: (typed) => parseText(typed),
  })
}

function stepOf(requirement: string): StepId {
  if (/^individual\.(registered_)?address/.test(requirement)) return 'address'
  return requirement.startsWith('individual.') ? 'about-you' : 'business'
}
