import type { Kysely } from 'kysely'
import { type Database, withTables } from '../../storage/database.ts'
import {
  type Counted,
  countedSome,
  type KeyPage,
  MOST_COUNTED,
  type PlaceInList,
  pageByKey,
  placeBeside,
} from '../../storage/page-by-key.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import {
  type AccountFilter,
  type AccountOrder,
  type AccountSearch,
  filtered,
  keyOrder,
  sorted,
} from './account-search.ts'
import { accountTallies } from './account-tallies.ts'
import { type AccountText, accountText, type FoundByText } from './account-text.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'
import type { AccountTables } from './tables.ts'

const TABLE = 'connect_stripe_accounts'

/** Administrators' queries over all accounts of the tenant. */
export interface AccountOverview extends AccountText {
  search(search: AccountSearch, page: PageOfRows): Promise<StripeAccountRow[]>
  /**
   * As `search`, a page at a time, each at the cost of the first. A row that is gone leads to the first page.
   *
   * @returns the page, and how many there are in all
   */
  page(
    search: AccountSearch,
    place: PlaceInList,
  ): Promise<{ page: KeyPage<StripeAccountRow>; total: Counted }>
  /** @returns at most `MOST_COUNTED + 1` with a text or a deadline; otherwise all */
  count(filter: AccountFilter): Promise<number>
  /** Those that exist of these, in any order. */
  those(stripeids: readonly string[]): Promise<StripeAccountRow[]>
}

export function accountOverview(database: Database): AccountOverview {
  const { appid, traits, read } = withTables<AccountTables>(database)
  const tallies = accountTallies(database)
  const { findByText } = accountText(database, tallies)
  const select = (
    db: Kysely<AccountTables>,
    { text: _text, ...filter }: AccountFilter,
    found?: FoundByText,
  ) =>
    db
      .selectFrom(TABLE)
      .where(filtered(appid, filter))
      .$if(found !== undefined, (query) => query.where((eb) => found?.condition(eb) ?? eb.lit(true)))
  const foundBy = ({ text }: AccountFilter) => (text === undefined ? undefined : findByText(text))
  const counted = async (filter: AccountFilter, found?: FoundByText): Promise<number> => {
    const { status, country, accountid, due } = filter
    if (!found && !accountid && !due) {
      const numbers = await tallies.numbers()
      return numbers
        .filter((of) => (!status || of.status === status) && (!country || of.country === country))
        .reduce((sum, { accounts }) => sum + accounts, 0)
    }
    if (found?.areMany && !status && !country && !accountid && !due) return MOST_COUNTED + 1
    const { count } = await read((db) =>
      db
        .selectFrom(
          select(db, filter, found)
            .select('stripeid')
            .$if(found !== undefined || due !== undefined, (query) => query.limit(MOST_COUNTED + 1))
            .as('found'),
        )
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    )
    return count
  }
  const rowBeside = async (id: string, { sort, direction }: AccountOrder) => {
    const { column, tie } = keyOrder({ sort, direction })
    const row = await read((db) =>
      db
        .selectFrom(TABLE)
        .select([`${column} as value`, `${tie} as tie`])
        .where('appid', '=', appid)
        .where('stripeid', '=', id)
        .executeTakeFirst(),
    )
    return row
  }

  return {
    findByText,

    async search(search, page) {
      const found = await foundBy(search)
      const rows = await read((db) =>
        select(db, search, found)
          .selectAll()
          .$call((query) => sorted(query, search))
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async page(search, beside) {
      const [found, place] = await Promise.all([
        foundBy(search),
        placeBeside(beside, (id) => rowBeside(id, search)),
      ])
      const [{ rows, ...others }, total] = await Promise.all([
        read((db) => pageByKey(traits, () => select(db, search, found).selectAll(), keyOrder(search), place)),
        counted(search, found),
      ])
      const isExact = !found && !search.due
      return {
        page: { rows: rows.map(toRow), ...others },
        total: isExact ? { count: total, more: false } : countedSome(total),
      }
    },

    count: async (filter) => counted(filter, await foundBy(filter)),

    async those(stripeids) {
      if (stripeids.length === 0) return []
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', 'in', [...new Set(stripeids)])
          .execute(),
      )
      return rows.map(toRow)
    },
  }
}
