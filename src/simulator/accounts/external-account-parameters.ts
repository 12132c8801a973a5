/**
 * What a call may say of an external account (https://docs.stripe.com/api/external_account_bank_accounts/create).
 *
 * @module
 */
import { metadata } from '../metadata.ts'
import {
  boolean,
  either,
  hash,
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

const BANK_ACCOUNT = {
  account_holder_name: text(),
  account_holder_type: unsettable(HOLDER_TYPE),
  account_number: required(string()),
  account_type: oneOf('checking', 'futsu', 'savings', 'toza'),
  country: required(countryCode()),
  currency: currencyCode(),
  routing_number: text(),
}

/** A token's id, or the bank account itself. */
export const EXTERNAL_ACCOUNT = either(
  string(),
  hash({ object: required(oneOf('bank_account')), ...BANK_ACCOUNT }),
)

/** What a bank account token stands for. */
export const bankAccountTokenInput = parameters(BANK_ACCOUNT)

export const createInput = parameters({
  default_for_currency: boolean(),
  external_account: required(EXTERNAL_ACCOUNT),
  metadata: metadata(),
})

export const updateInput = parameters({
  account_holder_name: text(),
  account_holder_type: unsettable(HOLDER_TYPE),
  account_type: oneOf('checking', 'futsu', 'savings', 'toza'),
  default_for_currency: boolean(),
  documents: hash({ bank_account_ownership_verification: hash({ files: list(string({ max: 500 })) }) }),
  metadata: metadata(),
})

export type BankAccountInput = Parsed<typeof bankAccountTokenInput>
