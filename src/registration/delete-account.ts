import { refuseWhileMoneyIsLeft } from '../accounts/balance.ts'
import { removeAccount } from '../accounts/remove-account.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import { askBeforeDelete } from '../application/ask-before-delete.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'

/**
 * Deletes the account at Stripe and here, unless it has money or the application server refuses. If Stripe no longer has it, only our row
 * is deleted, so that trying again finishes an interrupted deletion.
 *
 * @throws ConnectError `balance-not-zero` (409) while the balance is not zero; `deletion-refused` (409) when the application server sends the person elsewhere first, with the
 *   path in the problem's values; `deletion-check-failed` (502) when it does not answer; also when Stripe refuses
 */
export async function deleteAccount(context: SignedInContext, row: StripeAccountRow): Promise<void> {
  const { services, caller } = context
  await refuseWhileMoneyIsLeft(context, row.stripeid)
  const { redirect } = await askBeforeDelete(services, { stripeid: row.stripeid, caller })
  if (redirect !== false) throw new ConnectError('deletion-refused', { status: 409, values: { redirect } })
  await removeAccount(services, row)
}
