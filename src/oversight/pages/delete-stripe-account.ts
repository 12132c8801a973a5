import { z } from 'zod'
import { balanceOf, ifSoon, totalsInWords } from '../../accounts/balance.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { lastOf } from '../../web/posted.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { deleteAccount, OVERRIDES } from '../delete-account.ts'
import { findStripeAccount } from '../find.ts'
import { nameOf } from '../name-of.ts'

/** Asks the administrator to confirm, then deletes the account. */
export const deleteStripeAccount = page({
  path: ADMINISTRATOR_PAGES.delete,
  audience: 'administrator',
  query: z.object({ stripeid: z.string() }),
  async load(context, { query: { stripeid }, attempt }) {
    const row = await findStripeAccount(context, stripeid)
    const name = nameOf(row) ?? stripeid
    const failed = (code: string) => attempt?.problems.find((problem) => problem.code === code)
    const refused = failed('deletion-refused')
    const chosen = OVERRIDES.find((it) => it === attempt?.values.override)
    // Offered only after the app has not agreed: normally its answer counts.
    const offered = refused ? 'refused' : failed('deletion-check-failed') ? 'unanswered' : chosen
    const told = failed('balance-not-zero')?.values?.sums
    const left =
      told === undefined && (await ifSoon(context, row, () => balanceOf(context.services, stripeid)))
    return {
      view: 'oversight/delete-stripe-account',
      data: {
        title: context.messages.text('oversight.delete.title', { name }),
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
        override: offered,
        overridden: offered !== undefined && offered === chosen,
        left: told ?? (left && left.length > 0 ? totalsInWords(context.messages, left) : undefined),
        problems: refused
          ? [{ text: context.messages.text('oversight.delete.refused', refused.values), target: undefined }]
          : problemSummary(context.messages, [], attempt?.problems),
      },
    }
  },
  async submit(context, { query: { stripeid }, body }) {
    const row = await findStripeAccount(context, stripeid)
    await deleteAccount(context, row, {
      override: OVERRIDES.find((it) => it === body.override),
      // What the page said: money that came since is told first.
      acceptsBalance: (sums) => lastOf(body.left) === sums,
    })
    return { redirect: link(ADMINISTRATOR_PAGES.accounts, { message: 'deleted' }) }
  },
})
