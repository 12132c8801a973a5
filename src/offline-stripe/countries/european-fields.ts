/**
 * The fields that most of Europe and New Zealand require: the base from which every other country differs.
 *
 * @module
 */
import {
  ADDRESS,
  AGREEMENT,
  COMPANY_DOCUMENT,
  CONTACT,
  DOB,
  DOCUMENTS,
  type Fields,
  NAME,
  of,
  PROFILE,
  provided,
} from './field-groups.ts'

export const EUROPEAN_INDIVIDUAL: Fields = {
  minimum: [...AGREEMENT, ...PROFILE, ...of('individual', NAME, DOB, ADDRESS, CONTACT)],
  additional: of('individual', DOCUMENTS),
}

export const EUROPEAN_COMPANY: Fields = europeanCompany(ADDRESS)

/** The fields of a company in Europe, with its country's address fields. */
export function europeanCompany(address: string[]): Fields {
  return {
    minimum: [
      ...AGREEMENT,
      ...PROFILE,
      ...of('company', address, 'name', 'phone', 'tax_id'),
      ...provided('owners', 'directors', 'executives'),
      ...of('directors', NAME, DOB, 'email', 'relationship.title'),
      ...of('executives', NAME, DOB, address, 'email', DOCUMENTS),
      ...of('owners', NAME, DOB, address, 'email', DOCUMENTS),
      ...of('representative', NAME, DOB, address, CONTACT, 'relationship.executive', 'relationship.title'),
    ],
    additional: [COMPANY_DOCUMENT, ...of('representative', DOCUMENTS)],
  }
}
