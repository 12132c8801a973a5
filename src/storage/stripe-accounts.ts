import type { Selectable } from 'kysely'
import { accountColumns } from './account-columns.ts'
import { searched, sorted } from './account-search.ts'
import { asDate, asOptionalDate, fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { dropHeaderValues } from './header-values.ts'
import { paged } from './paging.ts'
import type { StripeAccountRow, StripeAccounts } from './storage.ts'
import type { StripeAccountsTable } from './tables.ts'
import { takeTicket, useTicket, voidTickets } from './tickets.ts'
import { insertIfNew } from './write.ts'

const TABLE = 'connect_stripe_accounts'

export function stripeAccounts({ db, traits, now }: Database): StripeAccounts {
  const counted = async (appid: string, column: 'status' | 'country'): Promise<Record<string, number>> => {
    const rows = await db
      .selectFrom(TABLE)
      .where('appid', '=', appid)
      .where(column, 'is not', null)
      .groupBy(column)
      .select((eb) => [eb.ref(column).as('word'), eb.fn.countAll<number>().as('count')])
      .execute()
    return Object.fromEntries(rows.map(({ word, count }) => [word, count]))
  }

  return {
    insert: ({ stripeObject, ...row }) =>
      db.transaction().execute(async (transaction) => {
        const inserted = await insertIfNew(transaction, TABLE, {
          ...row,
          ...accountColumns(stripeObject),
          created_at: stripeObject.created ? fromSeconds(stripeObject.created) : now(),
          updated_at: now(),
          submitted_at: null,
        })
        if (inserted) await dropHeaderValues(transaction, traits, row)
        return inserted
      }),

    async find(appid, stripeid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .executeTakeFirst()
      return found && toRow(found)
    },

    async findAnywhere(stripeid) {
      const found = await db.selectFrom(TABLE).selectAll().where('stripeid', '=', stripeid).executeTakeFirst()
      return found && toRow(found)
    },

    async ofPerson(appid, accountid, page) {
      const rows = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .orderBy('created_at', 'desc')
        .orderBy('stripeid', 'desc')
        .$call((query) => paged(query, page))
        .execute()
      return rows.map(toRow)
    },

    async countOfPerson(appid, accountid) {
      const { count } = await db
        .selectFrom(TABLE)
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    async search(appid, search, page) {
      const rows = await db
        .selectFrom(TABLE)
        .selectAll()
        .where(searched(appid, search))
        .$call((query) => sorted(query, search))
        .$call((query) => paged(query, page))
        .execute()
      return rows.map(toRow)
    },

    async countSearch(appid, search) {
      const { count } = await db
        .selectFrom(TABLE)
        .where(searched(appid, search))
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    ticket: (stripeid) => takeTicket(db, stripeid),

    record: (stripeid, stripeObject, ticket) =>
      db.transaction().execute(async (transaction) => {
        if (!(await useTicket(transaction, stripeid, ticket))) return false
        const owner = await transaction
          .updateTable(TABLE)
          .set({ ...accountColumns(stripeObject), updated_at: now() })
          .where('stripeid', '=', stripeid)
          .returning(['appid', 'accountid'])
          .executeTakeFirst()
        if (owner) await dropHeaderValues(transaction, traits, owner)
        return owner !== undefined
      }),

    async setSubmitted(stripeid, at) {
      await db
        .updateTable(TABLE)
        .set({ submitted_at: at, updated_at: now() })
        .where('stripeid', '=', stripeid)
        .execute()
    },

    delete: (stripeid) =>
      db.transaction().execute(async (transaction) => {
        await voidTickets(transaction, stripeid)
        const owner = await transaction
          .deleteFrom(TABLE)
          .where('stripeid', '=', stripeid)
          .returning(['appid', 'accountid'])
          .executeTakeFirst()
        if (owner) await dropHeaderValues(transaction, traits, owner)
      }),

    async figures(appid) {
      return { status: await counted(appid, 'status'), country: await counted(appid, 'country') }
    },

    createdPerDay: (appid, since) =>
      db
        .selectFrom(TABLE)
        .where('appid', '=', appid)
        .where('created_at', '>=', since)
        .select((eb) => [traits.day('created_at').as('day'), eb.fn.countAll<number>().as('count')])
        .groupBy('day')
        .orderBy('day')
        .execute(),
  }
}

function toRow(row: Selectable<StripeAccountsTable>): StripeAccountRow {
  return {
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: JSON.parse(row.stripe_object),
    status: row.status,
    submittedAt: asOptionalDate(row.submitted_at),
    createdAt: asDate(row.created_at),
    updatedAt: asDate(row.updated_at),
  }
}
