import { type Balance, balanceOf, ifSoon, totalsInWords } from '../../accounts/balance.ts'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import type { Translator } from '../../messages/translator.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { deleteAccount } from '../delete-account.ts'
import { open } from '../registration.ts'
import { accountSummary } from './account-summary.ts'
import { accountQuery } from './query.ts'

/** Asks the person to confirm, then deletes the registration. */
export const deleteStripeAccount = page({
  path: ACCOUNT_PAGES.delete,
  audience: 'user',
  query: accountQuery,
  async load(context, { query, attempt }) {
    const row = await findOwnAccount(context, query.stripeid)
    const left = await ifSoon(context, row, () => balanceOf(context.services, row.stripeid))
    return {
      view: 'registration/delete-stripe-account',
      data: {
        title: context.messages.text('delete.title'),
        problems: problemSummary(context.messages, [], attempt?.problems),
        account: accountSummary(context, open(context, row)),
        left: left && whyNot(context.messages, left),
        returnUrl: query['return-url'],
      },
    }
  },
  async submit(context, { query }) {
    const row = await findOwnAccount(context, query.stripeid)
    try {
      await deleteAccount(context, row)
    } catch (error) {
      const instead = error instanceof ConnectError && error.problems[0]?.values?.redirect
      if (typeof instead === 'string') return { redirect: instead }
      throw error
    }
    return { redirect: query['return-url'] ?? link(ACCOUNT_PAGES.start, { message: 'deleted' }) }
  },
})

/** @returns undefined when nothing is left, so that the registration can be deleted */
function whyNot(messages: Translator, left: readonly Balance[]): string | undefined {
  if (left.length === 0) return undefined
  const isMoney = left.every(({ available, pending }) => available + pending > 0)
  return messages.text(isMoney ? 'delete.left' : 'delete.not-zero', { sums: totalsInWords(messages, left) })
}
