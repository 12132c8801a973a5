/**
 * The fields that an account under the recipient agreement must give. It must give less than others: Stripe names no business
 * profile and no owners. It may ask a person for an identity document later.
 *
 * They are the fields that public programs gave when Stripe's test mode enabled an account, and those that it asked for when
 * it did not (the recorded answers of Stripe in https://github.com/antiwork/gumroad).
 *
 * @module
 */
import { ADDRESS, AGREEMENT, CONTACT, DOB, type Fields, NAME, of } from './field-groups.ts'

/** Countries where Stripe asks a person for the id number. */
const WITH_ID_NUMBER = 'AR BD BO CL CO CR DO GT KZ MD MZ PA PE PK PY SV UY'.split(' ')
const WITH_NATIONALITY = ['BD', 'PK']
/** Countries where addresses have no postal code. */
const WITHOUT_POSTAL_CODE = 'AE AG AO BJ BO BS BW CI GA GH GM GY HK JM MO QA RW'.split(' ')

/** The fields of an individual's account and of a company's. */
export function recipientFields(country: string): Record<'individual' | 'company', Fields> {
  const isWithoutPostalCode = WITHOUT_POSTAL_CODE.includes(country)
  const address = ADDRESS.filter((part) => !(isWithoutPostalCode && part === 'address.postal_code'))
  const proof = [
    ...(WITH_ID_NUMBER.includes(country) ? ['id_number'] : []),
    ...(WITH_NATIONALITY.includes(country) ? ['nationality'] : []),
  ]
  return {
    individual: {
      minimum: [...AGREEMENT, ...of('individual', NAME, DOB, address, CONTACT, proof)],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [...AGREEMENT, ...of('company', 'name', 'phone', 'tax_id', address)],
      additional: [],
    },
  }
}
