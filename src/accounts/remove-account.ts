import type { Services } from '../context/context.ts'
import { isGone, toConnectError } from '../stripe/errors.ts'
import { forgetAccount } from './mirror-account.ts'
import { departureStore } from './store/departures.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * Deletes an account at Stripe and here. If Stripe no longer has it, only our row is deleted, so that trying again
 * finishes an interrupted deletion.
 *
 * @throws ConnectError when Stripe refuses, e.g. because the balance is not zero
 * @see https://docs.stripe.com/api/accounts/delete
 */
export async function removeAccount(services: Services, row: StripeAccountRow): Promise<void> {
  try {
    await services.stripe.accounts.del(row.stripeid)
  } catch (error) {
    if (!isGone(error)) throw toConnectError(error)
  }
  await forgetAccount(services, row)
  // Stripe's event about it may have come first.
  await departureStore(services.storage).remove(row)
}
