/**
 * The parameters of a person: as `individual` of an account, and at the persons endpoint
 * (https://docs.stripe.com/api/persons/create).
 *
 * @module
 */
import { metadata } from '../metadata.ts'
import {
  boolean,
  decimal,
  hash,
  integer,
  list,
  oneOf,
  type Parsed,
  parameters,
  required,
  string,
  unsettable,
} from '../parameters.ts'
import { address, japaneseAddress } from './address.ts'
import { countryCode, email, ipAddress, phone, text } from './values.ts'

const MAX_FILE = 500
const SIDE = unsettable(string({ max: MAX_FILE }))
const FILES = hash({ files: list(string({ max: MAX_FILE })) })

/** Two pictures of a document. */
export const DOCUMENT = hash({ front: SIDE, back: SIDE })

const RELATIONSHIP = {
  director: boolean(),
  executive: boolean(),
  owner: boolean(),
  percent_ownership: unsettable(decimal({ min: 0, max: 100 })),
  title: text(),
}

const COMMON = {
  address: address(),
  address_kana: japaneseAddress(),
  address_kanji: japaneseAddress(),
  dob: unsettable(
    hash({
      day: required(integer({ min: 1, max: 31 })),
      month: required(integer({ min: 1, max: 12 })),
      year: required(integer({ min: 1900, max: 9999 })),
    }),
  ),
  email: unsettable(email()),
  first_name: text(100),
  first_name_kana: text(),
  first_name_kanji: text(),
  full_name_aliases: unsettable(list(unsettable(string({ max: 300 })))),
  gender: unsettable(oneOf('female', 'male')),
  id_number: text(),
  id_number_secondary: text(),
  last_name: text(100),
  last_name_kana: text(),
  last_name_kanji: text(),
  maiden_name: text(),
  metadata: metadata(),
  phone: unsettable(phone()),
  political_exposure: oneOf('existing', 'none'),
  registered_address: address(),
  ssn_last_4: unsettable(
    string({
      format: /^\d{4}$/,
      formatError: { message: 'The last four digits of a social security number are four digits.' },
    }),
  ),
  verification: hash({ document: DOCUMENT, additional_document: DOCUMENT }),
}

const ETHNICITIES = [
  ...['cuban', 'hispanic_or_latino', 'mexican', 'not_hispanic_or_latino', 'other_hispanic_or_latino'],
  ...['prefer_not_to_answer', 'puerto_rican'],
] as const

const RACES = [
  ...['african_american', 'american_indian_or_alaska_native', 'asian', 'asian_indian'],
  ...['black_or_african_american', 'chinese', 'ethiopian', 'filipino', 'guamanian_or_chamorro', 'haitian'],
  ...['jamaican', 'japanese', 'korean', 'native_hawaiian', 'native_hawaiian_or_other_pacific_islander'],
  ...['nigerian', 'other_asian', 'other_black_or_african_american', 'other_pacific_islander'],
  ...['prefer_not_to_answer', 'samoan', 'somali', 'vietnamese', 'white'],
] as const

/** What a lender in the United States asks of a business's owners (https://docs.stripe.com/api/persons/create). */
const DEMOGRAPHICS = hash({
  ethnicity_details: hash({ ethnicity: list(oneOf(...ETHNICITIES)), ethnicity_other: text() }),
  race_details: hash({ race: list(oneOf(...RACES)), race_other: text() }),
  self_identified_gender: text(),
})

/** `individual` of an account. Stripe takes a nationality here too, although it does not document that. */
export const INDIVIDUAL = hash({
  ...COMMON,
  nationality: unsettable(countryCode()),
  relationship: hash(RELATIONSHIP),
})

const PERSON = {
  ...COMMON,
  additional_tos_acceptances: hash({
    account: hash({ date: integer(), ip: ipAddress(), user_agent: text() }),
  }),
  documents: hash({ company_authorization: FILES, passport: FILES, visa: FILES }),
  nationality: unsettable(countryCode()),
  relationship: hash({
    ...RELATIONSHIP,
    authorizer: boolean(),
    legal_guardian: boolean(),
    representative: boolean(),
  }),
  us_cfpb_data: DEMOGRAPHICS,
}

/** The body of `POST /v1/accounts/{account}/persons` and of the update of one. */
export const personInput = parameters({ ...PERSON, person_token: string() })
/** The parameters of an id number token. Stripe.js calls the number `personal_id_number`. */
export const piiTokenInput = parameters({ id_number: string(), personal_id_number: string() })
/** The parameters of a person token. */
export const personTokenInput = parameters(PERSON)

export type PersonInput = Parsed<typeof personTokenInput>
