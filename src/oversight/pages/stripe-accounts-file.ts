/**
 * The accounts that a search finds, as a file for spreadsheets: to write to all sellers who are restricted, say.
 *
 * @module
 */

import { deadlineOf } from '../../accounts/deadline.ts'
import type { AccountSearch } from '../../accounts/store/account-search.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { dayOf } from '../../core/days.ts'
import { page } from '../../web/route.ts'
import { emailOf, nameOf } from '../name-of.ts'
import { AT_ONCE, csvFile, plain } from './csv.ts'
import { accountListQuery, accountSearch } from './stripe-accounts.ts'

const COLUMNS = ['id', 'name', 'email', 'country', 'status', 'deadline', 'created'] as const

export const stripeAccountsFile = page({
  path: ADMINISTRATOR_PAGES.accountsFile,
  audience: 'administrator',
  query: accountListQuery,
  async load(context, { query }) {
    const now = context.services.now()
    const parts = linesOf(context, accountSearch(query, now))
    return { file: { name: `accounts-${dayOf(now)}.csv`, type: 'text/csv; charset=utf-8', parts } }
  },
})

function linesOf({ services: { storage } }: Context, search: AccountSearch): AsyncIterable<string> {
  return csvFile(COLUMNS, async (after) => {
    const { page } = await accountStore(storage).page(search, { after, limit: AT_ONCE })
    return { rows: page.rows.map(cells), next: page.after ? page.rows.at(-1)?.stripeid : undefined }
  })
}

function cells(row: StripeAccountRow): unknown[] {
  const values: Record<(typeof COLUMNS)[number], unknown> = {
    id: row.stripeid,
    name: nameOf(row),
    email: emailOf(row),
    country: row.stripeObject.country,
    status: row.status,
    deadline: deadlineOf(row.stripeObject)?.toISOString(),
    created: row.createdAt.toISOString(),
  }
  return COLUMNS.map((column) => plain(values[column]))
}
