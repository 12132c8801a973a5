import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { offset } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { ownAccounts } from './account-summary.ts'
import { noticeText } from './notice.ts'
import { messageQuery } from './query.ts'

/** What registering is, what one needs for it, and one's own registrations with the next thing to do. */
export const start = page({
  path: ACCOUNT_PAGES.start,
  audience: 'user',
  query: messageQuery.extend({ offset }),
  async load(context, { query }) {
    const own = await ownAccounts(context, query.offset, ACCOUNT_PAGES.start)
    if ('redirect' in own) return own
    return {
      view: 'account/start',
      data: {
        title: context.messages.text('start.title'),
        notice: noticeText(context.messages, query.message),
        ...own,
      },
    }
  },
})
