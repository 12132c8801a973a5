import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError } from '../../core/errors.ts'

/**
 * An own account that has people of its own, which only a company has.
 *
 * @throws ConnectError `invalid-stripeid` (404), `invalid-stripe-account` for an individual's
 */
export async function companyAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await findOwnAccount(context, stripeid)
  if (row.stripeObject.business_type !== 'company') throw new ConnectError('invalid-stripe-account')
  return row
}
