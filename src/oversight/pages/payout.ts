import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { payoutStore } from '../../payouts/index.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { findPayout, findStripeAccount } from '../find.ts'
import { nameOf } from '../name-of.ts'
import { peopleByName } from '../people-by-name.ts'

/** One payout and, if it failed, why, and whether somebody has dealt with that. */
export const payout = page({
  path: ADMINISTRATOR_PAGES.payout,
  audience: 'administrator',
  query: z.object({ payoutid: z.string() }),
  async load(context, { query, attempt }) {
    const { payoutid, stripeid, stripeObject } = await findPayout(context, query.payoutid)
    const owner = await findStripeAccount(context, stripeid)
    const { status, automatic, method, failure_code } = stripeObject
    const dealing = await payoutStore(context.services.storage).dealing(payoutid)
    return {
      view: 'oversight/payout',
      data: {
        title: context.messages.money(stripeObject.amount, stripeObject.currency),
        problems: problemSummary(context.messages, [], attempt?.problems),
        payoutid,
        open: dealing?.openSince !== undefined,
        dealtAt: dealing?.dealtAt,
        dealtBy:
          dealing?.dealtBy && (await peopleByName(context, [dealing.dealtBy])).get(dealing.dealtBy)?.name,
        payout: { status, automatic, method, failure_code },
        createdAt: new Date(stripeObject.created * 1000),
        arrivesAt: new Date(stripeObject.arrival_date * 1000),
        trace: stripeObject.trace_id?.value,
        destination: destination(owner.stripeObject, stripeObject),
        name: nameOf(owner) ?? stripeid,
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
      },
    }
  },
  /** Marks a failure as dealt with, or takes that back. */
  async submit(context, { query: { payoutid }, body }) {
    const { services, caller, log } = context
    await findPayout(context, payoutid)
    const store = payoutStore(services.storage)
    const undo = body.action === 'undo'
    const changed = undo
      ? await store.undoDealt(payoutid, caller.accountid)
      : await store.markDealt(payoutid, caller.accountid)
    if (changed)
      log.info(
        { payoutid, administrator: caller.accountid },
        undo
          ? 'an administrator has opened a failed payout again'
          : 'an administrator has dealt with a failed payout',
      )
    return { redirect: link(ADMINISTRATOR_PAGES.payout, { payoutid }) }
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
