/**
 * Groups of fields, from which the countries' verification fields are built.
 *
 * @module
 */

/** The fields that an account must give before payouts are enabled, and those that Stripe may ask for later. */
export interface Fields {
  minimum: string[]
  additional: string[]
}

export const DOB = ['dob.day', 'dob.month', 'dob.year']
export const NAME = ['first_name', 'last_name']
export const ADDRESS = ['address.city', 'address.line1', 'address.postal_code']
export const ADDRESS_WITH_STATE = [...ADDRESS, 'address.state']
export const DOCUMENTS = ['verification.additional_document', 'verification.document']
export const CONTACT = ['email', 'phone']

export const AGREEMENT = ['business_type', 'external_account', 'tos_acceptance.date', 'tos_acceptance.ip']
export const MCC = 'business_profile.mcc'
export const URL = 'business_profile.url'
export const DESCRIPTION = 'business_profile.product_description'
export const PROFILE = [MCC, URL]
export const US_PROFILE = [
  ...PROFILE,
  ...['business_profile.name', DESCRIPTION],
  ...['settings.card_payments.statement_descriptor_prefix', 'settings.payments.statement_descriptor'],
]

/** Field names below one owner, e.g. `individual.dob.day`. */
export function of(owner: string, ...fields: (string | string[])[]): string[] {
  return fields.flat().map((field) => `${owner}.${field}`)
}

export function provided(...groups: ('owners' | 'directors' | 'executives')[]): string[] {
  return groups.map((group) => `company.${group}_provided`)
}

export const JAPANESE_NAME = NAME.flatMap((part) => [`${part}_kana`, `${part}_kanji`])
export const JAPANESE_ADDRESS = ['kana', 'kanji'].flatMap((script) =>
  ['city', 'line1', 'postal_code', 'state', 'town'].map((part) => `address_${script}.${part}`),
)
export const REPRESENTATIVE_DOCUMENT = 'representative.verification.document'
export const COMPANY_DOCUMENT = 'company.verification.document'
