/**
 * Where an account stands, in one word. Lists filter by it; it colours the badge and picks the next sentence.
 * It is derived from Stripe's object alone, so it never disagrees with Stripe.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification
 * @module
 */
import type { Stripe } from 'stripe'
import { isRejected } from '../stripe/rejected.ts'

/** In the order a registration goes through them. */
export const ACCOUNT_STATUSES = [
  /** Created; the seller has answered nothing yet. */
  'new',
  /** Some answers given, not submitted yet. */
  'unfinished',
  /** Submitted; Stripe is checking. */
  'in-review',
  /** Payouts work, and Stripe asks for nothing. */
  'active',
  /** Payouts work, but Stripe asks for more information. */
  'information-due',
  /** Payouts are off: information is missing or was refused, or Stripe stopped them for another reason. */
  'restricted',
  /** Rejected by Stripe or by the platform. */
  'rejected',
] as const

export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

/**
 * @example
 * accountStatus(await stripe.accounts.retrieve(id)) // 'in-review'
 */
export function accountStatus(account: Stripe.Account): AccountStatus {
  const requirements = account.requirements
  const due = requirements?.currently_due ?? []
  const reason = requirements?.disabled_reason ?? ''
  if (isRejected(account)) return 'rejected'
  if (account.payouts_enabled) {
    const asked = due.length > 0 || (requirements?.past_due ?? []).length > 0
    return asked ? 'information-due' : 'active'
  }
  if (!account.tos_acceptance?.date) return givenAnything(account) ? 'unfinished' : 'new'
  if (due.length > 0 || reason === 'requirements.past_due') return 'restricted'
  return REVIEWS.has(reason) ? 'in-review' : 'restricted'
}

/** Why payouts are off while the seller has nothing to do. The empty reason is for the moment before Stripe sets one. */
const REVIEWS = new Set(['', 'requirements.pending_verification', 'under_review', 'listed'])

function givenAnything(account: Stripe.Account): boolean {
  const individual = account.individual
  return Boolean(
    individual?.first_name ||
      individual?.first_name_kana ||
      account.company?.name ||
      account.business_profile?.mcc ||
      (account.external_accounts?.data.length ?? 0) > 0,
  )
}
