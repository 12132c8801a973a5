/**
 * Every question with its own wording, in the order of the form, and a plain field for any other requirement.
 *
 * @module
 */
import type { StepId } from '../form.ts'
import type { Situation } from '../situation.ts'
import { accountSubject, individualSubject, parseRequirement } from '../subject.ts'
import { aboutYou } from './about-you.ts'
import { address } from './address.ts'
import { business } from './business.ts'
import { define, type FieldDefinition } from './definition.ts'
import { documents, files } from './documents.ts'

export function catalogue(situation: Situation): FieldDefinition[] {
  const account = accountSubject(situation)
  const person = individualSubject(situation)
  return [
    ...aboutYou(person),
    ...address(person, 'address', 'address'),
    ...address(person, 'registered_address', 'address'),
    ...documents(person, account),
    ...business(account),
  ]
}

/** A field for a requirement that is new to us, under Stripe's own name, so that no seller is stuck. */
export function plainField(situation: Situation, requirement: string): FieldDefinition {
  const account = accountSubject(situation)
  const name = requirement.replaceAll('_', ' ').replaceAll('.', ', ')
  const label = { label: name, noun: situation.messages.text('noun.quoted', { name }) }
  if (requirement.endsWith('.files')) return files(account, requirement, label)
  return define(account, { requirements: [requirement], step: stepOf(requirement), label })
}

function stepOf(requirement: string): StepId {
  const { role, field } = parseRequirement(requirement)
  if (role !== 'individual') return 'business'
  return /^(registered_)?address/.test(field) ? 'address' : 'about-you'
}
