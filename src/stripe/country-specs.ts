/**
 * What Stripe supports in each country, which changes a few times a year.
 *
 * @see https://docs.stripe.com/api/country_specs
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context.ts'

const DAY = 24 * 60 * 60 * 1000

interface Fetched {
  at: number
  specs: Promise<Stripe.CountrySpec[]>
}

/** One per client, for each has a platform of its own and platforms differ in what they may use. */
const fetched = new WeakMap<Stripe, Fetched>()

/**
 * All countries that accounts can be in, by code. Kept in memory for a day; asked for once however many ask at a time.
 *
 * @throws Stripe's errors when they have not been had within the last day
 */
export function countrySpecs(services: Pick<Services, 'stripe' | 'now'>): Promise<Stripe.CountrySpec[]> {
  const { stripe } = services
  const at = services.now().getTime()
  const known = fetched.get(stripe)
  if (known && at - known.at < DAY) return known.specs

  const specs = fetchAll(stripe)
  const entry = { at, specs }
  fetched.set(stripe, entry)
  // A failure is for those who wait for it now; whoever asks next tries again.
  specs.catch(() => {
    if (fetched.get(stripe) === entry) fetched.delete(stripe)
  })
  return specs
}

/** @returns undefined for a country that Stripe does not support */
export async function countrySpec(
  services: Pick<Services, 'stripe' | 'now'>,
  id: string,
): Promise<Stripe.CountrySpec | undefined> {
  return (await countrySpecs(services)).find((spec) => spec.id === id)
}

async function fetchAll(stripe: Stripe): Promise<Stripe.CountrySpec[]> {
  const specs: Stripe.CountrySpec[] = []
  for await (const spec of stripe.countrySpecs.list({ limit: 100 })) specs.push(spec)
  return specs.sort((one, other) => (one.id < other.id ? -1 : 1))
}
