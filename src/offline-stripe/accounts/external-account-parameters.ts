/**
 * The parameters of an external account (https://docs.stripe.com/api/external_account_bank_accounts/create).
 *
 * @module
 */
import { metadata } from '../metadata.ts'
import {
  boolean,
  either,
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
import { countryCode, currencyCode, text } from './values.ts'

const HOLDER_TYPE = oneOf('company', 'individual')
const ACCOUNT_TYPE = oneOf('checking', 'futsu', 'savings', 'toza')

const BANK_ACCOUNT = {
  account_holder_name: text(),
  account_holder_type: unsettable(HOLDER_TYPE),
  account_number: required(string()),
  account_type: ACCOUNT_TYPE,
  country: required(countryCode()),
  currency: currencyCode(),
  routing_number: text(),
}

const CARD_HOLDER = {
  address_city: text(),
  address_country: text(),
  address_line1: text(),
  address_line2: text(),
  address_state: text(),
  address_zip: text(),
  name: text(),
}

const CARD = {
  ...CARD_HOLDER,
  currency: currencyCode(),
  cvc: string({ format: /^\d{3,4}$/ }),
  exp_month: required(integer()),
  exp_year: required(integer()),
  number: required(string()),
}

const BANK_ACCOUNT_HASH = hash({ object: required(oneOf('bank_account')), ...BANK_ACCOUNT })
const IS_CARD = required(oneOf('card'))
const CARD_HASH = hash({ object: IS_CARD, ...CARD, default_for_currency: boolean(), metadata: metadata() })
const CARD_TOKEN_HASH = hash({ object: IS_CARD, token: required(string()), currency: currencyCode() })
const OBJECT = oneOf('bank_account', 'card')

/** A token's id, or the bank account or card itself. */
export const EXTERNAL_ACCOUNT = either(string(), {
  read(value: unknown, name: string) {
    const given: Record<string, unknown> = typeof value === 'object' ? { ...value } : {}
    const isCard = given.object !== undefined && OBJECT.read(given.object, `${name}[object]`) === 'card'
    if (!isCard) return BANK_ACCOUNT_HASH.read(value, name)
    return 'token' in given ? CARD_TOKEN_HASH.read(value, name) : CARD_HASH.read(value, name)
  },
})

/** `bank_account`, the name of `external_account` before 2015-10-01, which Stripe still takes. */
export const OLD_BANK_ACCOUNT = either(string(), hash({ object: oneOf('bank_account'), ...BANK_ACCOUNT }))

/** The parameters of a bank account token. */
export const bankAccountTokenInput = parameters({ ...BANK_ACCOUNT, payment_method: string() })
/** The parameters of a card token. */
export const cardTokenInput = parameters({
  ...CARD,
  networks: hash({ preferred: oneOf('cartes_bancaires', 'mastercard', 'visa') }),
})

export const createInput = parameters({
  default_for_currency: boolean(),
  external_account: required(EXTERNAL_ACCOUNT),
  metadata: metadata(),
})

export const bankAccountUpdateInput = parameters({
  account_holder_name: text(),
  account_holder_type: unsettable(HOLDER_TYPE),
  account_type: ACCOUNT_TYPE,
  default_for_currency: boolean(),
  documents: hash({ bank_account_ownership_verification: hash({ files: list(string({ max: 500 })) }) }),
  metadata: metadata(),
})

export const cardUpdateInput = parameters({
  ...CARD_HOLDER,
  default_for_currency: boolean(),
  exp_month: integer({ min: 1, max: 12 }),
  exp_year: integer({ min: 2000, max: 2100 }),
  metadata: metadata(),
})

export type BankAccountInput = Parsed<typeof bankAccountTokenInput>
export type CardInput = Parsed<typeof cardTokenInput>
export type ExternalAccountInput = ReturnType<typeof EXTERNAL_ACCOUNT.read>
