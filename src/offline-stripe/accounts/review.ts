/**
 * Takes an account through verification: starts a review when there is something new to verify, gives the verdict some seconds
 * later, and keeps the deadline for what is due.
 *
 * @module
 */
import type { Clock, ResourceApi } from '../resource-api.ts'
import {
  type Demand,
  type Dossier,
  type ErrorCode,
  isIndividual,
  type PersonRow,
  type Review,
} from './dossier.ts'
import { judgedFacts, valuesFor } from './facts.ts'
import { missingFields, requestedCapabilities } from './required-fields.ts'
import { currentlyDue, isUnanswered, pathOf } from './requirements.ts'
import { isRecipient } from './service-agreement.ts'
import { type BusinessFinding, businessHold, judgeBusiness } from './verification/business.ts'
import { awaitedFields, isCompanyMatchedAtOnce, judgeCompany } from './verification/company.ts'
import { judgeCompanyAddress, mildestTestAddress } from './verification/company-address.ts'
import { judgeDocuments } from './verification/documents.ts'
import { type IdentityVerdict, matchesAtOnce } from './verification/identity.ts'
import { hasDocuments, judgePerson } from './verification/person.ts'
import { reasonFor } from './verification/reasons.ts'
import { compareWithRegister } from './verification/register.ts'

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
function isJudgedAtOnce(dossier: Dossier): boolean {
  const { account, people } = dossier
  if (isRecipient(account)) return !people.some(hasDocuments)
  return isCompanyMatchedAtOnce(dossier) || (people.length > 0 && people.every(matchesAtOnce))
}

/** Judges the account's current data. */
export function passVerdict(api: ResourceApi, dossier: Dossier): void {
  const { row, account, people } = dossier
  const { review, imposed } = row.secret
  const isCompany = !isIndividual(account) && !isRecipient(account)
  const verdicts = people.map((person) => ({ person, verdict: judgePerson(api, dossier, person) }))
  review.answered = answeredCodes(dossier)
  const ofCompany = isCompany ? companyFindings(api, dossier) : []
  const findings = [...judgeBusiness(account), ...judgeDocuments(api, dossier), ...ofCompany]
  review.demands = [
    ...findings.map((finding) => demand(dossier, finding)),
    ...verdicts.flatMap(({ person, verdict }) => personDemands(dossier, person, verdict)),
  ]
  imposed.demands = imposed.demands.filter((one) => isUnanswered(dossier, one))
  review.judged = judgedFacts(dossier)
  review.pending = null
  review.hold = verdicts.some(({ verdict }) => verdict.listed) ? 'listed' : businessHold(account)
  review.awaited = isCompany ? awaitedFields(dossier) : []
  const testAddress = mildestTestAddress(dossier)
  if (testAddress !== undefined) review.testAddress = testAddress
  const stopsNothingElse = review.demands.every(({ stopsPayouts }) => stopsPayouts)
  review.passed = stopsNothingElse && review.hold === null && review.awaited.length === 0
  review.activated ||= review.passed
}

function companyFindings(api: ResourceApi, dossier: Dossier): BusinessFinding[] {
  const { answered = [] } = dossier.row.secret.review
  return [
    ...judgeCompany(api, dossier),
    ...judgeCompanyAddress(dossier),
    ...compareWithRegister(dossier).filter(
      ({ takesAnyAnswer, code }) => !(takesAnyAnswer && answered.includes(code)),
    ),
  ]
}

/** The codes of the demands for any answer that were answered by now. */
function answeredCodes(dossier: Dossier): ErrorCode[] {
  const { answered = [], demands } = dossier.row.secret.review
  const now = demands.filter((one) => one.takesAnyAnswer && !isUnanswered(dossier, one))
  return [...answered, ...now.flatMap(({ error }) => error?.code ?? [])]
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
    demand(dossier, {
      requirement: path(field),
      code,
      ...(alternative !== undefined && { alternative: [path(alternative)] }),
    }),
  )
}

/** A demand for another value at a path or at one of its alternatives. */
function demand(dossier: Dossier, { code, alternative = [], ...finding }: BusinessFinding): Demand {
  const values = valuesFor(dossier, finding.requirement, [...alternative, ...(finding.answeredBy ?? [])])
  return { ...finding, alternative, values, error: { code, reason: reasonFor(code) } }
}
