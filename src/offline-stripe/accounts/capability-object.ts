/**
 * Works out a capability from the account: active when nothing disables the account, pending while it is under review, inactive
 * otherwise (https://docs.stripe.com/connect/account-capabilities).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Dossier, Review } from './dossier.ts'
import { noRequirements } from './requirements.ts'

type Before = Pick<Stripe.Capability, 'requested' | 'requested_at' | 'status'>

/** A capability that was never requested. */
const UNREQUESTED: Before = { requested: false, requested_at: null, status: 'unrequested' }

/** One capability, worked out from the account's current requirements and the capability's last state. */
export function capabilityObject(
  { account, row }: Dossier,
  name: string,
  { requested, requested_at, status: before }: Before = UNREQUESTED,
): Stripe.Capability {
  const requirements = account.requirements ?? noRequirements()
  const status = requested ? statusOf(requirements, row.secret.review, before) : 'unrequested'
  const paused = row.secret.review.hold === 'paused.inactivity'
  return {
    id: name,
    object: 'capability',
    account: account.id,
    requested,
    requested_at,
    status,
    future_requirements: capabilityRequirements(noRequirements(), null),
    requirements: requested
      ? capabilityRequirements(requirements, disabledReason(status, requirements, paused))
      : capabilityRequirements(noRequirements(), null),
  }
}

/** A new capability waits until nothing is due but a bank account. An active one stays active until the account is disabled. */
function statusOf(
  requirements: Stripe.Account.Requirements,
  review: Review,
  before: Stripe.Capability.Status,
): Stripe.Capability.Status {
  const reason = reasonBesidesBankAccount(requirements, review)
  const isDue = requirements.currently_due?.some((path) => path !== 'external_account')
  if (reason === null) return before === 'active' || !isDue ? 'active' : 'inactive'
  return reason === 'requirements.pending_verification' ? 'pending' : 'inactive'
}

/** Why the account is disabled, if that is not for want of a bank account, which stops nothing but payouts. */
function reasonBesidesBankAccount(
  { disabled_reason, past_due }: Stripe.Account.Requirements,
  review: Review,
): Stripe.Account.Requirements['disabled_reason'] {
  const isAnythingPastDue = past_due?.some((path) => path !== 'external_account')
  if (disabled_reason !== 'requirements.past_due' || isAnythingPastDue) return disabled_reason
  if (review.activated) return null
  return review.pending ? 'requirements.pending_verification' : disabled_reason
}

function disabledReason(
  status: Stripe.Capability.Status,
  requirements: Stripe.Account.Requirements,
  paused: boolean,
): Stripe.Capability.Requirements.DisabledReason | null {
  if (status === 'active') return null
  if (paused) return 'paused.inactivity'
  if (status === 'pending') return 'pending.review'
  if (requirements.disabled_reason?.startsWith('rejected.')) return 'rejected.other'
  return requirements.currently_due?.length ? 'requirements.fields_needed' : 'other'
}

function capabilityRequirements(
  requirements: Stripe.Account.Requirements,
  disabled_reason: Stripe.Capability.Requirements.DisabledReason | null,
): Stripe.Capability.Requirements {
  return {
    alternatives: requirements.alternatives,
    current_deadline: requirements.current_deadline,
    currently_due: requirements.currently_due ?? [],
    disabled_reason,
    errors: requirements.errors ?? [],
    eventually_due: requirements.eventually_due ?? [],
    past_due: requirements.past_due ?? [],
    pending_verification: requirements.pending_verification ?? [],
  }
}
