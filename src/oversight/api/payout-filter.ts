/**
 * The filters of the administrator's lists of payouts.
 *
 * @module
 */
import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import type { PayoutSearch } from '../../payouts/index.ts'
import { findStripeAccount } from '../find.ts'

/** Spread into a route's query. If a request has both, `stripeid` counts. */
export const payoutFilter = {
  stripeid: z.string().optional(),
  accountid: z.string().optional(),
}

/** @throws ConnectError `invalid-stripeid` (404) for an account that does not exist */
export async function payoutSearch(
  context: Context,
  { stripeid, accountid }: { stripeid?: string | undefined; accountid?: string | undefined },
): Promise<PayoutSearch> {
  if (stripeid !== undefined) return { stripeid: (await findStripeAccount(context, stripeid)).stripeid }
  return accountid === undefined ? {} : { accountid }
}
