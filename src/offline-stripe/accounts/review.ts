/**
 * Takes an account through verification: starts a review when there is something new to verify, gives the verdict some seconds
 * later, and keeps the deadline for what is due.
 *
 * @module
 */
import type { Clock, ResourceApi } from '../resource-api.ts'
import type { Demand, Dossier, ErrorCode, PersonRow, Review } from './dossier.ts'
import { judgedFacts, valuesFor } from './facts.ts'
import { missingFields, requestedCapabilities } from './required-fields.ts'
import { currentlyDue, isUnanswered, pathOf } from './requirements.ts'
import { isRecipient } from './service-agreement.ts'
import { businessHold, judgeBusiness } from './verification/business.ts'
import { type IdentityVerdict, matchesAtOnce } from './verification/identity.ts'
import { hasDocuments, judgePerson } from './verification/person.ts'
import { reasonFor } from './verification/reasons.ts'

/** How long an active account has to give what becomes due: 14 days, in seconds. */
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

/**
 * Starts a review when everything but the bank account is given and something is not judged yet: Stripe does not wait for the
 * bank account. Ends a review whose data changed back.
 */
export function reviewWhatChanged(api: ResourceApi, dossier: Dossier, seconds: number): void {
  const { row, account } = dossier
  const { review } = row.secret
  const missing = missingFields(dossier)
  if (requestedCapabilities(dossier).length === 0 || missing.some((path) => path !== 'external_account'))
    return
  account.details_submitted ||= missing.length === 0
  const facts = judgedFacts(dossier)
  if (facts === review.judged) {
    review.pending = null
  } else if (seconds === 0 || isJudgedAtOnce(dossier)) {
    passVerdict(api, dossier)
  } else if (facts !== review.pending?.facts) {
    review.pending = { facts, until: api.clock.now() + seconds }
    api.clock.schedule(review.pending.until, 'account.review', { account: account.id, facts })
  }
}

/** Whether the answer to the request has the verdict: that of a test value, and of a recipient without documents. */
function isJudgedAtOnce({ account, people }: Dossier): boolean {
  if (isRecipient(account)) return !people.some(hasDocuments)
  return people.length > 0 && people.every(matchesAtOnce)
}

/** Judges the account's current data. */
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
 * Sets the deadline for what is due on an account that was active, and clears it when nothing is due or under review. An answer
 * under review does not extend the deadline, because it may be wrong.
 */
export function keepDeadline(clock: Clock, dossier: Dossier): void {
  const { review } = dossier.row.secret
  const due = currentlyDue(dossier).length > 0
  if (!review.activated || (!due && !review.pending)) review.deadline = null
  else if (due && review.deadline === null) setDeadline(clock, dossier, clock.now() + GRACE)
}

/** Sets the deadline, in Unix seconds, and schedules another look at the account for that time. */
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

/** A demand for another value at a path or at one of its alternatives. */
function demand(dossier: Dossier, requirement: string, code: ErrorCode, alternative: string[] = []): Demand {
  const values = valuesFor(dossier, requirement, alternative)
  return { requirement, alternative, values, error: { code, reason: reasonFor(code) } }
}
