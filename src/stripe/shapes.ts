/**
 * The properties of Stripe's objects that the module reads, and their types. A property that Stripe always sends must be there.
 * Any other may be absent if our code can do without it, and any may be added, so that answers of newer API versions still fit.
 *
 * @see https://docs.stripe.com/api
 * @module
 */
import { z } from 'zod'

/** Ids become keys of rows and parts of addresses. */
export const idShape = z.string().regex(/^[\w-]{1,255}$/)

/**
 * The type of an event, such as `v2.core.account[configuration.recipient].capability_status_updated`.
 *
 * @see https://docs.stripe.com/api/v2/core/accounts/event-types
 */
export const eventTypeShape = z.string().regex(/^[\w.[\]]{1,255}$/)

const text = z.string().nullish()
/** For columns that are searched. */
const word = z.string().max(255)
const flag = z.boolean().nullish()
const texts = z.array(z.string())
/** An object whose properties the module does not read. */
const hash = z.looseObject({})
/** Only the remains of a deleted object have `deleted`, and they do not count as the object. */
const living = { deleted: z.undefined().optional() }
const country = z.string().regex(/^[A-Z]{2}$/)
const currency = z.string().regex(/^[a-z]{3}$/)
/** Unix seconds up to the year 9999, which every database can keep. */
const seconds = z.int().min(0).max(253_402_300_799)

/** Each path becomes a question on the form. The limit is far more than Stripe asks of the largest company. */
const path = z.string().min(1).max(500)
const paths = z.array(path).max(2_000)
const fewPaths = z.array(path).max(100)

const requirements = z.looseObject({
  currently_due: paths.nullable(),
  eventually_due: paths.nullable(),
  past_due: paths.nullable(),
  pending_verification: paths.nullable(),
  errors: z
    .array(z.looseObject({ code: z.string(), reason: z.string(), requirement: path }))
    .max(2_000)
    .nullish(),
  alternatives: z
    .array(z.looseObject({ original_fields_due: fewPaths, alternative_fields_due: fewPaths }))
    .max(100)
    .nullish(),
  current_deadline: seconds.nullish(),
  disabled_reason: text,
})

const address = z
  .looseObject({
    line1: text,
    line2: text,
    city: text,
    town: text,
    state: text,
    postal_code: text,
    country: text,
  })
  .nullish()

const addresses = { address, address_kana: address, address_kanji: address }

const names = {
  first_name: text,
  first_name_kana: text,
  first_name_kanji: text,
  last_name: text,
  last_name_kana: text,
  last_name_kanji: text,
}

const person = z.looseObject({
  ...living,
  id: idShape,
  ...names,
  ...addresses,
  email: text,
  dob: z
    .looseObject({
      day: z.int().min(1).max(31).nullish(),
      month: z.int().min(1).max(12).nullish(),
      year: z.int().min(1).max(9999).nullish(),
    })
    .nullish(),
  phone: text,
  relationship: z.looseObject({ title: text }).nullish(),
  requirements: hash.nullish(),
  verification: z.looseObject({ status: text }).nullish(),
})

const externalAccount = z
  .looseObject({
    id: idShape,
    object: z.string(),
    bank_name: text,
    brand: text,
    country: country.nullish(),
    currency: currency.nullish(),
    last4: text,
    status: text,
    default_for_currency: flag,
  })
  // A card may have no currency.
  .refine((one) => one.object !== 'bank_account' || typeof one.currency === 'string')

/** A person's browser is sent there. Only the offline Stripe speaks plain HTTP. */
const accountLink = z.looseObject({
  object: z.literal('account_link'),
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/[^\s/"<>\\][^\s"<>\\]*$/),
})

/** Stripe allows fifty keys. */
const metadata = z.record(z.string(), z.string()).refine((pairs) => Object.keys(pairs).length <= 100)
/** Stripe has some fifty capabilities. */
const capabilities = z.record(z.string(), z.string()).refine((pairs) => Object.keys(pairs).length <= 500)

const day = z.int().min(1).max(31)

/** When an account is paid out. */
const schedule = z.looseObject({
  delay_days: z.int().min(0).nullish(),
  interval: text,
  monthly_anchor: day.nullish(),
  monthly_payout_days: z.array(day).max(31).nullish(),
  weekly_anchor: text,
  weekly_payout_days: texts.max(7).nullish(),
})

const account = z.looseObject({
  ...living,
  id: idShape,
  object: z.literal('account'),
  business_profile: z
    .looseObject({ mcc: text, name: text, product_description: text, support_email: text, url: text })
    .nullish(),
  business_type: text,
  capabilities: capabilities.optional(),
  charges_enabled: z.boolean(),
  company: z
    .looseObject({ ...addresses, name: text, name_kana: text, name_kanji: text, phone: text })
    .nullish(),
  controller: hash.optional(),
  country: country.optional(),
  created: seconds.nullish(),
  default_currency: currency.nullish(),
  details_submitted: z.boolean(),
  email: text,
  external_accounts: z.looseObject({ data: z.array(externalAccount) }).optional(),
  future_requirements: requirements.optional(),
  individual: person.nullish(),
  metadata: metadata.optional(),
  payouts_enabled: z.boolean(),
  requirements: requirements.optional(),
  settings: z
    .looseObject({
      dashboard: z.looseObject({ display_name: text }).nullish(),
      payouts: z.looseObject({ schedule: schedule.nullish() }).nullish(),
    })
    .nullish(),
  tos_acceptance: z.looseObject({ date: seconds.nullish() }).nullish(),
  type: text,
})

/**
 * What an account of ours has as well. Stripe may show less of other accounts.
 *
 * @see https://docs.stripe.com/api/accounts/object
 */
export const ownAccountShape = z.looseObject({ capabilities, country, metadata, requirements })

const payout = z.looseObject({
  ...living,
  id: idShape,
  object: z.literal('payout'),
  amount: z.int(),
  arrival_date: seconds,
  automatic: flag,
  created: seconds,
  currency,
  destination: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  failure_code: text,
  method: text,
  status: word,
  trace_id: z.looseObject({ value: text }).nullish(),
})

const amounts = z.array(z.looseObject({ amount: z.int(), currency })).max(200)

const balance = z.looseObject({ object: z.literal('balance'), available: amounts, pending: amounts })

const balanceTransaction = z.looseObject({
  id: idShape,
  object: z.literal('balance_transaction'),
  available_on: seconds,
  currency,
  net: z.int(),
  status: text,
})

export const countrySpecShape = z.looseObject({
  id: country,
  object: z.literal('country_spec'),
  default_currency: currency,
  supported_bank_account_currencies: z.record(currency, z.array(country)),
  supported_payment_methods: texts,
})

const webhookEndpoint = z.looseObject({
  id: idShape,
  object: z.literal('webhook_endpoint'),
  api_version: text,
  application: text,
  enabled_events: texts,
  metadata,
  secret: text,
  status: z.string(),
  url: z.string(),
})

/** The shapes by the value of `object`. Of other objects the module reads only the id. */
export const SHAPES: Readonly<Record<string, z.ZodType>> = {
  account,
  account_link: accountLink,
  balance,
  balance_transaction: balanceTransaction,
  country_spec: countrySpecShape,
  payout,
  person: person.extend({ object: z.literal('person'), created: seconds }),
  webhook_endpoint: webhookEndpoint,
}

/** An answer with a status of 400 or more. */
export const errorShape = z.looseObject({
  error: z.looseObject({
    type: text,
    code: text,
    message: text,
    param: text,
  }),
})

export const deletedShape = z.looseObject({ id: z.string(), deleted: z.literal(true) })

/** @param item the shape of its items */
export function listShape(item: z.ZodType): z.ZodType {
  return (
    z
      .looseObject({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() })
      // The last object of this page is needed to ask for the next page.
      .refine(({ data, has_more }) => data.length > 0 || !has_more)
  )
}
