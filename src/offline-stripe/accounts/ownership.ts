/**
 * Which companies must name their owners (https://docs.stripe.com/connect/identity-verification#business-structure).
 *
 * Stripe takes a company for a private one, which has owners to name, until its structure says otherwise. Non-profits and
 * government entities in the United States have none.
 *
 * @module
 */
import type { Stripe } from 'stripe'

const PUBLIC_STRUCTURES = ['public_company', 'public_corporation', 'public_partnership']
const WITHOUT_OWNERS_IN_THE_US = ['government_entity', 'non_profit']

/** Whether the owners of a company must be named. */
export function namesOwners({ business_type, company, country }: Stripe.Account): boolean {
  if (country === 'US' && WITHOUT_OWNERS_IN_THE_US.includes(business_type ?? '')) return false
  return !PUBLIC_STRUCTURES.includes(company?.structure ?? '') && !company?.ownership_exemption_reason
}
