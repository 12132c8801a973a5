import type { Option } from '../../web/form-fields.ts'
import type { Situation } from '../situation.ts'

/** Legal forms that only the Emirates have. @see https://docs.stripe.com/connect/identity-verification#business-structure */
const OF_THE_EMIRATES = ['sole_establishment', 'free_zone_establishment', 'free_zone_llc', 'llc'] as const

/** Legal forms of all other countries. */
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
  'incorporated_partnership',
  'unincorporated_partnership',
  'limited_liability_partnership',
  'unincorporated_association',
  'incorporated_non_profit',
  'unincorporated_non_profit',
  'registered_charity',
  'governmental_unit',
  'government_instrumentality',
  'tax_exempt_government_instrumentality',
] as const

/** The legal forms of the account's country, as options for `company.structure`. */
export function legalForms({ account, country, messages }: Situation): Option[] {
  const all = [...OF_THE_EMIRATES, ...ELSEWHERE]
  const offered: readonly string[] = country === 'AE' ? OF_THE_EMIRATES : ELSEWHERE
  // The legal form that Stripe has stays an option.
  const present = account.company?.structure
  return all
    .filter((value) => offered.includes(value) || value === present)
    .map((value) => ({ value, label: messages.text(`field.structure.${value}`) }))
}
