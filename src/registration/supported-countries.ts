/**
 * The countries that accounts can be in, for callers who are told in our words when Stripe does not answer.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import { countrySpecs } from '../stripe/country-specs.ts'
import { toConnectError } from '../stripe/errors.ts'

/**
 * By their code.
 *
 * @throws ConnectError `stripe-unavailable`
 */
export async function supportedCountries(services: Services): Promise<readonly Stripe.CountrySpec[]> {
  try {
    return await countrySpecs(services)
  } catch (error) {
    throw toConnectError(error)
  }
}

/** @returns undefined for a country that accounts cannot be in */
export async function supportedCountry(
  services: Services,
  id: string,
): Promise<Stripe.CountrySpec | undefined> {
  return (await supportedCountries(services)).find((spec) => spec.id === id)
}
