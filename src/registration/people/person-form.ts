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
import type { FieldDefinition } from '../fields/definition.ts'
import { askedIn, type Question, type Questionnaire } from '../questions.ts'
import { versionOf } from '../registration.ts'
import { reportUnmapped } from '../report-unmapped.ts'
import { situationOf } from '../situation.ts'
import { drawGroups, type LegendOf } from '../steps.ts'
import type { Invitation } from '../store.ts'
import {
  type Colleagues,
  type CompanyDemands,
  isRole,
  type Part,
  partOf,
  personQuestions,
} from './person-questions.ts'

/** How far somebody is. `waiting`: Stripe is checking what it has. */
export type PersonState = 'attention' | 'todo' | 'waiting' | 'verified' | 'complete'

/** A company and its people. What Stripe asks of it is worked out once for all of them. */
export interface Company extends CompanyDemands {
  account: StripeAccountRow
  people: readonly PersonRow[]
  /** By the id of the person they are for. */
  invitations: ReadonlyMap<string, Invitation>
}

/**
 * What the people of a company are in it, and nothing else of them.
 *
 * @param except somebody to leave out
 */
export function colleagues({ people }: Pick<Company, 'people'>, except?: string): Colleagues {
  return people
    .filter(({ personid }) => personid !== except)
    .map(({ stripeObject: { relationship } }) => ({ stripeObject: relationship ? { relationship } : {} }))
}

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
  readonly part: Part
  readonly asked: Questionnaire
  /** Every question about the person, whoever answers it. */
  readonly #all: readonly Question[]
  /** The questions that the form shows. */
  readonly questions: readonly Question[]
  /** What the posted form left empty and is filled in, for the person to check. */
  readonly filled: readonly FieldDefinition[]
  readonly #context: Context
  readonly #attempt: Attempt | undefined
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
    this.part = part
    const situation = situationOf(context, company.account.stripeObject)
    const all = personQuestions(situation, company, person, part)
    this.#all = all.questions
    this.asked = partOf(all, part)
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

  /** Whether Stripe needs to know what they are in the company, which the seller alone says. */
  get lacksRole(): boolean {
    return this.#all.some((question) => isRole(question) && question.shown && question.due)
  }

  get lacksOnlyRoles(): boolean {
    const wanting = this.#all.filter(({ shown, due, refused }) => shown && (due || refused))
    return wanting.length > 0 && wanting.every(isRole)
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
      const legend = messages.text(`person.section.${step}${this.part === 'own' ? '.own' : ''}`)
      const questions = askedIn(step, this.asked.questions).filter((question) => !isRole(question))
      return draw(questions, (group) =>
        group === 'kanji' || group === 'kana' ? messages.text(`label.${group}`, { label: legend }) : legend,
      )
    })
    return [...sections, ...draw(this.questions.filter(isRole), () => messages.text('group.roles'))]
  }
}
