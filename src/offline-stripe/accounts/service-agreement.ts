/**
 * Which service agreement an account can be under, and what follows from it
 * (https://docs.stripe.com/connect/service-agreement-types).
 *
 * The recipient agreement is for payouts to another country than the platform's. In some countries it is the only one.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { countrySpec } from '../countries/index.ts'
import { recipientCountry } from '../countries/recipient-countries.ts'
import { recipientFields } from '../countries/recipient-fields.ts'
import { transferCountries } from '../countries/transfer-countries.ts'
import { invalidRequest } from '../errors.ts'
import { PLATFORM_COUNTRY } from '../platform-country.ts'

type Agreement = 'full' | 'recipient'
type VerificationFields = Stripe.CountrySpec['verification_fields']

/** Stripe's country specs leave India out. Its test mode takes recipients there. */
const DESTINATIONS = [...transferCountries(PLATFORM_COUNTRY), 'IN']

/** Whether an account is under the recipient agreement, or will be once it accepts one. */
export function isRecipient({ tos_acceptance }: Stripe.Account): boolean {
  return tos_acceptance?.service_agreement === 'recipient'
}

/** Refuses a country where Stripe makes no accounts under this agreement. */
export function checkCountry(country: string, agreement: Agreement = 'full'): void {
  const isServed = countrySpec(country) !== undefined
  if (!isServed && !(recipientCountry(country) && agreement === 'recipient')) {
    const message = `${country} is not currently supported by Stripe.`
    throw invalidRequest(message, { code: 'country_unsupported', param: 'country' })
  }
  checkAgreement(country, agreement)
}

/** Refuses an agreement that accounts in this country cannot have. */
export function checkAgreement(country: string, agreement: Agreement): void {
  const isAbroad = country !== PLATFORM_COUNTRY && DESTINATIONS.includes(country)
  if (agreement === 'recipient' ? isAbroad : countrySpec(country)) return
  const message =
    `The ${agreement} ToS agreement is not supported for platforms in ${PLATFORM_COUNTRY} creating accounts in ${country}. ` +
    'See https://stripe.com/docs/connect/cross-border-payouts for more details.'
  throw invalidRequest(message, { param: 'tos_acceptance[service_agreement]' })
}

/** The fields that accounts must give in the account's country under its agreement. */
export function verificationFields(account: Stripe.Account): VerificationFields | undefined {
  const { country = '' } = account
  return isRecipient(account) ? recipientFields(country) : countrySpec(country)?.verification_fields
}
