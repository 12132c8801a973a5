import { page } from '../../web/route.ts'
import { ownSummaries } from './account-summary.ts'
import { noticeText } from './notice.ts'
import { PATHS } from './paths.ts'
import { messageQuery } from './query.ts'

/** What registering is, what one needs for it, and one's own registrations with the next thing to do. */
export const start = page({
  path: PATHS.start,
  audience: 'user',
  query: messageQuery,
  async load(context, { query }) {
    return {
      view: 'account/start',
      data: {
        title: context.messages.text('start.title'),
        notice: noticeText(context.messages, query.message),
        accounts: await ownSummaries(context),
      },
    }
  },
})
