import { type Database, withTables } from '../../storage/database.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import type { AccountStatus } from '../account-status.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'
import type { AccountTables } from './tables.ts'
import type { TakenOverTables } from './taken-over.ts'

const TABLE = 'connect_stripe_accounts'

/** What is asked of one account, or of one person's. */
export interface AccountReads {
  find(stripeid: string): Promise<StripeAccountRow | undefined>
  /** The present row, never from a replica: for writes that depend on it. */
  findCurrent(stripeid: string): Promise<StripeAccountRow | undefined>
  /** Newest first. */
  ofPerson(
    accountid: string,
    page?: PageOfRows,
    statuses?: readonly AccountStatus[],
  ): Promise<StripeAccountRow[]>
  countOfPerson(accountid: string): Promise<number>
  /** @returns whether there is any account that Stripe has shown, as it may not yet have those of the earlier module */
  any(): Promise<boolean>
}

export function accountReads(database: Database): AccountReads {
  const { appid, db, read } = withTables<AccountTables>(database)
  return {
    async find(stripeid) {
      const found = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .executeTakeFirst(),
      )
      return found && toRow(found)
    },

    async findCurrent(stripeid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .executeTakeFirst()
      return found && toRow(found)
    },

    async ofPerson(accountid, page, statuses) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
          .orderBy('created_at', 'desc')
          .orderBy('arrived', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async countOfPerson(accountid) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    async any() {
      const found = await db
        .withTables<TakenOverTables>()
        .selectFrom(TABLE)
        .select('stripeid')
        .where('appid', '=', appid)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('connect_taken_over as earlier')
                .select('earlier.objectid')
                .whereRef('earlier.appid', '=', `${TABLE}.appid`)
                .whereRef('earlier.objectid', '=', `${TABLE}.stripeid`)
                .where((eb) => eb.or([eb('refreshed_at', 'is', null), eb('dead_at', 'is not', null)])),
            ),
          ),
        )
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
  }
}
