/**
 * The form about one person of a company.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { personName } from '../../accounts/account-name.ts'
import type { PersonRow } from '../../accounts/store/persons.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { turn } from '../../core/spread.ts'
import type { FieldGroup } from '../../web/form-fields.ts'
import { problemSummary, type SummaryItem } from '../../web/problem-summary.ts'
import type { Attempt } from '../../web/route.ts'
import { inBothScripts } from '../both-scripts.ts'
import { ofAPerson, plainField } from '../fields/catalogue.ts'
import type { FieldDefinition } from '../fields/definition.ts'
import { companyRoles, type Role } from '../fields/roles.ts'
import { askedIn, type Question, type Questionnaire, questionnaire } from '../questions.ts'
import { versionOf } from '../registration.ts'
import { reportUnmapped } from '../report-unmapped.ts'
import type { Demands } from '../requirements.ts'
import { type Situation, situationOf } from '../situation.ts'
import { drawGroups, type LegendOf } from '../steps.ts'
import { personSubject, placeOf } from '../subject.ts'
import { GROUPS, type Group, ROLE_OF, rolesOf } from './groups.ts'

/** How far somebody is. `waiting`: Stripe is checking what it has. */
export type PersonState = 'attention' | 'todo' | 'waiting' | 'verified' | 'complete'

/** Somebody of a company, and the others. */
export interface Company {
  account: StripeAccountRow
  people: readonly PersonRow[]
  /** What Stripe asks of the account, worked out once for all people. */
  demands: Demands
  /** The requirements that Stripe asks for, now or later. */
  asked: ReadonlySet<string>
  groups: readonly Group[]
}

/** The parts of the form, in order. */
const SECTIONS = ['about-you', 'address', 'document'] as const

/**
 * Computes the form about a person, once for everything that a request needs of it.
 *
 * @param attempt what was posted and refused
 * @example
 * const form = openPerson(context, { account, people }, person)
 * form.state // 'todo'
 * form.missing // ['Date of birth', 'Street address']
 */
export function openPerson(
  context: Context,
  company: Company,
  { stripeObject }: Pick<PersonRow, 'stripeObject'>,
  attempt?: Attempt,
): PersonForm {
  return new PersonForm(context, company, stripeObject, attempt)
}

/** The forms about some people of a company. */
export async function openPeople(
  context: Context,
  company: Company,
  people: readonly PersonRow[] = company.people,
): Promise<PersonForm[]> {
  const forms: PersonForm[] = []
  for (const person of people) {
    forms.push(openPerson(context, company, person))
    // A form takes a millisecond, and a company may have a hundred people.
    await turn()
  }
  return forms
}

export class PersonForm {
  readonly company: Company
  readonly person: Stripe.Person
  readonly asked: Questionnaire
  /** The questions that the form shows. */
  readonly questions: readonly Question[]
  /** What the posted form left empty and is filled in, for the person to check. */
  readonly filled: readonly FieldDefinition[]
  readonly #context: Context
  readonly #attempt: Attempt | undefined
  #groups: FieldGroup[] | undefined

  constructor(context: Context, company: Company, person: Stripe.Person, attempt: Attempt | undefined) {
    this.company = company
    this.person = person
    this.#context = context
    this.asked = questionsAbout(situationOf(context, company.account.stripeObject), company, person)
    this.questions = this.asked.questions.filter(({ shown }) => shown)
    const completed = attempt && inBothScripts(this.questions, attempt.values)
    this.#attempt = attempt && { ...attempt, ...completed }
    this.filled = completed?.filled ?? []
    reportUnmapped(context, company.account.stripeid, this.asked.questions)
  }

  /** As `asked`, for what sends answers. */
  get row(): StripeAccountRow {
    return this.company.account
  }

  /** The person's name; undefined while nobody has given it. */
  get name(): string | undefined {
    return personName(this.person)
  }

  get state(): PersonState {
    if (this.refused.length > 0) return 'attention'
    if (this.missing.length > 0) return 'todo'
    const status = this.person.verification?.status
    if (status === 'pending') return 'waiting'
    return status === 'verified' ? 'verified' : 'complete'
  }

  /** The labels of what Stripe needs and nobody has given. */
  get missing(): string[] {
    return this.questions
      .filter(({ due, refused }) => due && !refused)
      .map(({ definition }) => definition.fullLabel)
  }

  /** The labels of what Stripe found wrong. */
  get refused(): string[] {
    return this.questions.filter(({ refused }) => refused).map(({ definition }) => definition.fullLabel)
  }

  /** The fields to draw: who they are, where they live, their documents, and last what they are in the company. */
  get groups(): FieldGroup[] {
    this.#groups ??= this.#drawGroups()
    return this.#groups
  }

  /** The problems of the form, for the top of its page. */
  get problems(): SummaryItem[] {
    return problemSummary(this.#context.messages, this.groups, this.#attempt?.problems)
  }

  /** A hash of the answers that the form was drawn with. */
  get version(): string {
    return versionOf(this.questions)
  }

  #drawGroups(): FieldGroup[] {
    const { messages } = this.#context
    const draw = (questions: readonly Question[], legendOf: LegendOf) =>
      drawGroups(this.asked.situation, questions, this.#attempt, legendOf)
    const isRole = ({ definition }: Question) => definition.group === 'roles'
    const sections = SECTIONS.flatMap((step) => {
      const legend = messages.text(`person.section.${step}`)
      const questions = askedIn(step, this.asked.questions).filter((question) => !isRole(question))
      return draw(questions, (group) =>
        group === 'kanji' || group === 'kana' ? messages.text(`label.${group}`, { label: legend }) : legend,
      )
    })
    return [...sections, ...draw(this.questions.filter(isRole), () => messages.text('group.roles'))]
  }
}

function questionsAbout(situation: Situation, company: Company, person: Stripe.Person): Questionnaire {
  const subject = personSubject(situation, person)
  const scope = {
    known: [...companyRoles(subject, offered(company, person)), ...ofAPerson(subject)],
    covers: (path: string) => path.startsWith(subject.prefix) && placeOf(path) === 'people',
    plain: (path: string) => plainField(subject, path.slice(subject.prefix.length)),
  }
  return questionnaire(situation, scope, company.demands)
}

/**
 * The roles that somebody may be given, or that may be taken from them. A company has one representative, for as long as it is
 * registered.
 */
export function offered(company: Company, person: Stripe.Person | undefined): Role[] {
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

export function hasRepresentative({ people }: Pick<Company, 'people'>): boolean {
  return people.some(({ stripeObject }) => stripeObject.relationship?.representative)
}
