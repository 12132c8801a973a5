import { z } from 'zod'
import { ACCOUNT_STATUSES } from '../../accounts/account-status.ts'
import { deadlineOf, lastDay } from '../../accounts/deadline.ts'
import type { AccountSearch } from '../../accounts/store/account-search.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { choice, typed } from '../../web/list-query.ts'
import { beside, besideNothing, paginationBeside } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { countriesOf, thisWeek } from '../figures.ts'
import { emailOf, nameOf } from '../name-of.ts'
import { peopleByName } from '../people-by-name.ts'

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

/** What the list and its download read from their querystring. */
export const accountListQuery = z.object({
  text: typed,
  status: choice(ACCOUNT_STATUSES),
  country: typed,
  accountid: typed,
  sort: choice(SORTS),
  direction: choice(['ascending', 'descending']),
  due: choice(['week']),
})

const query = accountListQuery.extend({ ...beside, message: choice(['deleted']) })

type Filter = Pick<z.output<typeof query>, 'text' | 'status' | 'country' | 'accountid' | 'due'>
type Order = Pick<AccountSearch, 'sort' | 'direction'>

/** All accounts. The address alone decides how they are searched, filtered, sorted and paged. */
export const stripeAccounts = page({
  path: ADMINISTRATOR_PAGES.accounts,
  audience: 'administrator',
  query,
  async load(context, { query: { after, before, message, sort, direction, ...given } }) {
    const { config, storage, now } = context.services
    const { messages } = context
    const { text, status, country, accountid, due } = given
    const filter = { text, status, country, accountid, due }
    const search = accountSearch({ ...filter, sort, direction }, now())
    const order = { sort: search.sort, direction: search.direction }
    const limit = config.pageSize
    const [{ page: shown, total }, numbers] = await Promise.all([
      accountStore(storage).page(search, { after, before, limit }),
      accountStore(storage).numbers(),
    ])
    const { rows, ...others } = shown
    const path = link(ADMINISTRATOR_PAGES.accounts, { ...filter, ...order })
    const list = { after, before, limit, path, page: { ids: rows.map((row) => row.stripeid), ...others } }
    const elsewhere = besideNothing(list)
    if (elsewhere) return elsewhere
    return {
      view: 'oversight/stripe-accounts',
      data: {
        title: messages.text('oversight.accounts.title'),
        notice: message && messages.text(`oversight.notice.${message}`),
        filter,
        order,
        ofPerson: accountid && (await peopleByName(context, [accountid])).get(accountid)?.name,
        filtered: Object.values(filter).some(Boolean),
        statuses: ACCOUNT_STATUSES,
        countries: countriesOf(numbers).toSorted((a, b) =>
          messages.country(a).localeCompare(messages.country(b), messages.language),
        ),
        headings: SORTS.map((column) => heading(column, order, filter)),
        accounts: rows.map((row) => listed(row, now())),
        total,
        download: link(ADMINISTRATOR_PAGES.accountsFile, { ...filter, ...order }),
        pagination: paginationBeside(list),
      },
    }
  },
})

function orderOf(sort: Sort, direction: Direction = FIRST_DIRECTION[sort]): Order {
  return { sort, direction }
}

export function accountSearch(
  { text, status, country, accountid, due, sort, direction }: z.output<typeof accountListQuery>,
  now: Date,
): AccountSearch {
  return {
    ...(due !== undefined && { due: thisWeek(now) }),
    ...(text !== undefined && { text }),
    ...(status !== undefined && { status }),
    ...(country !== undefined && { country }),
    ...(accountid !== undefined && { accountid }),
    ...orderOf(sort ?? (due ? 'deadline' : 'created'), direction),
  }
}

function heading(column: Sort, order: Order, filter: Filter) {
  const current = column === order.sort ? order.direction : undefined
  const direction = current ? opposite(current) : FIRST_DIRECTION[column]
  return {
    column,
    current,
    // The rows stand by the country's code, which nobody looks for.
    address:
      column === 'country'
        ? undefined
        : link(ADMINISTRATOR_PAGES.accounts, { ...filter, sort: column, direction }),
  }
}

const opposite = (direction: Direction): Direction => (direction === 'ascending' ? 'descending' : 'ascending')

/** An account with the two best names it has: the second tells apart accounts with the same first. */
function listed(row: StripeAccountRow, now: Date) {
  const { stripeid, stripeObject, status, createdAt } = row
  const deadline = deadlineOf(stripeObject)
  const [name, known] = [nameOf(row), emailOf(row), stripeid].filter(Boolean)
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
