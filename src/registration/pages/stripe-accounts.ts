import { departureText } from '../../accounts/departure-text.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { departureStore } from '../../accounts/store/departures.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { link } from '../../web/link.ts'
import { offset, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import { messageQuery } from '../../web/page-query.ts'
import { type Page, page } from '../../web/route.ts'
import { open } from '../registration.ts'
import { accountSummary } from './account-summary.ts'
import { noticeText } from './notice.ts'

/** Accounts that were disconnected, of which the pages say so. */
const MOST_DEPARTURES = 3

/**
 * What registering means, what a seller needs for it, and their registrations with the next thing to do. Somebody with one
 * registration is led straight to it.
 */
export const start = pageOfOwn(ACCOUNT_PAGES.start, 'registration/start', 'start.title', (only) =>
  link(ACCOUNT_PAGES.view, { stripeid: only.stripeid }),
)

/** All registrations of the seller. */
export const stripeAccounts = pageOfOwn(ACCOUNT_PAGES.list, 'registration/stripe-accounts', 'accounts.title')

/** A page of the seller's registrations, newest first. They are paged because each needs its form computed. */
function pageOfOwn(
  path: string,
  view: string,
  title: MessageKey,
  leadsTo?: (only: StripeAccountRow) => string,
): Page {
  return page({
    path,
    audience: 'user',
    query: messageQuery.extend({ offset }),
    async load(context, { query }) {
      const { config, storage } = context.services
      const { accountid } = context.caller
      const limit = config.pageSize
      const [rows, total, departures] = await Promise.all([
        accountStore(storage).ofPerson(accountid, { offset: query.offset, limit }),
        accountStore(storage).countOfPerson(accountid),
        departureStore(storage).ofPerson(accountid, MOST_DEPARTURES),
      ])
      const [only] = rows
      if (leadsTo && only && total === 1 && !query.message) return { redirect: leadsTo(only) }
      const list = { offset: query.offset, limit, total, path }
      return (
        pastTheEnd(list) ?? {
          view,
          data: {
            title: context.messages.text(title),
            notice: noticeText(context.messages, query.message),
            accounts: rows.map((row) => accountSummary(context, open(context, row))),
            departures: departures.map((departure) => departureText(context.messages, departure)),
            pagination: paginationOf(list),
          },
        }
      )
    },
  })
}
