/**
 * The parameters for making or changing an account (https://docs.stripe.com/api/accounts/create).
 *
 * @module
 */
import { invalidParameter } from '../errors.ts'
import { metadata } from '../metadata.ts'
import {
  boolean,
  hash,
  integer,
  list,
  mapOf,
  oneOf,
  type Parameter,
  parameters,
  required,
  string,
  timestamp,
  unsettable,
} from '../parameters.ts'
import { address } from './address.ts'
import { isCapability } from './capability-names.ts'
import { COMPANY } from './company-parameters.ts'
import { EXTERNAL_ACCOUNT, OLD_BANK_ACCOUNT } from './external-account-parameters.ts'
import { INDIVIDUAL } from './person-parameters.ts'
import {
  acceptanceDate,
  countryCode,
  currencyCode,
  email,
  hexColor,
  ipAddress,
  merchantCategory,
  phone,
  text,
  url,
} from './values.ts'

const FILES = hash({ files: list(string({ max: 500 })) })
const SIGNED_FILES = hash({ files: list(string({ max: 500 })), signer: hash({ person: string() }) })

const DOCUMENTS = {
  bank_account_ownership_verification: FILES,
  company_license: FILES,
  company_memorandum_of_association: FILES,
  company_ministerial_decree: FILES,
  company_registration_verification: FILES,
  company_tax_id_verification: FILES,
  proof_of_address: FILES,
  proof_of_business_presence: FILES,
  proof_of_ultimate_beneficial_ownership: SIGNED_FILES,
}

const BUSINESS_PROFILE = hash({
  annual_revenue: hash({ amount: integer({ min: 0 }), currency: currencyCode(), fiscal_year_end: string() }),
  estimated_worker_count: integer({ min: 0 }),
  mcc: unsettable(merchantCategory()),
  minority_owned_business_designation: list(
    oneOf(
      'lgbtqi_owned_business',
      'minority_owned_business',
      'none_of_these_apply',
      'prefer_not_to_answer',
      'women_owned_business',
    ),
  ),
  monthly_estimated_revenue: hash({ amount: integer({ min: 0 }), currency: currencyCode() }),
  name: text(),
  product_description: text(40_000),
  specified_commercial_transactions_act_url: unsettable(url()),
  support_address: address(),
  support_email: unsettable(email()),
  support_phone: unsettable(phone()),
  support_url: unsettable(url()),
  url: unsettable(url()),
})

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const

const PAYOUTS = hash({
  debit_negative_balances: boolean(),
  schedule: hash({
    delay_days: wordOr('minimum', integer({ min: 0, max: 31 })),
    interval: oneOf('daily', 'manual', 'monthly', 'weekly'),
    monthly_anchor: integer({ min: 1, max: 31 }),
    monthly_payout_days: list(integer({ min: 1, max: 31 })),
    weekly_anchor: oneOf(...WEEKDAYS, 'saturday', 'sunday'),
    weekly_payout_days: list(oneOf(...WEEKDAYS)),
  }),
  statement_descriptor: text(22),
})

/** Latin letters and signs, at least one of them a letter (https://docs.stripe.com/get-started/account/statement-descriptors). */
function descriptor(shortest: number, longest: number) {
  const message =
    `The statement descriptor must have ${shortest} to ${longest} Latin characters, ` +
    'at least one of them a letter, and none of < > \\ \' " *.'
  const format = new RegExp(`^(?=.*[A-Z])(?!.*[<>\\\\'"*])[ -~]{${shortest},${longest}}$`, 'i')
  return unsettable(string({ max: longest, format, formatError: { message } }))
}

const AGREEMENT = hash({ tos_acceptance: hash({ date: timestamp(), ip: ipAddress(), user_agent: text() }) })

const PAYPAY = hash({
  additional_files: list(string({ max: 500 })),
  goods_type: oneOf('digital_content', 'other'),
  site: hash({
    accessible: unsettable(hash({})),
    in_development: hash({ password: required(string()), username: text() }),
    restricted: hash({ payment_flow_file: text() }),
    type: oneOf('accessible', 'in_development', 'restricted'),
  }),
})

const INVOICES = { hosted_payment_method_save: oneOf('always', 'never', 'offer') }

const SETTINGS = {
  bacs_debit_payments: hash({ display_name: text() }),
  branding: hash({
    icon: text(),
    logo: text(),
    primary_color: unsettable(hexColor()),
    secondary_color: unsettable(hexColor()),
  }),
  card_issuing: AGREEMENT,
  card_payments: hash({
    decline_on: hash({ avs_failure: boolean(), cvc_failure: boolean() }),
    statement_descriptor_prefix: descriptor(2, 10),
    statement_descriptor_prefix_kana: text(),
    statement_descriptor_prefix_kanji: text(),
  }),
  invoices: hash(INVOICES),
  payments: hash({
    statement_descriptor: descriptor(5, 22),
    statement_descriptor_kana: text(22),
    statement_descriptor_kanji: text(22),
  }),
  payouts: PAYOUTS,
  paypay_payments: PAYPAY,
  sepa_debit_payments: hash({ creditor_id: text() }),
  treasury: AGREEMENT,
}

function capability(): Parameter<string> {
  const name = string()
  return {
    read(value, param) {
      const given = name.read(value, param)
      if (isCapability(given)) return given
      throw invalidParameter(`Invalid ${param}: ${given} is not a capability`, { param })
    },
  }
}

/** One word, or another parameter in its place. */
function wordOr<const W extends string, T>(word: W, other: Parameter<T>): Parameter<W | T> {
  return { read: (value, name) => (value === word ? word : other.read(value, name)) }
}

/** Parameters that an account token can hold too. */
const IDENTITY = {
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  company: hash(COMPANY),
  individual: INDIVIDUAL,
}

/** Names that older programs send, and that Stripe still takes. */
const OLD_NAMES = {
  bank_account: OLD_BANK_ACCOUNT,
  requested_capabilities: list(capability()),
}

function changeable(now: number) {
  return {
    ...IDENTITY,
    ...OLD_NAMES,
    account_token: string(),
    business_profile: BUSINESS_PROFILE,
    capabilities: mapOf(hash({ requested: boolean() }), isCapability),
    default_currency: currencyCode(),
    documents: hash({ ...DOCUMENTS, proof_of_registration: SIGNED_FILES }),
    email: unsettable(email()),
    external_account: unsettable(EXTERNAL_ACCOUNT),
    groups: hash({ payments_pricing: text() }),
    metadata: metadata(),
    settings: hash({
      ...SETTINGS,
      invoices: hash({ ...INVOICES, default_account_tax_ids: unsettable(list(string())) }),
    }),
    tos_acceptance: hash({
      date: acceptanceDate(now),
      ip: ipAddress(),
      service_agreement: oneOf('full', 'recipient'),
      user_agent: text(),
    }),
  }
}

/** The body of `POST /v1/accounts/{account}`. An agreement must be accepted before `now`, in Unix seconds. */
export function updateInput(now: number, input: Record<string, unknown>) {
  return parameters(changeable(now))(input)
}

/** The body of `POST /v1/accounts`. */
export function createInput(now: number, input: Record<string, unknown>) {
  return parameters({
    ...changeable(now),
    controller: hash({
      fees: hash({ payer: oneOf('account', 'application') }),
      losses: hash({ payments: oneOf('application', 'stripe') }),
      requirement_collection: oneOf('application', 'stripe'),
      stripe_dashboard: hash({ type: oneOf('express', 'full', 'none') }),
    }),
    country: countryCode(),
    documents: hash(DOCUMENTS),
    external_account: EXTERNAL_ACCOUNT,
    settings: hash(SETTINGS),
    type: oneOf('custom', 'express', 'standard'),
  })(input)
}

/** The parameters of an account token. */
export const accountTokenInput = parameters({
  ...IDENTITY,
  company: hash({ ...COMPANY, ownership_declaration_shown_and_signed: boolean() }),
  tos_shown_and_accepted: boolean(),
})

export type AccountInput = ReturnType<typeof updateInput>
export type NewAccountInput = ReturnType<typeof createInput>
