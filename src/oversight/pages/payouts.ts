import { z } from 'zod'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { PayoutRow } from '../../payouts/index.ts'
import { payoutStore } from '../../payouts/index.ts'
import { countedSome } from '../../storage/page-by-key.ts'
import { link } from '../../web/link.ts'
import { beside, besideNothing, paginationBeside } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { accountNames } from './account-names.ts'
import { CHOICES, PAYOUT_SORTS, payoutOrder, payoutQuery, payoutSearch } from './payout-query.ts'

/** Currencies are offered of payouts of these days. */
const RECENT = 90 * 24 * 60 * 60 * 1000

/** All payouts. The address alone decides how they are searched, filtered, sorted and paged. */
export const payouts = page({
  path: ADMINISTRATOR_PAGES.payouts,
  audience: 'administrator',
  query: z.object({ ...payoutQuery, ...beside }),
  async load(context, { query: { after, before, ...query } }) {
    const { config, storage, now } = context.services
    const { messages } = context
    const { text, status, currency, from, to, stripeid } = query
    const filter = { text, status, currency, from, to, stripeid }
    const [search, order] = [await payoutSearch(context, query), payoutOrder(query)]
    const limit = config.pageSize
    const store = payoutStore(storage)
    const [{ rows, ...others }, total, currencies] = await Promise.all([
      store.page(search, order, { after, before, limit }),
      store.countSome(search),
      store.currencies(new Date(now().getTime() - RECENT)),
    ])
    const path = link(ADMINISTRATOR_PAGES.payouts, query)
    const list = { after, before, limit, path, page: { ids: rows.map((row) => row.payoutid), ...others } }
    const elsewhere = besideNothing(list)
    if (elsewhere) return elsewhere
    const names = await accountNames(context, stripeid ? [stripeid] : rows.map((row) => row.stripeid))
    return {
      view: 'oversight/payouts',
      data: {
        title: messages.text('oversight.payouts.title'),
        filter,
        order,
        filtered: Object.values(filter).some(Boolean),
        accountName: stripeid && (names.get(stripeid) ?? stripeid),
        statuses: CHOICES,
        currencies: [...new Set([...currencies, ...(currency ? [currency] : [])])],
        headings: PAYOUT_SORTS.map((column) => {
          const current = column === order.sort ? order.direction : undefined
          const direction = current === 'descending' ? 'ascending' : 'descending'
          return {
            column,
            current,
            address: link(ADMINISTRATOR_PAGES.payouts, { ...filter, sort: column, direction }),
          }
        }),
        reversed: from !== undefined && to !== undefined && from > to,
        payouts: rows.map((row) => listedPayout(row, names.get(row.stripeid))),
        total: countedSome(total),
        download: link(ADMINISTRATOR_PAGES.payoutsFile, query),
        pagination: paginationBeside(list),
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
