import { z } from 'zod'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { PayoutRow } from '../../payouts/index.ts'
import { payoutStore } from '../../payouts/index.ts'
import { link } from '../../web/link.ts'
import { offset, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { accountNames } from './account-names.ts'
import { choice, typed } from './list-query.ts'

/** @see https://docs.stripe.com/api/payouts/object#payout_object-status */
const PAYOUT_STATUSES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const

/** All payouts, or only those to one account or with one status. */
export const payouts = page({
  path: ADMINISTRATOR_PAGES.payouts,
  audience: 'administrator',
  query: z.object({ status: choice(PAYOUT_STATUSES), stripeid: typed, offset }),
  async load(context, { query: { offset, status, stripeid } }) {
    const { config, storage } = context.services
    const { messages } = context
    const search = { ...(status && { status }), ...(stripeid && { stripeid }) }
    const [rows, total] = await Promise.all([
      payoutStore(storage).list(search, { offset, limit: config.pageSize }),
      payoutStore(storage).count(search),
    ])
    const list = {
      offset,
      limit: config.pageSize,
      total,
      path: link(ADMINISTRATOR_PAGES.payouts, { status, stripeid }),
    }
    const elsewhere = pastTheEnd(list)
    if (elsewhere) return elsewhere
    const names = await accountNames(context, stripeid ? [stripeid] : rows.map((row) => row.stripeid))
    return {
      view: 'oversight/payouts',
      data: {
        title: messages.text('oversight.payouts.title'),
        filter: { status, stripeid },
        filtered: Boolean(status || stripeid),
        accountName: stripeid && (names.get(stripeid) ?? stripeid),
        statuses: PAYOUT_STATUSES,
        payouts: rows.map((row) => listedPayout(row, names.get(row.stripeid))),
        total,
        pagination: paginationOf(list),
      },
    }
  },
})

/** A payout as a list shows it. */
export function listedPayout({ payoutid, stripeid, stripeObject }: PayoutRow, name: string | undefined) {
  const { amount, currency, status, failure_code, created, arrival_date } = stripeObject
  return {
    payoutid,
    name: name ?? stripeid,
    amount,
    currency,
    status,
    failureCode: failure_code,
    createdAt: new Date(created * 1000),
    arrivesAt: new Date(arrival_date * 1000),
    address: link(ADMINISTRATOR_PAGES.payout, { payoutid }),
    accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
  }
}
