import { page } from '../../web/route.ts'
import { ownSummaries } from './account-summary.ts'
import { noticeText } from './notice.ts'
import { PATHS } from './paths.ts'
import { messageQuery } from './query.ts'

/** All registrations of the person. */
export const stripeAccounts = page({
  path: PATHS.list,
  audience: 'user',
  query: messageQuery,
  async load(context, { query }) {
    return {
      view: 'account/stripe-accounts',
      data: {
        title: context.messages.text('accounts.title'),
        notice: noticeText(context.messages, query.message),
        accounts: await ownSummaries(context),
      },
    }
  },
})
