import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { offset } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { ownAccounts } from './account-summary.ts'
import { noticeText } from './notice.ts'
import { messageQuery } from './query.ts'

/** All registrations of the person. */
export const stripeAccounts = page({
  path: ACCOUNT_PAGES.list,
  audience: 'user',
  query: messageQuery.extend({ offset }),
  async load(context, { query }) {
    const own = await ownAccounts(context, query.offset, ACCOUNT_PAGES.list)
    if ('redirect' in own) return own
    return {
      view: 'account/stripe-accounts',
      data: {
        title: context.messages.text('accounts.title'),
        notice: noticeText(context.messages, query.message),
        ...own,
      },
    }
  },
})
