import { type Database, withTables } from '../../storage/database.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import { type AccountFilter, type AccountSearch, searched, sorted } from './account-search.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'
import type { AccountTables } from './tables.ts'

const TABLE = 'connect_stripe_accounts'

/** Administrators' queries over all accounts of the tenant. */
export interface AccountOverview {
  search(search: AccountSearch, page: PageOfRows): Promise<StripeAccountRow[]>
  count(filter: AccountFilter): Promise<number>
  /** The number of accounts per status and per country. */
  figures(): Promise<{ status: Record<string, number>; country: Record<string, number> }>
  /** Registrations per day (UTC, `YYYY-MM-DD`), without empty days. */
  createdPerDay(since: Date): Promise<{ day: string; count: number }[]>
  /** As `createdPerDay`, by the day on which Stripe first let payouts go out. */
  approvedPerDay(since: Date): Promise<{ day: string; count: number }[]>
}

export function accountOverview(database: Database): AccountOverview {
  const { appid, traits, read } = withTables<AccountTables>(database)
  const perDay = (column: 'created_at' | 'approved_at', since: Date) =>
    read((db) =>
      db
        .selectFrom(TABLE)
        .where('appid', '=', appid)
        .where(column, '>=', since)
        .select((eb) => [traits.day(column).as('day'), eb.fn.countAll<number>().as('count')])
        .groupBy('day')
        .orderBy('day')
        .execute(),
    )
  const counted = async (column: 'status' | 'country'): Promise<Record<string, number>> => {
    const rows = await read((db) =>
      db
        .selectFrom(TABLE)
        .where('appid', '=', appid)
        .where(column, 'is not', null)
        .groupBy(column)
        .select((eb) => [eb.ref(column).as('word'), eb.fn.countAll<number>().as('count')])
        .execute(),
    )
    return Object.fromEntries(rows.map(({ word, count }) => [word, count]))
  }

  return {
    async search(search, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where(searched(appid, search))
          .$call((query) => sorted(query, search))
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async count(filter) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where(searched(appid, filter))
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    async figures() {
      return { status: await counted('status'), country: await counted('country') }
    },

    createdPerDay: (since) => perDay('created_at', since),
    approvedPerDay: (since) => perDay('approved_at', since),
  }
}
