/**
 * The fields that each country requires of an individual and of a company before payouts are enabled, written as a common base
 * and each country's differences. {@link verificationFields} puts them together.
 * Source: `verification_fields` of https://docs.stripe.com/api/country_specs.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { EUROPEAN_COMPANY, EUROPEAN_INDIVIDUAL } from './european-fields.ts'
import type { Fields } from './field-groups.ts'
import { DIFFERENCES } from './fields-elsewhere.ts'

/** One country's fields in Stripe's format: complete, sorted lists. */
export function verificationFields(country: string): Stripe.CountrySpec.VerificationFields {
  const difference = DIFFERENCES[country]
  return {
    individual: spellOut(EUROPEAN_INDIVIDUAL, difference?.individual),
    company: spellOut(EUROPEAN_COMPANY, difference?.company),
  }
}

function spellOut(common: Fields, difference: Partial<Fields> = {}): Fields {
  const { minimum, additional } = { ...common, ...difference }
  return { minimum: minimum.toSorted(), additional: additional.toSorted() }
}
