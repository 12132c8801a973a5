/**
 * Takes an account through verification: starts a review when there is something new to verify, passes the verdict
 * some seconds later, and keeps the deadline of what is due.
 *
 * @module
 */
import type { Clock, ResourceApi } from '../resource-api.ts'
import type { Demand, Dossier, ErrorCode, PersonRow, Review } from './dossier.ts'
import { judgedFacts, valuesFor } from './facts.ts'
import { missingFields, requestedCapabilities } from './required-fields.ts'
import { currentlyDue, isUnanswered, pathOf } from './requirements.ts'
import { businessHold, judgeBusiness } from './verification/business.ts'
import { type IdentityVerdict, matchesAtOnce } from './verification/identity.ts'
import { judgePerson } from './verification/person.ts'
import { reasonFor } from './verification/reasons.ts'

/** How long an account has for what becomes due once it was active: 14 days, in seconds. */
const GRACE = 14 * 24 * 60 * 60

/** A review that has not begun. */
export function noReview(): Review {
  return {
    pending: null,
    judged: null,
    demands: [],
    passed: false,
    activated: false,
    hold: null,
    deadline: null,
  }
}

/** Has a review begin when everything was given and something in it is not yet judged; ends one whose data went back. */
export function reviewWhatChanged(api: ResourceApi, dossier: Dossier, seconds: number): void {
  const { row, account, people } = dossier
  const { review } = row.secret
  if (requestedCapabilities(dossier).length === 0 || missingFields(dossier).length > 0) return
  account.details_submitted = true
  const facts = judgedFacts(dossier)
  if (facts === review.judged) {
    review.pending = null
  } else if (seconds === 0 || (people.length > 0 && people.every(matchesAtOnce))) {
    passVerdict(api, dossier)
  } else if (facts !== review.pending?.facts) {
    review.pending = { facts, until: api.clock.now() + seconds }
    api.clock.schedule(review.pending.until, 'account.review', { account: account.id, facts })
  }
}

/** Judges the account as it now is. */
export function passVerdict(api: ResourceApi, dossier: Dossier): void {
  const { row, account, people } = dossier
  const { review, imposed } = row.secret
  const verdicts = people.map((person) => ({ person, verdict: judgePerson(api, account, person) }))
  review.demands = [
    ...judgeBusiness(account).map(({ requirement, code }) => demand(dossier, requirement, code)),
    ...verdicts.flatMap(({ person, verdict }) => personDemands(dossier, person, verdict)),
  ]
  imposed.demands = imposed.demands.filter((one) => isUnanswered(dossier, one))
  review.judged = judgedFacts(dossier)
  review.pending = null
  review.hold = verdicts.some(({ verdict }) => verdict.listed) ? 'listed' : businessHold(account)
  review.passed = review.demands.length === 0 && review.hold === null
  review.activated ||= review.passed
}

/**
 * Gives what is due a deadline to keep the account enabled by, once it was active, and takes it away when nothing is due
 * any more: an answer under review, which may prove wrong, does not win time.
 */
export function keepDeadline(clock: Clock, dossier: Dossier): void {
  const { review } = dossier.row.secret
  const due = currentlyDue(dossier).length > 0
  if (!review.activated || (!due && !review.pending)) review.deadline = null
  else if (due && review.deadline === null) setDeadline(clock, dossier, clock.now() + GRACE)
}

/** Sets the deadline, in Unix seconds, and has the account looked at again when it passes. */
export function setDeadline(clock: Clock, { account, row }: Dossier, at: number): void {
  row.secret.review.deadline = at
  if (at > clock.now()) clock.schedule(at, 'account.deadline', { account: account.id })
}

function personDemands(dossier: Dossier, person: PersonRow, { findings }: IdentityVerdict): Demand[] {
  const path = (field: string) => pathOf(dossier.account, person, field)
  return findings.map(({ field, code, alternative }) =>
    demand(dossier, path(field), code, alternative === undefined ? [] : [path(alternative)]),
  )
}

/** A demand for something else than what is now at a path, or at the paths that would do as well. */
function demand(dossier: Dossier, requirement: string, code: ErrorCode, alternative: string[] = []): Demand {
  const values = valuesFor(dossier, requirement, alternative)
  return { requirement, alternative, values, error: { code, reason: reasonFor(code) } }
}
