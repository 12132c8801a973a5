/**
 * The one way a payout enters our database.
 *
 * @see https://docs.stripe.com/api/payouts
 * @module
 */

import { refreshAccount, unlessGone } from '../accounts/mirror-account.ts'
import type { Services } from '../context/context.ts'

/**
 * Asks Stripe for a payout's present state and keeps it. A payout is never deleted, so one that Stripe does not show us
 * belongs to an account that is out of our reach, and what we knew of it stays.
 *
 * @throws Stripe's errors when it does not answer
 */
export async function refreshPayout(services: Services, stripeid: string, payoutid: string): Promise<void> {
  const { storage, stripe, announcements } = services
  const account =
    (await storage.stripeAccounts.findCurrent(stripeid)) ?? (await refreshAccount(services, stripeid))
  if (!account) return
  const { accountid, appid } = account
  const ticket = await storage.payouts.ticket(payoutid)
  const payout = await unlessGone(stripe.payouts.retrieve(payoutid, {}, { stripeAccount: stripeid }))
  if (!payout) return
  await storage.payouts.record({ stripeid, accountid, stripeObject: payout }, ticket)
  announcements.accountChanged({ appid, accountid, stripeid })
}
