/**
 * Works out a capability from the account: active when nothing disables the account, pending while it is under review, inactive
 * otherwise (https://docs.stripe.com/connect/account-capabilities).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Dossier } from './dossier.ts'
import { isReviewedForPayouts, noRequirements, stoppingPayouts } from './requirements.ts'

type Before = Pick<Stripe.Capability, 'requested' | 'requested_at' | 'status'>

/** A capability that was never requested. */
const UNREQUESTED: Before = { requested: false, requested_at: null, status: 'unrequested' }

/** One capability, worked out from the account's current requirements and the capability's last state. */
export function capabilityObject(
  dossier: Dossier,
  name: string,
  { requested, requested_at, status: before }: Before = UNREQUESTED,
): Stripe.Capability {
  const { account, row } = dossier
  const requirements = account.requirements ?? noRequirements()
  const status = requested ? statusOf(dossier, requirements, before) : 'unrequested'
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

/**
 * A new capability waits until nothing is due but what stops only payouts. An active one stays active until the account is
 * disabled.
 */
function statusOf(
  dossier: Dossier,
  requirements: Stripe.Account.Requirements,
  before: Stripe.Capability.Status,
): Stripe.Capability.Status {
  const ofPayouts = stoppingPayouts(dossier)
  const reason = reasonBesidesPayouts(dossier, requirements, ofPayouts)
  const isDue = requirements.currently_due?.some((path) => !ofPayouts.includes(path))
  if (reason === null) return before === 'active' || !isDue ? 'active' : 'inactive'
  return reason === 'requirements.pending_verification' ? 'pending' : 'inactive'
}

/** Why the account is disabled, if that is not for want of a bank account or something else that stops only payouts. */
function reasonBesidesPayouts(
  { row }: Dossier,
  { disabled_reason, past_due }: Stripe.Account.Requirements,
  ofPayouts: readonly string[],
): Stripe.Account.Requirements['disabled_reason'] {
  const { review } = row.secret
  if (disabled_reason === 'requirements.pending_verification' && isReviewedForPayouts(review)) return null
  const isAnythingPastDue = past_due?.some((path) => !ofPayouts.includes(path))
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
