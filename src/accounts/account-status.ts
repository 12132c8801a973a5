/**
 * Where an account stands, in one word: what lists filter by, what colours a badge and picks the next sentence.
 * Derived from Stripe's object alone, so that it never disagrees with Stripe.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification
 * @module
 */
import type { Stripe } from 'stripe'
import { isRejected } from '../stripe/rejected.ts'

/** In the order a registration goes through them. */
export const ACCOUNT_STATUSES = [
  /** Registered, nothing submitted yet. */
  'new',
  /** Some of it given, not submitted. */
  'unfinished',
  /** Submitted; Stripe is checking. */
  'in-review',
  /** Payouts work and nothing is asked. */
  'active',
  /** Payouts work, but something must be given by a deadline. */
  'information-due',
  /** Payouts are off until what is missing or refused is given. */
  'restricted',
  /** Turned down, by Stripe or by the platform. */
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

/** Reasons for payouts being off that end without the person doing anything; none at all is the moment before one is set. */
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
