import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError } from '../../core/errors.ts'

/**
 * The caller's account, if it belongs to a company: only a company has people.
 *
 * @throws ConnectError `invalid-stripeid` (404), `invalid-stripe-account` when the account does not belong to a company
 */
export async function companyAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await findOwnAccount(context, stripeid)
  if (row.stripeObject.business_type !== 'company') throw new ConnectError('invalid-stripe-account')
  return row
}
