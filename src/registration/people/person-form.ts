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
import type { Invitation } from '../store.ts'
import { personSubject, placeOf } from '../subject.ts'
import { GROUPS, type Group, ROLE_OF, rolesOf } from './groups.ts'

/** How far somebody is. `waiting`: Stripe is checking what it has. */
export type PersonState = 'attention' | 'todo' | 'waiting' | 'verified' | 'complete'

/** Somebody of a company, and the others. */
export interface Company {
  account: StripeAccountRow
  people: readonly PersonRow[]
  /** By the id of the person they are for. */
  invitations: ReadonlyMap<string, Invitation>
  /** What Stripe asks of the account, worked out once for all people. */
  demands: Demands
  /** The requirements that Stripe asks for, now or later. */
  asked: ReadonlySet<string>
  groups: readonly Group[]
}

/**
 * Who answers what: the seller everything, or the person what is theirs, such as the birth date, and the seller only what the
 * person is in the company.
 */
type Part = 'whole' | 'own' | 'roles'

/** The parts of the form, in order. */
const SECTIONS = ['about-you', 'address', 'document'] as const

/**
 * Computes the form about a person, once for everything that a request needs of it.
 *
 * @param attempt what was posted and refused
 * @param part without what somebody who was invited has filled in, when the seller asks
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
  part: Part = filledAlone(company, stripeObject.id) ? 'roles' : 'whole',
): PersonForm {
  return new PersonForm(context, company, stripeObject, { attempt, part })
}

/** Whether somebody filled in their own part, which the seller does not see. */
export function filledAlone({ invitations }: Pick<Company, 'invitations'>, personid: string): boolean {
  return invitations.get(personid)?.filledAt !== undefined
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
  /** Every question about the person, whoever answers it. */
  readonly #all: readonly Question[]
  /** The questions that the form shows. */
  readonly questions: readonly Question[]
  /** What the posted form left empty and is filled in, for the person to check. */
  readonly filled: readonly FieldDefinition[]
  readonly #context: Context
  readonly #attempt: Attempt | undefined
  readonly #isOwn: boolean
  #groups: FieldGroup[] | undefined

  constructor(
    context: Context,
    company: Company,
    person: Stripe.Person,
    { attempt, part }: { attempt: Attempt | undefined; part: Part },
  ) {
    this.company = company
    this.person = person
    this.#context = context
    this.#isOwn = part === 'own'
    const asked = questionsAbout(situationOf(context, company.account.stripeObject), company, person, part)
    this.#all = asked.questions
    const isIn = (question: Question) => part === 'whole' || isRole(question) === (part === 'roles')
    this.asked = { ...asked, questions: asked.questions.filter(isIn) }
    this.questions = this.asked.questions.filter(({ shown }) => shown)
    const completed = attempt && inBothScripts(this.questions, attempt.values)
    this.#attempt = attempt && { ...attempt, ...completed }
    this.filled = completed?.filled ?? []
    reportUnmapped(context, company.account.stripeid, this.#all)
  }

  /** As `asked`, for what sends answers. */
  get row(): StripeAccountRow {
    return this.company.account
  }

  /** The person's name, or who was invited; undefined while nobody has given one. */
  get name(): string | undefined {
    return personName(this.person) ?? this.invitation?.invitee
  }

  /** The last invitation of the person to fill in their own part. */
  get invitation(): Invitation | undefined {
    return this.company.invitations.get(this.person.id)
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
    return this.#all
      .filter(({ shown, due, refused }) => shown && due && !refused)
      .map(({ definition }) => definition.fullLabel)
  }

  /** The labels of what Stripe found wrong. */
  get refused(): string[] {
    return this.#all
      .filter(({ shown, refused }) => shown && refused)
      .map(({ definition }) => definition.fullLabel)
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
    const sections = SECTIONS.flatMap((step) => {
      const legend = messages.text(`person.section.${step}${this.#isOwn ? '.own' : ''}`)
      const questions = askedIn(step, this.asked.questions).filter((question) => !isRole(question))
      return draw(questions, (group) =>
        group === 'kanji' || group === 'kana' ? messages.text(`label.${group}`, { label: legend }) : legend,
      )
    })
    return [...sections, ...draw(this.questions.filter(isRole), () => messages.text('group.roles'))]
  }
}

function isRole({ definition }: Question): boolean {
  return definition.group === 'roles'
}

function questionsAbout(
  situation: Situation,
  company: Company,
  person: Stripe.Person,
  part: Part,
): Questionnaire {
  const subject = personSubject(situation, person, part !== 'own')
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
