/**
 * The countries to which a platform may send money: its own; all of the region with cross-border transfers, for platforms there
 * (United States, Canada, United Kingdom, EEA, Switzerland); and, from the United States, many more.
 * Source: `supported_transfer_countries` of https://docs.stripe.com/api/country_specs and
 * https://docs.stripe.com/connect/cross-border-payouts.
 *
 * @module
 */
import { EUROPE } from './bank-currencies.ts'

/** EEA countries where Stripe serves accounts, but which are not in {@link EUROPE}, the list for banks. */
const EEA_BESIDES = ['HR', 'IS', 'LI']
const CROSS_BORDER = ['CA', 'US', ...EUROPE, ...EEA_BESIDES]

const RECIPIENTS_OF_THE_US =
  'AE AG AL AM AO AR AU AZ BA BD BH BJ BN BO BS BT BW CI CL CO CR DO DZ EC EG ET GA GH GM GT GY HK ID IL JM JO ' +
  'JP KE KH KR KW KZ LA LC LK MA MC MD MG MK MN MO MU MX MY MZ NA NE NG NZ OM PA PE PH PK PY QA RS RW SA SG SM ' +
  'SN SV TH TN TR TT TW TZ UY UZ VN ZA'

/** The countries, sorted, in which a platform in this country may have accounts. */
export function transferCountries(country: string): string[] {
  if (country === 'US') return [...CROSS_BORDER, ...RECIPIENTS_OF_THE_US.split(' ')].toSorted()
  return CROSS_BORDER.includes(country) ? CROSS_BORDER.toSorted() : [country]
}
