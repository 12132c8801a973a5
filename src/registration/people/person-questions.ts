/**
 * What is asked about somebody of a company.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { ofAPerson, plainField } from '../fields/catalogue.ts'
import type { FieldDefinition } from '../fields/definition.ts'
import { companyRoles, type Role } from '../fields/roles.ts'
import { type Question, type Questionnaire, questionnaire } from '../questions.ts'
import { type Demands, demandsOf } from '../requirements.ts'
import type { Situation } from '../situation.ts'
import { newPersonSubject, personSubject, placeOf } from '../subject.ts'
import { askedOf, GROUPS, type Group, groupsOf, ROLE_OF, rolesOf } from './groups.ts'

/** What a company's people are in it. */
export type Colleagues = readonly { stripeObject: Pick<Stripe.Person, 'relationship'> }[]

/** What Stripe asks of a company. */
export interface CompanyDemands {
  demands: Demands
  /** The requirements that Stripe asks for, now or later. */
  asked: ReadonlySet<string>
  groups: readonly Group[]
}

export function companyDemands(account: Stripe.Account): CompanyDemands {
  const asked = askedOf(account)
  return { demands: demandsOf(account), asked, groups: groupsOf(account, asked) }
}

interface Named extends CompanyDemands {
  people: Colleagues
}

/**
 * Who answers what: the seller everything, or the person what is theirs, such as the birth date, and the seller only what the
 * person is in the company.
 */
export type Part = 'whole' | 'own' | 'roles'

/** @param part of the person's own answers nothing is said in the third person */
export function personQuestions(
  situation: Situation,
  company: Named,
  person: Stripe.Person,
  part: Part = 'whole',
): Questionnaire {
  const subject = personSubject(situation, person, part !== 'own')
  const scope = {
    known: [...companyRoles(subject, offered(company, person)), ...ofAPerson(subject)],
    covers: (path: string) => path.startsWith(subject.prefix) && placeOf(path) === 'people',
    plain: (path: string) => plainField(subject, path.slice(subject.prefix.length)),
  }
  return questionnaire(situation, scope, company.demands)
}

/** The questions of one part. */
export function partOf(asked: Questionnaire, part: Part): Questionnaire {
  if (part === 'whole') return asked
  return { ...asked, questions: asked.questions.filter((it) => isRole(it) === (part === 'roles')) }
}

/** What somebody is in the company, which the seller alone says. */
export function isRole({ definition }: Question): boolean {
  return definition.group === 'roles'
}

/** The questions about somebody who is to be added. */
export function newPersonQuestions(situation: Situation, company: Named): FieldDefinition[] {
  return companyRoles(newPersonSubject(situation), offered(company, undefined))
}

/**
 * The roles that somebody may be given, or that may be taken from them. A company has one representative, for as long as it is
 * registered.
 */
function offered(company: Named, person: Stripe.Person | undefined): Role[] {
  const present = person ? rolesOf(person) : []
  const subject = person?.id ?? 'representative'
  const ofGroups = GROUPS.filter(
    (group) =>
      company.groups.includes(group) ||
      present.includes(ROLE_OF[group]) ||
      company.asked.has(`${subject}.relationship.${ROLE_OF[group]}`),
  )
  return [
    ...(hasRepresentative(company) ? [] : ['representative' as const]),
    ...ofGroups.map((group) => ROLE_OF[group]),
  ]
}

export function hasRepresentative({ people }: Pick<Named, 'people'>): boolean {
  return people.some(({ stripeObject }) => stripeObject.relationship?.representative)
}
