/**
 * What Stripe asks of an account, from `requirements` and `future_requirements` together.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification
 * @module
 */
import type { Stripe } from 'stripe'
import { deadlineOf } from '../accounts/deadline.ts'
import { hasPeople } from '../accounts/has-people.ts'
import { type Place, placeOf } from './subject.ts'

export interface Refused {
  code: string
  /** Stripe's sentence, in English. */
  reason: string
}

export interface Demands {
  /** Stripe needs these now. */
  due: ReadonlySet<string>
  /** May become due: what Stripe asks eventually, and what it has announced. */
  later: ReadonlySet<string>
  /** Due on a day that Stripe has announced. */
  announced: ReadonlySet<string>
  /** Stripe is checking these. */
  pending: ReadonlySet<string>
  /** What Stripe found wrong, by requirement. */
  refused: ReadonlyMap<string, readonly Refused[]>
  /** All of one or all of the other meets the requirement. */
  alternatives: readonly { original: readonly string[]; alternative: readonly string[] }[]
  /** The earliest deadline for any of these. */
  deadline: Date | undefined
  /** There are forms about the people of the account. Without them, Stripe's own page asks about people. */
  hasPeople: boolean
}

type Requirements = Stripe.Account.Requirements | Stripe.Account.FutureRequirements

/** What Stripe asks of this account, now, soon and later. */
export function demandsOf(account: Stripe.Account): Demands {
  const now = account.requirements
  const soon = account.future_requirements
  const personid = account.individual?.id
  /** Some of Stripe's answers name an individual's requirements by the person's id. */
  const named = (path: string) =>
    personid && path.startsWith(`${personid}.`) ? `individual${path.slice(personid.length)}` : path
  const paths = (...lists: (string[] | null | undefined)[]) =>
    new Set(lists.flatMap((list) => list ?? []).map(named))

  const due = paths(now?.currently_due, now?.past_due)
  const announced = paths(soon?.currently_due, soon?.past_due)
  const both: (Requirements | undefined)[] = [now, soon]
  const refused = new Map<string, Refused[]>()
  for (const { requirement, code, reason } of both.flatMap((one) => one?.errors ?? [])) {
    const path = named(requirement)
    const known = refused.get(path)
    if (known) known.push({ code, reason })
    else refused.set(path, [{ code, reason }])
  }
  return {
    due,
    announced,
    later: new Set([...paths(now?.eventually_due), ...announced].filter((path) => !due.has(path))),
    pending: paths(now?.pending_verification, soon?.pending_verification),
    refused,
    alternatives: both
      .flatMap((one) => one?.alternatives ?? [])
      .map((either) => ({
        original: either.original_fields_due.map(named),
        alternative: either.alternative_fields_due.map(named),
      })),
    deadline: deadlineOf(account),
    hasPeople: hasPeople(account),
  }
}

/** What only Stripe's own page can ask: now, soon or again. */
export function asksAtStripe({ due, announced, refused, hasPeople }: Demands): string[] {
  const asked = new Set([...due, ...announced, ...refused.keys()])
  return [...asked].filter((path) => placeIn({ hasPeople }, path) === 'at-stripe')
}

/** What Stripe refused of what is met in this place. */
export function refusedAt(demands: Demands, place: Place): string[] {
  return [...demands.refused.keys()].filter((path) => placeIn(demands, path) === place)
}

/** The due requirements that are met in this place. */
export function dueAt(demands: Demands, place: Place): string[] {
  return [...demands.due].filter((path) => placeIn(demands, path) === place)
}

/** The requirements that are met in this place and become due on a day that Stripe has announced. */
export function announcedAt(demands: Demands, place: Place): string[] {
  if (demands.deadline === undefined) return []
  return [...demands.announced].filter((path) => placeIn(demands, path) === place)
}

/** Those that are due in this place, and those announced. */
export function askedAt(demands: Demands, place: Place): string[] {
  return [...dueAt(demands, place), ...announcedAt(demands, place)]
}

function placeIn({ hasPeople }: Pick<Demands, 'hasPeople'>, path: string): Place {
  const place = placeOf(path)
  return place === 'people' && !hasPeople ? 'at-stripe' : place
}
