import type { Stripe } from 'stripe'
import { hasPeople } from '../accounts/has-people.ts'
import type { Services } from '../context/context.ts'
import { knownCountrySpecs } from '../stripe/country-specs.ts'

/** What only an account that takes payments is asked for. */
const ABOUT_CHARGES = /^(business_profile|settings)\./

/**
 * What Stripe asks again when it is emptied: Stripe lists what is due, and no longer what it has.
 *
 * @returns nothing while the country's requirements are not known
 */
export async function countryMinimum(
  services: Services,
  account: Stripe.Account,
): Promise<ReadonlySet<string>> {
  const { country, capabilities } = account
  const specs = await knownCountrySpecs(services)
  const fields = specs.find(({ id }) => id === country)?.verification_fields
  const minimum = fields?.[hasPeople(account) ? 'company' : 'individual']?.minimum ?? []
  const { card_payments: payments = 'unrequested' } = capabilities ?? {}
  const takesPayments = String(payments) !== 'unrequested'
  return new Set(minimum.filter((path) => takesPayments || !ABOUT_CHARGES.test(path)))
}
