import type { SignedInContext } from '../context/context.ts'
import { notFound } from '../core/errors.ts'
import { accountStore } from './store/accounts.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * The account a request names, if it is the caller's own. Somebody else's account gets the same answer as one that does not exist.
 *
 * @throws ConnectError `invalid-stripeid`, 404
 */
export async function findOwnAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await accountStore(context.services.storage).find(stripeid)
  if (!row || row.accountid !== context.caller.accountid) throw notFound('stripeid')
  return row
}
