/**
 * What an account owes, from Stripe's `requirements` and `future_requirements` together.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification
 * @module
 */
import type { Stripe } from 'stripe'
import { placeOf } from './subject.ts'

export interface Refused {
  code: string
  /** Stripe's own words, in English. */
  reason: string
}

export interface Demands {
  /** Must be given before anything more works. */
  due: ReadonlySet<string>
  /** May become due: what Stripe asks eventually, and what it announces for later. */
  later: ReadonlySet<string>
  /** Announced for a day that is set, and so soon enough to be said. */
  announced: ReadonlySet<string>
  /** Given, and being checked by Stripe. */
  pending: ReadonlySet<string>
  /** What Stripe found wrong, by the path it is about. */
  refused: ReadonlyMap<string, readonly Refused[]>
  /** Either all of the one or all of the other resolves it. */
  alternatives: readonly { original: readonly string[]; alternative: readonly string[] }[]
  /** The earliest day by which something of it must be given. */
  deadline: Date | undefined
}

type Requirements = Stripe.Account.Requirements | Stripe.Account.FutureRequirements

/** What Stripe asks of this account, now, soon and later. */
export function demandsOf(account: Stripe.Account): Demands {
  const now = account.requirements
  const soon = account.future_requirements
  const personid = account.individual?.id
  /** An individual's own requirements are named after the person in some answers. */
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
    deadline: earliest(now?.current_deadline, soon?.current_deadline),
  }
}

/** What is due and met in one place. */
export function dueAt({ due }: Demands, place: ReturnType<typeof placeOf>): string[] {
  return [...due].filter((path) => placeOf(path) === place)
}

function earliest(...seconds: (number | null | undefined)[]): Date | undefined {
  const known = seconds.filter((at) => typeof at === 'number')
  return known.length > 0 ? new Date(Math.min(...known) * 1000) : undefined
}
