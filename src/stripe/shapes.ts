/**
 * What of Stripe's objects is read here, and of what type it is. Anything may be absent that our code can do without, and
 * anything may be added: a newer version of Stripe's must not be refused for that.
 *
 * @see https://docs.stripe.com/api
 * @module
 */
import { z } from 'zod'

/** Ids become keys of rows and parts of addresses. */
export const idShape = z.string().regex(/^[\w-]{1,255}$/)

const text = z.string().nullish()
/** Kept in a column that is searched by. */
const word = z.string().max(255)
const flag = z.boolean().nullish()
const texts = z.array(z.string())
const country = z.string().regex(/^[A-Z]{2}$/)
const currency = z.string().regex(/^[a-z]{3}$/)
/** Unix seconds until the year 9999, which every database can keep. */
const seconds = z.int().min(0).max(253_402_300_799)

const requirements = z
  .looseObject({
    currently_due: texts.nullish(),
    eventually_due: texts.nullish(),
    past_due: texts.nullish(),
    pending_verification: texts.nullish(),
    errors: z
      .array(z.looseObject({ code: z.string(), reason: z.string(), requirement: z.string() }))
      .nullish(),
    alternatives: z
      .array(z.looseObject({ original_fields_due: texts, alternative_fields_due: texts }))
      .nullish(),
    current_deadline: seconds.nullish(),
    disabled_reason: text,
  })
  .nullish()

const names = {
  first_name: text,
  first_name_kana: text,
  first_name_kanji: text,
  last_name: text,
  last_name_kana: text,
  last_name_kanji: text,
}

const person = z.looseObject({
  id: idShape,
  ...names,
  email: text,
  dob: z
    .looseObject({
      day: z.int().min(1).max(31).nullish(),
      month: z.int().min(1).max(12).nullish(),
      year: z.int().min(1).max(9999).nullish(),
    })
    .nullish(),
  relationship: z.looseObject({ title: text }).nullish(),
  verification: z.looseObject({ status: text }).nullish(),
})

const externalAccount = z.looseObject({
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

const account = z.looseObject({
  id: idShape,
  object: z.literal('account'),
  business_profile: z
    .looseObject({ mcc: text, name: text, product_description: text, support_email: text, url: text })
    .nullish(),
  business_type: text,
  capabilities: z.record(z.string(), z.string()).nullish(),
  charges_enabled: flag,
  company: z.looseObject({ name: text, name_kana: text, name_kanji: text }).nullish(),
  country: country.nullish(),
  created: seconds.nullish(),
  default_currency: currency.nullish(),
  details_submitted: flag,
  email: text,
  external_accounts: z.looseObject({ data: z.array(externalAccount) }).nullish(),
  future_requirements: requirements,
  individual: person.nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  payouts_enabled: flag,
  requirements,
  settings: z.looseObject({ dashboard: z.looseObject({ display_name: text }).nullish() }).nullish(),
  tos_acceptance: z.looseObject({ date: seconds.nullish() }).nullish(),
})

const payout = z.looseObject({
  id: idShape,
  object: z.literal('payout'),
  amount: z.int(),
  arrival_date: seconds,
  created: seconds,
  currency,
  destination: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  failure_code: text,
  status: word,
  trace_id: z.looseObject({ value: text }).nullish(),
})

export const countrySpecShape = z.looseObject({
  id: country,
  object: z.literal('country_spec'),
  default_currency: currency,
  supported_bank_account_currencies: z.record(z.string(), texts),
  supported_payment_methods: texts,
})

const webhookEndpoint = z.looseObject({
  id: idShape,
  object: z.literal('webhook_endpoint'),
  api_version: text,
  application: text,
  enabled_events: texts,
  metadata: z.record(z.string(), z.string()),
  secret: text,
  status: z.string(),
  url: z.string(),
})

/** By what stands in an object's `object`. Of those that are not named here nothing but their id is read. */
export const SHAPES: Readonly<Record<string, z.ZodType>> = {
  account,
  country_spec: countrySpecShape,
  payout,
  person: person.extend({ object: z.literal('person'), created: seconds }),
  webhook_endpoint: webhookEndpoint,
}

/** An answer of status 400 and more. */
export const errorShape = z.looseObject({
  error: z.looseObject({
    type: text,
    code: text,
    message: text,
    param: text,
  }),
})

export const deletedShape = z.looseObject({ id: z.string(), deleted: z.literal(true) })

/** @param item what it is a list of */
export function listShape(item: z.ZodType): z.ZodType {
  return (
    z
      .looseObject({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() })
      // The next page is asked for by the last object of this one.
      .refine(({ data, has_more }) => data.length > 0 || !has_more)
  )
}
