import { removeAccount } from '../accounts/remove-account.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import { askBeforeDelete } from '../application/ask-before-delete.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'

/**
 * Deletes the account with Stripe and here. One that Stripe does not have any more is only forgotten, so that a deletion
 * that was interrupted is finished by trying again.
 *
 * @throws ConnectError `deletion-refused` when the application server sends the person elsewhere first, the path being
 *   among the problem's values; `deletion-check-failed` (502) when it does not answer; what Stripe refuses, e.g. a
 *   balance that is not zero
 */
export async function deleteAccount(context: SignedInContext, row: StripeAccountRow): Promise<void> {
  const { services, caller } = context
  const { redirect } = await askBeforeDelete(services, { stripeid: row.stripeid, caller })
  if (redirect !== false) throw new ConnectError('deletion-refused', { status: 409, values: { redirect } })
  await removeAccount(services, row)
}
