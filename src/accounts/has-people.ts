import type { Stripe } from 'stripe'

/** Whether an account belongs to a company or another organisation, whose people Stripe asks about one by one. */
export function hasPeople({ business_type: type }: Pick<Stripe.Account, 'business_type'>): boolean {
  return type === 'company' || type === 'non_profit' || type === 'government_entity'
}
