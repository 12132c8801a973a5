import type { Services } from '../context/context.ts'
import { isGone, toConnectError } from '../stripe/errors.ts'
import { forgetAccount } from './mirror-account.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * Deletes an account at Stripe and here. One that Stripe does not have any more is only forgotten, so that a deletion
 * that was interrupted is finished by trying again.
 *
 * @throws ConnectError with what Stripe refuses, e.g. a balance that is not zero
 * @see https://docs.stripe.com/api/accounts/delete
 */
export async function removeAccount(services: Services, row: StripeAccountRow): Promise<void> {
  try {
    await services.stripe.accounts.del(row.stripeid)
  } catch (error) {
    if (!isGone(error)) throw toConnectError(error)
  }
  await forgetAccount(services, row)
}
