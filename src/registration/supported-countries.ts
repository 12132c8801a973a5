/**
 * The countries where accounts are possible, with Stripe's errors turned into ours.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import { countrySpecs } from '../stripe/country-specs.ts'
import { toConnectError } from '../stripe/errors.ts'

/**
 * Sorted by code.
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

/**
 * The countries that new sellers may choose, sorted by code.
 *
 * @throws ConnectError `stripe-unavailable`
 */
export async function openCountries(services: Services): Promise<readonly Stripe.CountrySpec[]> {
  const { countries } = services.config
  const supported = await supportedCountries(services)
  return countries ? supported.filter(({ id }) => countries.includes(id)) : supported
}

/** @returns undefined for a country where Stripe has no accounts */
export async function supportedCountry(
  services: Services,
  id: string,
): Promise<Stripe.CountrySpec | undefined> {
  return (await supportedCountries(services)).find((spec) => spec.id === id)
}
