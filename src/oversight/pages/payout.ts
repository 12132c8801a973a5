import type { Stripe } from 'stripe'
import { z } from 'zod'
import { accountName } from '../../accounts/account-name.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { page } from '../../web/route.ts'
import { findPayout, findStripeAccount } from '../find.ts'

/** One payout and, if it failed, why. */
export const payout = page({
  path: ADMINISTRATOR_PAGES.payout,
  audience: 'administrator',
  query: z.object({ payoutid: z.string() }),
  async load(context, { query }) {
    const { payoutid, stripeid, stripeObject } = await findPayout(context, query.payoutid)
    const { stripeObject: account } = await findStripeAccount(context, stripeid)
    const { status, automatic, method, failure_code } = stripeObject
    return {
      view: 'oversight/payout',
      data: {
        title: context.messages.money(stripeObject.amount, stripeObject.currency),
        payoutid,
        payout: { status, automatic, method, failure_code },
        createdAt: new Date(stripeObject.created * 1000),
        arrivesAt: new Date(stripeObject.arrival_date * 1000),
        trace: stripeObject.trace_id?.value,
        destination: destination(account, stripeObject),
        name: accountName(account) ?? stripeid,
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
      },
    }
  },
})

/** The bank account or card that the money went to; only Stripe's id of it once the Stripe account no longer has it. */
function destination(account: Stripe.Account, payout: Stripe.Payout): string | undefined {
  const id = typeof payout.destination === 'string' ? payout.destination : payout.destination?.id
  const known = account.external_accounts?.data.find((external) => external.id === id)
  if (!known) return id
  const name = known.object === 'bank_account' ? known.bank_name : known.brand
  return [name, `•••• ${known.last4}`].filter(Boolean).join(' ')
}
