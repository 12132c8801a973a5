import type { SignedInContext } from '../context/context.ts'
import { notFound } from '../core/errors.ts'
import { accountStore } from './store/accounts.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * The account that is being worked on, when it is the caller's. Somebody else's is answered as one that does not exist.
 *
 * @throws ConnectError `invalid-stripeid`, 404
 */
export async function findOwnAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await accountStore(context.services.storage).find(stripeid)
  if (!row || row.accountid !== context.caller.accountid) throw notFound('stripeid')
  return row
}
