import type { Stripe } from 'stripe'
import { own } from '../../core/own.ts'
import type { Option } from '../../web/form-fields.ts'
import type { Situation } from '../situation.ts'

const OF_THE_EMIRATES = ['sole_establishment', 'free_zone_establishment', 'free_zone_llc', 'llc'] as const
const PARTNERSHIPS = ['incorporated_partnership', 'unincorporated_partnership'] as const
const NON_PROFITS = ['incorporated_non_profit', 'unincorporated_non_profit'] as const

/** Where Stripe does not say which it takes: all but those of the Emirates. */
const ELSEWHERE = [
  'sole_proprietorship',
  'single_member_llc',
  'multi_member_llc',
  'private_company',
  'private_corporation',
  'private_partnership',
  'public_company',
  'public_corporation',
  'public_partnership',
  ...PARTNERSHIPS,
  'limited_liability_partnership',
  'unincorporated_association',
  ...NON_PROFITS,
  'registered_charity',
  'governmental_unit',
  'government_instrumentality',
  'tax_exempt_government_instrumentality',
] as const

type LegalForm = (typeof OF_THE_EMIRATES)[number] | (typeof ELSEWHERE)[number]

const NON_PROFIT = { non_profit: NON_PROFITS }

/** By country and type of business. @see https://docs.stripe.com/connect/identity-verification#business-structure */
const TAKEN: Record<string, Partial<Record<string, readonly LegalForm[]>>> = {
  AE: { company: OF_THE_EMIRATES },
  CA: {
    company: ['private_corporation', 'private_partnership', 'public_corporation', 'sole_proprietorship'],
    non_profit: ['registered_charity'],
  },
  DE: { company: [...PARTNERSHIPS, 'private_corporation', 'public_corporation'], ...NON_PROFIT },
  GB: { company: [...PARTNERSHIPS, 'private_corporation'], ...NON_PROFIT },
  HK: { company: ['private_company', 'private_partnership', 'sole_proprietorship'], ...NON_PROFIT },
  SG: { company: ['private_company', 'private_partnership', 'public_company', 'sole_proprietorship'] },
  US: {
    company: [
      'single_member_llc',
      'multi_member_llc',
      'private_corporation',
      'private_partnership',
      'public_corporation',
      'public_partnership',
      'sole_proprietorship',
      'unincorporated_association',
    ],
    ...NON_PROFIT,
    government_entity: [
      'governmental_unit',
      'government_instrumentality',
      'tax_exempt_government_instrumentality',
    ],
  },
}

function takenBy(country: string, { business_type: type }: Stripe.Account) {
  const ofCountry = own(TAKEN, country)
  return ofCountry && type ? own(ofCountry, type) : undefined
}

/** Whether Stripe says which legal forms a business of this country and type can have. */
export function hasLegalForms({ account, country }: Pick<Situation, 'account' | 'country'>): boolean {
  return takenBy(country, account) !== undefined
}

/** The legal forms of the account's country, as options for `company.structure`. */
export function legalForms({ account, country, messages }: Situation): Option[] {
  const ofCountry = own(TAKEN, country)
  const ofType = takenBy(country, account)
  const offered: readonly string[] =
    ofType ?? (ofCountry ? Object.values(ofCountry).flat() : ELSEWHERE).map(String)
  // The legal form that Stripe has stays an option.
  const present = account.company?.structure
  return [...OF_THE_EMIRATES, ...ELSEWHERE]
    .filter((value) => offered.includes(value) || value === present)
    .map((value) => ({ value, label: messages.text(`field.structure.${value}`) }))
}
