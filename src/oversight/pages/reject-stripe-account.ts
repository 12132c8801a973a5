import { z } from 'zod'
import { accountName } from '../../accounts/account-name.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { findStripeAccount } from '../find.ts'
import { REJECTION_REASONS, rejectAccount } from '../reject-account.ts'

/** Asks the administrator for the reason, then rejects the account. */
export const rejectStripeAccount = page({
  path: ADMINISTRATOR_PAGES.reject,
  audience: 'administrator',
  query: z.object({ stripeid: z.string() }),
  async load(context, { query: { stripeid }, attempt }) {
    const row = await findStripeAccount(context, stripeid)
    const name = accountName(row.stripeObject) ?? stripeid
    const problems = problemSummary(context.messages, [], attempt?.problems, ['reason'])
    return {
      view: 'oversight/reject-stripe-account',
      data: {
        title: context.messages.text('oversight.reject.title', { name }),
        name,
        rejected: row.status === 'rejected',
        disabledReason: row.stripeObject.requirements?.disabled_reason,
        accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
        reasons: REJECTION_REASONS,
        reason: attempt?.values.reason,
        problems,
        reasonProblem: problems.find(({ target }) => target === 'reason')?.text,
      },
    }
  },
  async submit(context, { query: { stripeid }, body }) {
    const row = await findStripeAccount(context, stripeid)
    const reason = REJECTION_REASONS.find((known) => known === body.reason)
    if (!reason) throw new ConnectError('invalid-reason', { field: 'reason' })
    await rejectAccount(context, row, reason)
    return { redirect: link(ADMINISTRATOR_PAGES.account, { stripeid, message: 'rejected' }) }
  },
})
