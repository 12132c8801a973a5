/**
 * The fields of countries that differ from most of Europe.
 *
 * @module
 */

import { EUROPEAN_INDIVIDUAL, europeanCompany } from './european-fields.ts'
import {
  ADDRESS,
  ADDRESS_WITH_STATE,
  AGREEMENT,
  COMPANY_DOCUMENT,
  CONTACT,
  DESCRIPTION,
  DOB,
  type Fields,
  JAPANESE_ADDRESS,
  JAPANESE_NAME,
  MCC,
  NAME,
  of,
  PROFILE,
  provided,
  REPRESENTATIVE_DOCUMENT,
  URL,
  US_PROFILE,
} from './field-groups.ts'

/** A country's own lists, which replace the European ones. */
export interface Difference {
  individual: Partial<Fields>
  company: Partial<Fields>
}

const IRISH_ADDRESS = ['address.city', 'address.line1', 'address.state']
const HONG_KONG_ADDRESS = ['address.city', 'address.line1']
const EMIRATI_ADDRESS = ['address.line1', 'address.state']
const EMIRATI_PERSON = [...NAME, ...DOB, ...EMIRATI_ADDRESS, 'id_number', 'nationality']
const EMIRATI_BUSINESS = ['business_profile.support_phone', ...of('company', 'name', 'structure', 'tax_id')]

export const DIFFERENCES: Record<string, Difference> = {
  AE: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE, DESCRIPTION, ...EMIRATI_BUSINESS],
        ...of('individual', EMIRATI_PERSON, CONTACT, 'business_vat_id_number'),
        ...of('individual', 'relationship.executive', 'relationship.title'),
      ],
      additional: ['documents.company_license.files', 'individual.documents.passport.files'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE, DESCRIPTION, ...EMIRATI_BUSINESS],
        ...of('company', EMIRATI_ADDRESS, 'phone', 'business_vat_id_number'),
        ...provided('owners', 'executives'),
        ...of('executives', EMIRATI_PERSON, 'documents.passport.files'),
        ...of('owners', EMIRATI_PERSON, 'documents.passport.files'),
        ...of('representative', EMIRATI_PERSON, CONTACT, 'relationship.executive', 'relationship.title'),
      ],
      additional: [
        'documents.bank_account_ownership_verification.files',
        'documents.company_license.files',
        'documents.company_memorandum_of_association.files',
        'representative.documents.passport.files',
      ],
    },
  },
  AU: {
    individual: {
      minimum: [...EUROPEAN_INDIVIDUAL.minimum, 'individual.address.state'],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('company', ADDRESS_WITH_STATE, 'name', 'phone', 'tax_id', 'registration_number'),
        ...provided('owners', 'directors', 'executives'),
        ...of('directors', NAME, DOB, 'email', 'relationship.title'),
        ...of('executives', NAME, DOB, ADDRESS_WITH_STATE, 'email', 'relationship.title'),
        ...of('owners', NAME, DOB, ADDRESS_WITH_STATE, 'email'),
        ...of('owners', 'relationship.percent_ownership', 'relationship.title'),
        ...of('executives', 'verification.document'),
        ...of('owners', 'verification.document'),
        ...of('representative', NAME, DOB, ADDRESS_WITH_STATE, CONTACT),
        ...of('representative', 'relationship.executive', 'relationship.title'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  BR: {
    individual: {
      minimum: [
        ...[...AGREEMENT, MCC, DESCRIPTION],
        ...of('individual', NAME, DOB, ADDRESS_WITH_STATE, CONTACT, 'id_number', 'political_exposure'),
      ],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, MCC, DESCRIPTION],
        ...of('company', ADDRESS_WITH_STATE, 'name', 'phone', 'tax_id'),
        ...provided('owners', 'directors', 'executives'),
        ...['directors', 'executives', 'owners', 'representative'].flatMap((group) =>
          of(group, NAME, DOB, ADDRESS_WITH_STATE, 'id_number', 'political_exposure'),
        ),
        ...of('directors', 'email', 'relationship.title', 'verification.document'),
        ...of('executives', 'email', 'relationship.title', 'verification.document'),
        ...of('owners', 'relationship.percent_ownership', 'verification.document'),
        ...of('representative', CONTACT, 'relationship.executive', 'relationship.title'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  CA: {
    individual: {
      minimum: [...AGREEMENT, ...of('individual', NAME, DOB, ADDRESS_WITH_STATE)],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...AGREEMENT,
        ...of('company', ADDRESS_WITH_STATE, 'name', 'tax_id'),
        ...of('representative', NAME, DOB, ADDRESS_WITH_STATE),
      ],
      additional: [REPRESENTATIVE_DOCUMENT],
    },
  },
  HK: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('individual', NAME, DOB, HONG_KONG_ADDRESS, CONTACT, 'id_number'),
      ],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('company', HONG_KONG_ADDRESS, 'name', 'phone', 'registration_number'),
        ...provided('owners'),
        ...of('owners', NAME, DOB, HONG_KONG_ADDRESS, 'email', 'id_number'),
        ...of('owners', 'relationship.title', 'verification.document'),
        ...of('representative', NAME, DOB, HONG_KONG_ADDRESS, CONTACT, 'id_number'),
        ...of('representative', 'relationship.executive', 'relationship.title'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  IE: {
    individual: {
      minimum: [...AGREEMENT, ...PROFILE, ...of('individual', NAME, DOB, IRISH_ADDRESS, CONTACT)],
    },
    company: europeanCompany(IRISH_ADDRESS),
  },
  IN: {
    individual: {
      minimum: [...AGREEMENT, ...of('individual', NAME, DOB, ADDRESS_WITH_STATE, 'id_number')],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...AGREEMENT,
        ...of('company', ADDRESS_WITH_STATE, 'name', 'pan', 'registration_number'),
        'company.business_cross_border_transaction_classifications',
        ...of('owners', NAME, DOB, ADDRESS_WITH_STATE, 'id_number', 'verification.document'),
        ...of('representative', NAME, DOB, ADDRESS_WITH_STATE, 'id_number'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  JP: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE, DESCRIPTION],
        ...of('individual', JAPANESE_NAME, DOB, JAPANESE_ADDRESS, CONTACT),
      ],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE, DESCRIPTION],
        ...of('company', JAPANESE_ADDRESS, 'name', 'name_kana', 'name_kanji', 'phone', 'tax_id'),
        ...provided('directors'),
        ...of('directors', JAPANESE_NAME, DOB),
        ...of('representative', JAPANESE_NAME, DOB, JAPANESE_ADDRESS, CONTACT, 'relationship.title'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  MX: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('individual', NAME, DOB, ADDRESS_WITH_STATE, CONTACT, 'id_number'),
      ],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('company', ADDRESS_WITH_STATE, 'name', 'phone', 'tax_id'),
        ...provided('owners'),
        ...of('owners', NAME, DOB, ADDRESS_WITH_STATE, 'email', 'id_number'),
        ...of('owners', 'relationship.percent_ownership', 'verification.document'),
        ...of('representative', NAME, DOB, ADDRESS_WITH_STATE, CONTACT, 'id_number'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  MY: {
    individual: {
      minimum: [...AGREEMENT, URL, ...of('individual', NAME, DOB, ADDRESS, 'id_number')],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, URL],
        ...of('company', ADDRESS, 'name', 'tax_id'),
        ...provided('owners'),
        ...of('owners', NAME, DOB, ADDRESS, 'id_number'),
        ...of('representative', NAME, DOB, ADDRESS, 'id_number', 'relationship.executive'),
      ],
      additional: [COMPANY_DOCUMENT, 'owners.verification.document', REPRESENTATIVE_DOCUMENT],
    },
  },
  SG: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('individual', NAME, DOB, 'address.line1', 'address.postal_code', CONTACT),
        ...of('individual', 'full_name_aliases', 'id_number', 'nationality'),
      ],
      additional: ['individual.verification.document'],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...PROFILE],
        ...of('company', 'address.line1', 'address.postal_code', 'name', 'phone', 'tax_id'),
        'owners.verification.document',
        ...of('representative', NAME, DOB, 'address.line1', 'address.postal_code', CONTACT),
        ...of('representative', 'full_name_aliases', 'id_number', 'nationality'),
        ...of('representative', 'relationship.executive', 'relationship.title'),
      ],
      additional: [COMPANY_DOCUMENT, REPRESENTATIVE_DOCUMENT],
    },
  },
  US: {
    individual: {
      minimum: [
        ...[...AGREEMENT, ...US_PROFILE],
        ...of('individual', NAME, DOB, ADDRESS_WITH_STATE, CONTACT),
        ...of('individual', 'id_number', 'ssn_last_4', 'verification.document'),
      ],
      additional: [],
    },
    company: {
      minimum: [
        ...[...AGREEMENT, ...US_PROFILE],
        ...of('company', ADDRESS_WITH_STATE, 'name', 'phone', 'tax_id'),
        ...provided('owners'),
        ...of('owners', NAME, DOB, ADDRESS_WITH_STATE, CONTACT),
        ...of('representative', NAME, DOB, ADDRESS_WITH_STATE, CONTACT, 'relationship.title'),
        ...of('representative', 'id_number', 'ssn_last_4', 'verification.document'),
      ],
      additional: [],
    },
  },
}
