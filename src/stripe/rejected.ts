import type { Stripe } from 'stripe'

/**
 * True for an account that Stripe or the platform has rejected: nothing that the seller could give changes that.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-requirements-disabled_reason
 */
export function isRejected({ requirements }: Stripe.Account): boolean {
  return requirements?.disabled_reason?.startsWith('rejected.') ?? false
}
