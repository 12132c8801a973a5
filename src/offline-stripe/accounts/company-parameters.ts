/**
 * The parameters of a company: `company` of an account (https://docs.stripe.com/api/accounts/create).
 *
 * @module
 */
import { boolean, hash, integer, oneOf, required, timestamp, unsettable } from '../parameters.ts'
import { address, japaneseAddress } from './address.ts'
import { DOCUMENT } from './person-parameters.ts'
import { ipAddress, phone, text } from './values.ts'

const STRUCTURES = [
  ...['free_zone_establishment', 'free_zone_llc', 'government_instrumentality', 'governmental_unit'],
  ...['incorporated_non_profit', 'incorporated_partnership', 'limited_liability_partnership', 'llc'],
  ...['multi_member_llc', 'private_company', 'private_corporation', 'private_partnership', 'public_company'],
  ...['public_corporation', 'public_partnership', 'registered_charity', 'single_member_llc'],
  ...['sole_establishment', 'sole_proprietorship', 'tax_exempt_government_instrumentality'],
  ...['unincorporated_association', 'unincorporated_non_profit', 'unincorporated_partnership'],
] as const

const DECLARATION = hash({ date: timestamp(), ip: ipAddress(), user_agent: text() })

export const COMPANY = {
  address: address(),
  address_kana: japaneseAddress(),
  address_kanji: japaneseAddress(),
  administrative_address: address(),
  directors_provided: boolean(),
  directorship_declaration: DECLARATION,
  executives_provided: boolean(),
  export_license_id: text(),
  export_purpose_code: text(),
  name: text(100),
  name_kana: text(100),
  name_kanji: text(100),
  owners_provided: boolean(),
  ownership_declaration: DECLARATION,
  ownership_exemption_reason: unsettable(
    oneOf('qualified_entity_exceeds_ownership_threshold', 'qualifies_as_financial_institution'),
  ),
  phone: unsettable(phone()),
  physical_address: address(),
  principal_place_of_business: address(),
  registration_date: unsettable(
    hash({
      day: required(integer({ min: 1, max: 31 })),
      month: required(integer({ min: 1, max: 12 })),
      year: required(integer({ min: 1000, max: 9999 })),
    }),
  ),
  registration_number: text(),
  representative_declaration: DECLARATION,
  structure: unsettable(oneOf(...STRUCTURES)),
  tax_id: text(),
  tax_id_registrar: text(),
  vat_id: text(),
  verification: hash({ document: DOCUMENT }),
}
