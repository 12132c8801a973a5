import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { page } from '../../web/route.ts'
import { backFromStripe, linkToStripe, stripeAsks } from '../at-stripe.ts'
import { open } from '../registration.ts'
import { asksAtStripe } from '../requirements.ts'
import { closedPage, rejectedPage } from './next-page.ts'
import { noticeText } from './notice.ts'
import { accountQuery } from './query.ts'
import { stepList } from './step-list.ts'

/** Says what only Stripe's own page can ask, and leads there. */
export const atStripe = page({
  path: ACCOUNT_PAGES.atStripe,
  audience: 'user',
  query: accountQuery,
  async load(context, { query }) {
    const row = await findOwnAccount(context, query.stripeid)
    const back = { stripeid: row.stripeid, 'return-url': query['return-url'] }
    const closed = closedPage(context, row, query['return-url'])
    if (closed) return closed
    const { asked, steps } = open(context, row)
    const wanted = asksAtStripe(asked.demands)
    if (wanted.length === 0) return { redirect: link(ACCOUNT_PAGES.view, back) }
    return {
      view: 'registration/at-stripe',
      data: {
        title: context.messages.text('step.at-stripe.title'),
        notice: noticeText(context.messages, query.message),
        wanted: [...new Set(wanted.map((path) => stripeAsks(context.messages, path)))],
        leave: link(ACCOUNT_PAGES.toStripe, back),
        steps: stepList(steps, query['return-url'], 'at-stripe'),
      },
    }
  },
})

/** Makes a link at the click, since links last for minutes only. A link and not a form: no page may send a form elsewhere. */
export const toStripe = page({
  path: ACCOUNT_PAGES.toStripe,
  audience: 'user',
  query: accountQuery,
  async load(context, { query }) {
    const row = await findOwnAccount(context, query.stripeid)
    return (
      rejectedPage(row, query['return-url']) ?? {
        leave: await linkToStripe(context, row, query['return-url']),
      }
    )
  },
})

/** Where Stripe leads the person back to, whether or not they answered. */
export const fromStripe = page({
  path: ACCOUNT_PAGES.fromStripe,
  audience: 'user',
  query: accountQuery,
  async load(context, { query }) {
    const { stripeid } = await findOwnAccount(context, query.stripeid)
    await backFromStripe(context, stripeid)
    const back = { stripeid, 'return-url': query['return-url'], message: 'from-stripe' }
    return { redirect: link(ACCOUNT_PAGES.view, back) }
  },
})
