import { z } from 'zod'
import { accountName } from '../../accounts/account-name.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { deleteAccount } from '../delete-account.ts'
import { findStripeAccount } from '../find.ts'
import { STYLESHEETS } from './stylesheets.ts'

/** Asks whether an account is really to be deleted, and deletes it. */
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
        stylesheets: STYLESHEETS,
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
        // Offered only once the application server has failed to answer: it is the one to ask.
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
