import { z } from 'zod'
import { accountName } from '../../accounts/account-name.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { deleteAccount } from '../delete-account.ts'
import { findStripeAccount } from '../find.ts'

/** Asks the administrator to confirm, then deletes the account. */
export const deleteStripeAccount = page({
  path: ADMINISTRATOR_PAGES.delete,
  audience: 'administrator',
  query: z.object({ stripeid: z.string() }),
  async load(context, { query: { stripeid }, attempt }) {
    const row = await findStripeAccount(context, stripeid)
    const name = accountName(row.stripeObject) ?? stripeid
    const override = attempt?.values.override === 'true'
    return {
      view: 'oversight/delete-stripe-account',
      data: {
        title: context.messages.text('oversight.delete.title', { name }),
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
        // Offer the override only after the application server failed to answer: normally its answer counts.
        unanswered: override || attempt?.problems.some(({ code }) => code === 'deletion-check-failed'),
        override,
        problems: problemSummary(context.messages, [], attempt?.problems),
      },
    }
  },
  async submit(context, { query: { stripeid }, body }) {
    const row = await findStripeAccount(context, stripeid)
    const { refused } = await deleteAccount(context, row, { override: body.override === 'true' })
    return { redirect: refused || link(ADMINISTRATOR_PAGES.accounts, { message: 'deleted' }) }
  },
})
