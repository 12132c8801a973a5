import { type AccountFilter, type AccountSearch, searched, sorted } from './account-search.ts'
import type { Database } from './database.ts'
import { type PageOfRows, paged } from './paging.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'

const TABLE = 'connect_stripe_accounts'

/** What administrators ask of all accounts of a tenant. */
export interface AccountOverview {
  search(appid: string, search: AccountSearch, page: PageOfRows): Promise<StripeAccountRow[]>
  count(appid: string, filter: AccountFilter): Promise<number>
  /** How many of each status and how many of each country. */
  figures(appid: string): Promise<{ status: Record<string, number>; country: Record<string, number> }>
  /** Registrations per day (UTC, `YYYY-MM-DD`), days without any left out. */
  createdPerDay(appid: string, since: Date): Promise<{ day: string; count: number }[]>
}

export function accountOverview({ traits, read }: Pick<Database, 'traits' | 'read'>): AccountOverview {
  const counted = async (appid: string, column: 'status' | 'country'): Promise<Record<string, number>> => {
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
    async search(appid, search, page) {
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

    async count(appid, filter) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where(searched(appid, filter))
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    async figures(appid) {
      return { status: await counted(appid, 'status'), country: await counted(appid, 'country') }
    },

    createdPerDay: (appid, since) =>
      read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('created_at', '>=', since)
          .select((eb) => [traits.day('created_at').as('day'), eb.fn.countAll<number>().as('count')])
          .groupBy('day')
          .orderBy('day')
          .execute(),
      ),
  }
}
