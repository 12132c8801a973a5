/**
 * Works out from a dossier the `requirements` of the account and of each person, and why the account is disabled.
 *
 * An account that was never active is disabled until it has given everything and passed verification: all that is due is past
 * due. After that, new requirements have a deadline, and only a missed deadline disables the account. A bank account and an
 * agreement are past due as soon as they are missing, because Stripe pays nobody without them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import {
  type Demand,
  type Dossier,
  type ExternalAccountRow,
  isIndividual,
  type PersonRow,
  type Review,
} from './dossier.ts'
import { isGiven, valueAt, valuesFor } from './facts.ts'
import {
  alternativesOf,
  missingFields,
  requestedCapabilities,
  requiredFields,
  requiredOfExternalAccount,
} from './required-fields.ts'
import { isRecipient } from './service-agreement.ts'

type Requirements = Stripe.Account.Requirements

/** The fields that identify a person. */
const IDENTIFYING = [
  ...['dob.day', 'dob.month', 'dob.year', 'id_number'],
  ...['verification.additional_document', 'verification.document'],
]
/** The fields that identify a company. */
const IDENTIFYING_COMPANY = ['company.tax_id', 'company.verification.document']
/** The fields that even an active account must never lack. */
const INDISPENSABLE = ['external_account', 'tos_acceptance.date', 'tos_acceptance.ip']

/** Nothing due: the `future_requirements` while Stripe announces no change. */
export function noRequirements(): Requirements & Stripe.Account.FutureRequirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: [],
    disabled_reason: null,
    errors: [],
    eventually_due: [],
    past_due: [],
    pending_verification: [],
  }
}

/** The demands that are not answered yet. */
function standingDemands(dossier: Dossier): Demand[] {
  return allDemands(dossier).filter((demand) => isUnanswered(dossier, demand))
}

/** Whether the values that a demand is about are still the same as when it was raised. */
export function isUnanswered(dossier: Dossier, demand: Demand): boolean {
  const { requirement, alternative, answeredBy = [], values } = demand
  return valuesFor(dossier, requirement, [...alternative, ...answeredBy]) === values
}

/** What is due and stops nothing but payouts: a bank account, and what some demands ask for. */
export function stoppingPayouts(dossier: Dossier): string[] {
  const demands = standingDemands(dossier).filter(({ stopsPayouts }) => stopsPayouts)
  return ['external_account', ...demands.map(({ requirement }) => requirement)]
}

/** Whether payouts wait for the review of an answer, while everything else goes on. */
export function isReviewedForPayouts({ pending, activated, demands }: Review): boolean {
  return pending !== null && activated && demands.some(({ stopsPayouts }) => stopsPayouts)
}

/** Everything that must be given now: missing required fields and unanswered demands. */
export function currentlyDue(dossier: Dossier): string[] {
  return distinct([
    ...missingFields(dossier),
    ...standingDemands(dossier).map(({ requirement }) => requirement),
  ])
}

/** The account's requirements at a time in Unix seconds. */
export function requirementsOf(dossier: Dossier, now: number): Requirements {
  const demands = standingDemands(dossier)
  const due = currentlyDue(dossier)
  const { deadline, activated } = dossier.row.secret.review
  const overdue = deadline !== null && deadline <= now
  const needed = [...INDISPENSABLE, ...stoppingPayouts(dossier)]
  const past_due = overdue || !activated ? due : due.filter((path) => needed.includes(path))
  // Two demands at one path have the same alternatives.
  const alternatives = new Map(demands.map(({ requirement, alternative }) => [requirement, alternative]))
  return {
    alternatives: [
      ...alternativesOf(dossier),
      ...[...alternatives].flatMap(([requirement, alternative]) =>
        alternative.length > 0
          ? [{ original_fields_due: [requirement], alternative_fields_due: alternative }]
          : [],
      ),
    ],
    current_deadline: due.length > 0 ? deadline : null,
    currently_due: due,
    disabled_reason: disabledReason(dossier, { due, past_due, overdue }),
    errors: demands.flatMap(({ requirement, error }) => (error ? [{ ...error, requirement }] : [])),
    eventually_due: distinct([...due, ...eventuallyDue(dossier)]),
    past_due,
    pending_verification: pendingVerification(dossier),
  }
}

/** A person's part of the account's requirements, with paths relative to the person. */
export function personRequirements(
  { account }: Dossier,
  person: PersonRow,
  requirements: Requirements,
): Stripe.Person.Requirements {
  const prefix = pathOf(account, person, '')
  const own = (paths: string[] | null) =>
    (paths ?? []).filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
  return {
    alternatives: (requirements.alternatives ?? [])
      .map((alternative) => ({
        original_fields_due: own(alternative.original_fields_due),
        alternative_fields_due: own(alternative.alternative_fields_due),
      }))
      .filter(({ original_fields_due }) => original_fields_due.length > 0),
    currently_due: own(requirements.currently_due),
    errors: (requirements.errors ?? [])
      .filter(({ requirement }) => requirement.startsWith(prefix))
      .map((error) => ({ ...error, requirement: error.requirement.slice(prefix.length) })),
    eventually_due: own(requirements.eventually_due),
    past_due: own(requirements.past_due),
    pending_verification: own(requirements.pending_verification),
  }
}

/** A bank account's part of the account's requirements. */
export function externalAccountRequirements(
  row: ExternalAccountRow,
  requirements: Requirements,
): Stripe.BankAccount.Requirements {
  const required = requiredOfExternalAccount(row)
  const own = (paths: string[] | null) => (paths ?? []).filter((path) => required.includes(path))
  return {
    currently_due: own(requirements.currently_due),
    errors: (requirements.errors ?? []).filter(({ requirement }) => required.includes(requirement)),
    past_due: own(requirements.past_due),
    pending_verification: own(requirements.pending_verification),
  }
}

/** The path of a person's field in the account's requirements. */
export function pathOf(account: Stripe.Account, person: PersonRow, field: string): string {
  return `${isIndividual(account) ? 'individual' : person.id}.${field}`
}

function allDemands({ row: { secret } }: Dossier): Demand[] {
  return [...secret.review.demands, ...secret.imposed.demands]
}

function disabledReason(
  dossier: Dossier,
  { due, past_due, overdue }: { due: string[]; past_due: string[]; overdue: boolean },
): Requirements['disabled_reason'] {
  const { rejected, imposed, review } = dossier.row.secret
  if (rejected) return rejected.reason
  if (imposed.disabled_reason) return imposed.disabled_reason
  if (requestedCapabilities(dossier).length === 0) return 'action_required.requested_capabilities'
  if (review.hold) return review.hold === 'paused.inactivity' ? 'other' : review.hold
  if (past_due.length > 0) return 'requirements.past_due'
  const isAwaited = !review.activated && (review.pending || review.awaited?.length)
  const isLate = (review.pending && overdue) || isReviewedForPayouts(review)
  if (due.length === 0 && (isAwaited || isLate)) return 'requirements.pending_verification'
  return review.activated ? null : 'requirements.past_due'
}

/**
 * The fields that may become due. Identity documents do not, once the person is verified without them. Recipients are not
 * verified, and Stripe names their documents once it has all the rest.
 */
function eventuallyDue(dossier: Dossier): string[] {
  const { review, imposed } = dossier.row.secret
  const isSpared = isRecipient(dossier.account)
    ? missingFields(dossier).some((path) => path !== 'external_account')
    : review.passed
  return [...requiredFields(dossier).additional, ...imposed.eventually_due]
    .filter((path) => !isGiven(valueAt(dossier, path)))
    .filter((path) => !(isSpared && /\.(verification\.\w+|documents\.passport\.files)$/.test(path)))
}

/**
 * The fields under review: the answers to demands or, if there are none, the fields that identify the company and each person.
 */
function pendingVerification(dossier: Dossier): string[] {
  const { review, imposed } = dossier.row.secret
  const due = currentlyDue(dossier)
  const isUnderReview = (path: string) => isGiven(valueAt(dossier, path)) && !due.includes(path)
  const awaited = (review.awaited ?? []).filter(isUnderReview)
  if (!review.pending) return distinct([...imposed.pending_verification, ...awaited])
  const answered = allDemands(dossier).filter((demand) => !isUnanswered(dossier, demand))
  const identifying = [
    ...(isIndividual(dossier.account) ? [] : IDENTIFYING_COMPANY),
    ...dossier.people.flatMap((person) => IDENTIFYING.map((field) => pathOf(dossier.account, person, field))),
  ]
  return distinct([
    ...[...imposed.pending_verification, ...awaited],
    ...(answered.length > 0
      ? answered.map(({ requirement }) => requirement)
      : identifying.filter(isUnderReview)),
  ])
}

function distinct(paths: string[]): string[] {
  return [...new Set(paths)].toSorted()
}
