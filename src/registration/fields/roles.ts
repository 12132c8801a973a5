/**
 * Questions about what a person is in the business.
 *
 * @see https://docs.stripe.com/api/persons/object#person_object-relationship
 * @module
 */
import type { Stripe } from 'stripe'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Subject } from '../subject.ts'
import { type Declared, define, type FieldDefinition } from './definition.ts'
import { parseNumber } from './parse.ts'

const step = 'about-you'

type Person = Subject<Stripe.Person>

/** The roles that a form can give to a person. */
export type Role = 'representative' | 'owner' | 'director' | 'executive'

/** What the seller is in their own business. */
export function ownRoles(person: Person): FieldDefinition[] {
  return [
    title(person),
    share(person),
    ...(['executive', 'director', 'owner'] as const).map((it) =>
      role(person, it, `field.relationship.${it}`),
    ),
  ]
}

/**
 * What somebody of a company is in it. The form always asks this: Stripe asks for the rest by what they are.
 *
 * @param offered the roles that may be given or taken away
 */
export function companyRoles(person: Person, offered: readonly Role[]): FieldDefinition[] {
  const always = { always: true, optional: true, group: 'roles' } as const
  return [
    ...offered.map((it) => role(person, it, `field.colleague.${it}`, always)),
    title(person, always),
    ...(offered.includes('owner') || person.object?.relationship?.owner ? [share(person, always)] : []),
  ]
}

function role(
  person: Person,
  name: Role,
  label: MessageKey,
  given: Omit<Partial<Declared>, 'label'> = {},
): FieldDefinition {
  return define(person, {
    requirements: [`relationship.${name}`],
    step,
    kind: 'checkbox',
    label,
    value: person.object?.relationship?.[name] === true ? 'true' : '',
    emptied: false,
    parse: (typed) => (typed === 'true' ? { value: true } : { refusal: 'refusal.tick' }),
    ...given,
  })
}

function title(person: Person, given: Partial<Declared> = {}): FieldDefinition {
  return define(person, {
    requirements: ['relationship.title'],
    step,
    label: 'field.job-title',
    autocomplete: 'organization-title',
    maxLength: 100,
    ...given,
  })
}

function share(person: Person, given: Partial<Declared> = {}): FieldDefinition {
  return define(person, {
    requirements: ['relationship.percent_ownership'],
    step,
    label: 'field.percent-ownership',
    inputMode: 'numeric',
    maxLength: 6,
    parse: (typed) => parseNumber(typed, 0, 100),
    ...given,
  })
}
