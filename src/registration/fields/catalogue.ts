/**
 * Every question with its own wording, in the order of the form, and a plain field for any other requirement.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { hasPeople } from '../../accounts/has-people.ts'
import type { StepId } from '../form.ts'
import type { Situation } from '../situation.ts'
import { accountSubject, individualSubject, parseRequirement, type Subject } from '../subject.ts'
import { aboutYou } from './about-you.ts'
import { address } from './address.ts'
import { business } from './business.ts'
import { company } from './company.ts'
import { define, type FieldDefinition } from './definition.ts'
import { businessDocuments, files, personalDocuments } from './documents.ts'
import { ownRoles } from './roles.ts'

/** All questions of an account's form: about the business, and about the seller if the seller is a person. */
export function catalogue(situation: Situation): FieldDefinition[] {
  const account = accountSubject(situation)
  return [...ofTheSeller(situation), ...businessDocuments(account), ...business(account), ...company(account)]
}

/** Those of them whose answers Stripe takes as a token or as a file. */
export function personalCatalogue(situation: Situation): FieldDefinition[] {
  const account = accountSubject(situation)
  return [...ofTheSeller(situation), ...businessDocuments(account), ...company(account)]
}

function ofTheSeller(situation: Situation): FieldDefinition[] {
  const person = individualSubject(situation)
  return hasPeople(situation.account) ? [] : [...ofAPerson(person), ...ownRoles(person)]
}

/** All questions about a person. */
export function ofAPerson(person: Subject<Stripe.Person>): FieldDefinition[] {
  return [
    ...aboutYou(person),
    ...address(person, 'address', 'address'),
    ...address(person, 'registered_address', 'address'),
    ...personalDocuments(person),
  ]
}

/**
 * A field for a requirement that is new to us, under Stripe's own name, so that no seller is stuck.
 *
 * @param requirement relative to the subject
 */
export function plainField(subject: Subject, requirement: string): FieldDefinition {
  const { messages } = subject.situation
  const name = requirement.replaceAll('_', ' ').replaceAll('.', ', ')
  const label = { label: name, noun: messages.text('noun.quoted', { name }) }
  if (requirement.endsWith('.files')) return files(subject, requirement, label)
  return define(subject, { requirements: [requirement], step: stepOf(subject.prefix + requirement), label })
}

function stepOf(requirement: string): StepId {
  const { subject, field } = parseRequirement(requirement)
  if (subject === 'account') return field.startsWith('company.') ? 'company' : 'business'
  return /^(registered_)?address/.test(field) ? 'address' : 'about-you'
}
