import { z } from 'zod'
import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { whoDid } from '../decisions.ts'
import { findStripeAccount } from '../find.ts'
import { nameOf } from '../name-of.ts'
import { REJECTION_REASONS, rejectAccount } from '../reject-account.ts'

/** Asks the administrator for the reason, then rejects the account. */
export const rejectStripeAccount = page({
  path: ADMINISTRATOR_PAGES.reject,
  audience: 'administrator',
  query: z.object({ stripeid: z.string() }),
  async load(context, { query: { stripeid }, attempt }) {
    const row = await findStripeAccount(context, stripeid)
    const name = nameOf(row) ?? stripeid
    const rejected = row.status === 'rejected'
    const problems = problemSummary(context.messages, [], attempt?.problems, ['reason'])
    return {
      view: 'oversight/reject-stripe-account',
      data: {
        title: context.messages.text('oversight.reject.title', { name }),
        name,
        rejected,
        rejection: rejected && (await rejection(context, stripeid)),
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
    const { already } = await rejectAccount(context, row, reason)
    const message = already ? 'already-rejected' : 'rejected'
    return { redirect: link(ADMINISTRATOR_PAGES.account, { stripeid, message }) }
  },
})

/** Who rejected the account, when and why; undefined when Stripe did, or nobody recorded it. */
export async function rejection(context: SignedInContext, stripeid: string): Promise<string | undefined> {
  const { messages } = context
  const decision = await whoDid(context, stripeid, 'reject')
  return (
    decision &&
    messages.text('oversight.reject.already-by', {
      by: decision.by?.name ?? decision.accountid,
      at: messages.dateTime(decision.decidedAt),
      reason: messages.maybe(`oversight.reject.reason.${decision.reason}`) ?? decision.reason ?? '',
    })
  )
}
