import { z } from 'zod'
import { accountName } from '../../accounts/account-name.ts'
import { ACCOUNT_STATUSES } from '../../accounts/account-status.ts'
import { deadlineOf, lastDay } from '../../accounts/deadline.ts'
import type { AccountSearch } from '../../accounts/store/account-search.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { offset, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { choice, typed } from './list-query.ts'

const SORTS = ['name', 'country', 'status', 'deadline', 'created'] as const
type Sort = (typeof SORTS)[number]
type Direction = AccountSearch['direction']

/** The direction after the first click on a heading: newest first for dates of registration, ascending for the rest. */
const FIRST_DIRECTION: Record<Sort, Direction> = {
  name: 'ascending',
  country: 'ascending',
  status: 'ascending',
  deadline: 'ascending',
  created: 'descending',
}

const query = z.object({
  text: typed,
  status: choice(ACCOUNT_STATUSES),
  country: typed,
  accountid: typed,
  sort: choice(SORTS),
  direction: choice(['ascending', 'descending']),
  offset,
  message: choice(['deleted']),
})

type Filter = Pick<z.output<typeof query>, 'text' | 'status' | 'country' | 'accountid'>
type Order = Pick<AccountSearch, 'sort' | 'direction'>

/** All accounts. The address alone decides how they are searched, filtered, sorted and paged. */
export const stripeAccounts = page({
  path: ADMINISTRATOR_PAGES.accounts,
  audience: 'administrator',
  query,
  async load(context, { query: { offset, message, sort = 'created', direction, ...given } }) {
    const { text, status, country, accountid } = given
    const filter = { text, status, country, accountid }
    const { config, storage } = context.services
    const { messages } = context
    const order = { sort, direction: direction ?? FIRST_DIRECTION[sort] }
    const search = accountSearch(filter, order)
    const [rows, total, { country: countries }] = await Promise.all([
      accountStore(storage).search(search, { offset, limit: config.pageSize }),
      accountStore(storage).count(search),
      accountStore(storage).figures(),
    ])
    const list = {
      offset,
      limit: config.pageSize,
      total,
      path: link(ADMINISTRATOR_PAGES.accounts, { ...filter, ...order }),
    }
    const elsewhere = pastTheEnd(list)
    if (elsewhere) return elsewhere
    return {
      view: 'oversight/stripe-accounts',
      data: {
        title: messages.text('oversight.accounts.title'),
        notice: message && messages.text(`oversight.notice.${message}`),
        filter,
        order,
        filtered: Object.values(filter).some(Boolean),
        statuses: ACCOUNT_STATUSES,
        countries: Object.keys(countries).toSorted((a, b) =>
          messages.country(a).localeCompare(messages.country(b), messages.language),
        ),
        headings: SORTS.map((column) => heading(column, order, filter)),
        accounts: rows.map((row) => listed(row, context.services.now())),
        total,
        pagination: paginationOf(list),
      },
    }
  },
})

function accountSearch({ text, status, country, accountid }: Filter, order: Order): AccountSearch {
  return {
    ...(text !== undefined && { text }),
    ...(status !== undefined && { status }),
    ...(country !== undefined && { country }),
    ...(accountid !== undefined && { accountid }),
    ...order,
  }
}

function heading(column: Sort, order: Order, filter: Filter) {
  const current = column === order.sort ? order.direction : undefined
  const direction = current ? opposite(current) : FIRST_DIRECTION[column]
  return {
    column,
    current,
    address: link(ADMINISTRATOR_PAGES.accounts, { ...filter, sort: column, direction }),
  }
}

const opposite = (direction: Direction): Direction => (direction === 'ascending' ? 'descending' : 'ascending')

/** An account with the two best names it has: the second tells apart accounts with the same first. */
function listed({ stripeid, stripeObject, status, createdAt }: StripeAccountRow, now: Date) {
  const deadline = deadlineOf(stripeObject)
  const email = stripeObject.email ?? stripeObject.individual?.email
  const [name, known] = [accountName(stripeObject), email, stripeid].filter(Boolean)
  return {
    name,
    known,
    country: stripeObject.country,
    status,
    deadline: deadline && lastDay(deadline, now),
    createdAt,
    address: link(ADMINISTRATOR_PAGES.account, { stripeid }),
  }
}
