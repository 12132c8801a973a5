/**
 * Takes an account through verification: starts a review when there is something new to verify, passes the verdict
 * some seconds later, and keeps the deadline of what is due.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { countrySpec } from '../countries/index.ts'
import type { Clock, Kernel } from '../kernel.ts'
import {
  type Demand,
  type Dossier,
  type ErrorCode,
  isIndividual,
  type PersonRow,
  type Review,
} from './dossier.ts'
import { judgedFacts, snapshot, valueAt } from './facts.ts'
import { missingFields } from './required-fields.ts'
import { currentlyDue, isUnanswered, pathOf } from './requirements.ts'
import { businessHold, judgeBusiness } from './verification/business.ts'
import { judgeFiles } from './verification/documents.ts'
import {
  detailsCode,
  type IdentityVerdict,
  type JudgedDocuments,
  judgeIdentity,
  matchesAtOnce,
} from './verification/identity.ts'
import { reasonFor } from './verification/reasons.ts'

/** How long an account has for what becomes due once it has submitted everything: 14 days, in seconds. */
export const GRACE = 14 * 24 * 60 * 60

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
export function reviewWhatChanged(kernel: Kernel, dossier: Dossier, seconds: number): void {
  const { row, account, people } = dossier
  const { review } = row.secret
  if (missingFields(dossier).length > 0) return
  account.details_submitted = true
  const facts = judgedFacts(dossier)
  if (facts === review.judged) {
    review.pending = null
  } else if (seconds === 0 || (people.length > 0 && people.every(matchesAtOnce))) {
    passVerdict(kernel, dossier)
  } else if (facts !== review.pending?.facts) {
    review.pending = { facts, until: kernel.clock.now() + seconds }
    kernel.clock.schedule(review.pending.until, 'account.review', { account: account.id, facts })
  }
}

/** Judges the account as it now is. */
export function passVerdict(kernel: Kernel, dossier: Dossier): void {
  const { row, account, people } = dossier
  const { review, imposed } = row.secret
  const verdicts = people.map((person) => ({ person, verdict: judgePerson(kernel, dossier, person) }))
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
 * Gives what is due a deadline, once the account has submitted everything a first time, and takes it away when
 * nothing is due any more.
 */
export function keepDeadline(clock: Clock, dossier: Dossier): void {
  const { account, row } = dossier
  const { review } = row.secret
  if (!account.details_submitted || currentlyDue(dossier).length === 0) {
    review.deadline = null
  } else if (review.deadline === null) {
    setDeadline(clock, dossier, clock.now() + GRACE)
  }
}

/** Sets the deadline, in Unix seconds, and has the account looked at again when it passes. */
export function setDeadline(clock: Clock, { account, row }: Dossier, at: number): void {
  row.secret.review.deadline = at
  if (at > clock.now()) clock.schedule(at, 'account.deadline', { account: account.id })
}

function judgePerson(kernel: Kernel, { account }: Dossier, person: PersonRow): IdentityVerdict {
  const verification = person.object.verification ?? unverified()
  const passport = person.secret.documents.passport ?? []
  const documents: JudgedDocuments = {
    identity: judgeDocument(kernel, [...filesOf(verification.document), ...passport]),
    address: judgeDocument(kernel, filesOf(verification.additional_document)),
  }
  const verdict = judgeIdentity(person, documents, identityField(account))
  const [finding] = verdict.findings
  const identity = faultDetails(documents.identity)
  const address = faultDetails(documents.address)
  const keyed = finding?.code.startsWith('verification_failed') ? failedKeyed(finding.code) : undefined
  person.object.verification = {
    ...verification,
    status: finding || verdict.listed ? 'unverified' : 'verified',
    ...(identity.person ?? address.person ?? keyed ?? { details: null, details_code: null }),
    document: { front: null, back: null, ...verification.document, ...identity.document },
    additional_document: {
      front: null,
      back: null,
      ...verification.additional_document,
      ...address.document,
    },
  }
  return verdict
}

/** What a person's `verification` says before anything was verified. */
export function unverified(): Stripe.Person.Verification {
  const document = { back: null, details: null, details_code: null, front: null }
  return {
    additional_document: { ...document },
    details: null,
    details_code: null,
    document: { ...document },
    status: 'unverified',
  }
}

function judgeDocument(kernel: Kernel, files: string[]): JudgedDocuments['identity'] {
  return files.length === 0 ? null : (judgeFiles(kernel, files) ?? 'passed')
}

function filesOf(document: { front: unknown; back: unknown } | null | undefined): string[] {
  return [document?.front, document?.back].filter((file) => typeof file === 'string')
}

function faultDetails(judged: JudgedDocuments['identity']) {
  const clear = { details: null, details_code: null }
  if (judged === null || judged === 'passed') return { person: undefined, document: clear }
  const { at, code } = detailsCode(judged)
  const details = { details: reasonFor(`verification_${code}`), details_code: code }
  return at === 'person' ? { person: details, document: clear } : { person: undefined, document: details }
}

function failedKeyed(code: ErrorCode) {
  return { details: reasonFor(code), details_code: 'failed_keyed_identity' }
}

function personDemands(dossier: Dossier, person: PersonRow, { findings }: IdentityVerdict): Demand[] {
  return findings.map(({ field, code, alternative }) => ({
    ...demand(dossier, pathOf(dossier.account, person, field), code),
    ...(alternative && { alternative: [pathOf(dossier.account, person, alternative)] }),
  }))
}

/** A demand for something at a path, about the value that is there now. */
function demand(dossier: Dossier, requirement: string, code: ErrorCode): Demand {
  const value = snapshot(valueAt(dossier, requirement))
  return { requirement, value, error: { code, reason: reasonFor(code) } }
}

/** Where a person's identity document belongs: the passport in the countries that ask for one, else the document. */
function identityField(account: Stripe.Account): string {
  const passport = 'documents.passport.files'
  const fields = countrySpec(account.country ?? '')?.verification_fields
  const additional = fields?.[isIndividual(account) ? 'individual' : 'company'].additional ?? []
  return additional.some((path) => path.endsWith(passport)) ? passport : 'verification.document'
}
