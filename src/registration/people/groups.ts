/**
 * The groups of people that Stripe asks a company for, and who is in them.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#verification-process
 * @module
 */
import type { Stripe } from 'stripe'
import type { Role } from '../fields/roles.ts'
import type { Demands, Refused } from '../requirements.ts'

export const GROUPS = ['owners', 'directors', 'executives'] as const
export type Group = (typeof GROUPS)[number]

/** The role of a group's members. */
export const ROLE_OF = {
  owners: 'owner',
  directors: 'director',
  executives: 'executive',
} as const satisfies Record<Group, Role>

const ROLES: readonly Role[] = ['representative', 'owner', 'director', 'executive']

/** The requirements that Stripe asks for, now or later. */
export function askedOf({
  requirements,
  future_requirements: announced,
}: Stripe.Account): ReadonlySet<string> {
  return new Set(
    [requirements, announced].flatMap((one) => [
      ...(one?.currently_due ?? []),
      ...(one?.eventually_due ?? []),
    ]),
  )
}

/** The groups that Stripe asks for, now or later, and those that it has. */
export function groupsOf(account: Stripe.Account, asked: ReadonlySet<string> = askedOf(account)): Group[] {
  // The members of a group are asked for in its name until the first is named.
  const named = new Set(Array.from(asked, (path) => path.split('.', 1)[0]))
  return GROUPS.filter(
    (group) => isConfirmed(account, group) || asked.has(requirementOf(group)) || named.has(group),
  )
}

/** Whether somebody has said that all members of a group are named, and Stripe does not ask again. */
export function isConfirmed(account: Stripe.Account, group: Group): boolean {
  const { company, requirements, future_requirements: announced } = account
  const isAsked = [requirements, announced].some((one) =>
    [one?.currently_due, one?.past_due].some((due) => due?.includes(requirementOf(group))),
  )
  return company?.[`${group}_provided`] === true && !isAsked
}

/** Stripe's reason to ask again for all members of a group. */
export function refusedGroup({ refused }: Demands, group: Group): Refused | undefined {
  return refused.get(requirementOf(group))?.[0]
}

const requirementOf = (group: Group) => `company.${group}_provided`

/** What a person is in their company. */
export function rolesOf({ relationship }: Stripe.Person): Role[] {
  return ROLES.filter((role) => relationship?.[role] === true)
}

/** The members of a group among a company's people. */
export function membersOf<Row extends { stripeObject: Stripe.Person }>(
  people: readonly Row[],
  group: Group,
): Row[] {
  return people.filter(({ stripeObject }) => stripeObject.relationship?.[ROLE_OF[group]] === true)
}
