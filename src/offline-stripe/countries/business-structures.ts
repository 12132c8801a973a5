/**
 * The structures that a business can have in each country, by its type.
 * Source: https://docs.stripe.com/connect/identity-verification#business-structure.
 *
 * @module
 */

const PARTNERSHIPS = ['incorporated_partnership', 'unincorporated_partnership'] as const
const NON_PROFITS = ['incorporated_non_profit', 'unincorporated_non_profit'] as const
const OF_THE_EMIRATES = ['free_zone_establishment', 'free_zone_llc', 'llc', 'sole_establishment'] as const

/** The countries whose structures Stripe describes. */
const DESCRIBED: Record<string, Record<string, readonly string[]>> = {
  AE: { company: OF_THE_EMIRATES },
  CA: {
    company: ['private_corporation', 'private_partnership', 'public_corporation', 'sole_proprietorship'],
    non_profit: ['registered_charity'],
  },
  DE: {
    company: [...PARTNERSHIPS, 'private_corporation', 'public_corporation'],
    non_profit: NON_PROFITS,
  },
  GB: { company: [...PARTNERSHIPS, 'private_corporation'], non_profit: NON_PROFITS },
  HK: {
    company: ['private_company', 'private_partnership', 'sole_proprietorship'],
    non_profit: NON_PROFITS,
  },
  SG: { company: ['private_company', 'private_partnership', 'public_company', 'sole_proprietorship'] },
  TH: { company: [...PARTNERSHIPS, 'private_corporation', 'sole_proprietorship'] },
  US: {
    company: [
      ...['multi_member_llc', 'private_corporation', 'private_partnership', 'public_corporation'],
      ...['public_partnership', 'single_member_llc', 'sole_proprietorship', 'unincorporated_association'],
    ],
    government_entity: [
      ...['government_instrumentality', 'governmental_unit', 'tax_exempt_government_instrumentality'],
    ],
    non_profit: NON_PROFITS,
  },
}

/** Whether a business in the country can have the structure; once its type is known, whether one of that type can. */
export function isStructureOf(
  country: string,
  businessType: string | null | undefined,
  structure: string,
): boolean {
  const described = DESCRIBED[country]
  // Stripe does not describe the other countries. The Emirates' own words are theirs alone.
  if (!described) return !OF_THE_EMIRATES.some((word) => word === structure)
  const isKnown = businessType && businessType !== 'individual'
  return Object.entries(described).some(
    ([type, structures]) => (!isKnown || type === businessType) && structures.includes(structure),
  )
}
