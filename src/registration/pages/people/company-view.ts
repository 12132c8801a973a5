/**
 * A company's people on a page: who they are, what is missing from each, who owns how much, and which lists are complete.
 *
 * @module
 */
import type { Context, SignedInContext } from '../../../context/context.ts'
import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import type { MessageKey } from '../../../messages/sentences.ts'
import type { Translator } from '../../../messages/translator.ts'
import { link } from '../../../web/link.ts'
import { type Group, isConfirmed, rolesOf } from '../../people/groups.ts'
import { isOpen } from '../../people/invitations.ts'
import {
  type Company,
  filledAlone,
  openPeople,
  type PersonForm,
  type PersonState,
} from '../../people/person-form.ts'
import { hasRepresentative } from '../../people/person-questions.ts'
import { shareOf } from '../../people/relationship-problems.ts'

interface PersonSummary {
  personid: string
  name: string
  initials: string
  roles: string
  title: string | undefined
  state: PersonState
  missing: string[]
  refused: string[]
  /** How far an invitation is. */
  note: string | undefined
  /** What may be done about them. A `path` is complete. */
  action: Action
  /** To ask them, beside the action. */
  ask: Action | undefined
}

interface Action {
  path: string
  label: string
}

interface GroupSummary {
  group: Group
  title: string
  confirmed: boolean
  path: string
}

/** How the company is shared among those who own it, for a picture and a list. */
interface Shares {
  /** Where each part begins and how wide it is, in percent. `place` tells neighbours apart. */
  parts: { name: string; share: string; start: number; width: number; place: number }[]
  /** What nobody listed owns. */
  rest: { share: string; start: number; width: number } | undefined
  /** The same in words. */
  label: string
}

export interface CompanyView {
  people: PersonSummary[]
  groups: GroupSummary[]
  shares: Shares | undefined
  add: Action
}

/** @param returnUrl where the person goes in the end */
export async function companyView(
  context: SignedInContext,
  company: Company,
  returnUrl: string | undefined,
): Promise<CompanyView> {
  const { account, groups } = company
  const { stripeid, stripeObject } = account
  const { messages } = context
  const forms = await openPeople(context, company)
  return {
    people: forms.map((form) => personSummary(context, form, returnUrl)),
    groups: groups.map((group) => ({
      group,
      title: messages.text(`group.${group}.title`),
      confirmed: isConfirmed(stripeObject, group),
      path: link(GROUP_PAGES[group], { stripeid, 'return-url': returnUrl }),
    })),
    shares: sharesOf(messages, forms),
    add: {
      path: link(ACCOUNT_PAGES.createPerson, { stripeid, 'return-url': returnUrl }),
      label: messages.text(hasRepresentative(company) ? 'people.add' : 'people.add-representative'),
    },
  }
}

/** The page on which a list of people is confirmed. */
export const GROUP_PAGES = {
  owners: ACCOUNT_PAGES.submitOwners,
  directors: ACCOUNT_PAGES.submitDirectors,
  executives: ACCOUNT_PAGES.submitExecutives,
} as const satisfies Record<Group, string>

export function nameOf(messages: Translator, { name }: Pick<PersonForm, 'name'>): string {
  return name ?? messages.text('people.unnamed')
}

/** What somebody is in the company, in words: `Representative · Director · Owns 60%`. */
export function rolesText(messages: Translator, { person }: Pick<PersonForm, 'person'>): string {
  const share = shareOf(person)
  const roles = rolesOf(person).map((role) =>
    role === 'owner' && share > 0
      ? messages.text('role.owner-of', { share: percent(messages, share) })
      : messages.text(`role.${role}`),
  )
  return roles.join(' · ')
}

/** The names of those whose details are missing or wrong. */
export function incompleteOf({ messages }: SignedInContext, forms: readonly PersonForm[]): string[] {
  return forms
    .filter(({ state }) => state === 'todo' || state === 'attention')
    .map((form) => nameOf(messages, form))
}

/** How far an invitation of somebody is, in words; undefined for somebody who was not invited. */
export function invitationNote(
  { messages, services }: Context,
  { invitation }: Pick<PersonForm, 'invitation'>,
): string | undefined {
  if (!invitation) return undefined
  const { invitee: name, usedAt, endsAt } = invitation
  if (usedAt) return messages.text('invitation.private')
  return isOpen(invitation, services.now())
    ? messages.text('invitation.waiting', { name, date: messages.date(endsAt) })
    : messages.text('invitation.over', { name })
}

function personSummary(context: Context, form: PersonForm, returnUrl: string | undefined): PersonSummary {
  const { messages } = context
  const { person, state } = form
  const name = nameOf(messages, form)
  const isWanting = state === 'attention' || state === 'todo'
  const to = (path: string, label: MessageKey): Action => ({
    label: messages.text(label),
    path: link(path, { personid: person.id, 'return-url': returnUrl }),
  })
  const theirs = filledAlone(form.company, person.id)
  return {
    personid: person.id,
    name,
    initials: initialsOf(form.name),
    roles: rolesText(messages, form),
    title: person.relationship?.title ?? undefined,
    state,
    missing: form.missing,
    refused: form.refused,
    note: invitationNote(context, form),
    action: !isWanting
      ? to(ACCOUNT_PAGES.person, 'people.action.change')
      : theirs && !form.lacksRole
        ? to(ACCOUNT_PAGES.invitePerson, 'invitation.ask-again')
        : to(ACCOUNT_PAGES.editPerson, `people.action.${state}`),
    ask:
      isWanting && !theirs && !form.lacksOnlyRoles
        ? to(ACCOUNT_PAGES.invitePerson, 'invitation.ask')
        : undefined,
  }
}

/** @example initialsOf('Elspeth Thorne') // 'ET' */
function initialsOf(name = ''): string {
  const words = name.split(/\s+/u)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].flatMap(
    (word) => [...(word ?? '')][0] ?? [],
  )
  return letters.join('').toLocaleUpperCase() || '?'
}

function percent(messages: Translator, share: number): string {
  return new Intl.NumberFormat(messages.language, { style: 'percent', maximumFractionDigits: 2 }).format(
    share / 100,
  )
}

function sharesOf(messages: Translator, forms: readonly PersonForm[]): Shares | undefined {
  const owners = forms.filter(({ person }) => person.relationship?.owner && shareOf(person) > 0)
  if (owners.length === 0) return undefined
  let start = 0
  const parts = owners.map((form, at) => {
    const width = shareOf(form.person)
    const part = {
      name: nameOf(messages, form),
      share: percent(messages, width),
      start,
      width,
      place: at % 3,
    }
    start += width
    return part
  })
  const left = Math.max(0, 100 - start)
  const rest = left > 0 ? { share: percent(messages, left), start, width: left } : undefined
  const named = [
    ...parts.map(({ name, share }) => `${name} ${share}`),
    ...(rest ? [`${messages.text('people.shares-not-listed')} ${rest.share}`] : []),
  ]
  return { parts, rest, label: messages.list(named) }
}
