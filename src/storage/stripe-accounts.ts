import type { Selectable, Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { accountColumns } from './account-columns.ts'
import { searched, sorted } from './account-search.ts'
import { asDate, asOptionalDate, fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { dropHeaderValues } from './header-values.ts'
import { keepAccount } from './keep-account.ts'
import { paged } from './paging.ts'
import type { NewStripeAccount, Owner, StripeAccountRow, StripeAccounts } from './storage.ts'
import type { StripeAccountsTable, Tables } from './tables.ts'
import { useLastTicket, useTicket, voidTickets } from './tickets.ts'
import { insertIfNew, takeTicket } from './write.ts'

const TABLE = 'connect_stripe_accounts'

export function stripeAccounts({ db, traits, now, read, change }: Database): StripeAccounts {
  const insertIfMissing = (
    transaction: Transaction<Tables>,
    { stripeObject, ...row }: NewStripeAccount,
  ): Promise<boolean> => {
    const submittedAt = stripeObject.tos_acceptance?.date
    return insertIfNew(transaction, TABLE, {
      ...row,
      ...accountColumns(stripeObject),
      created_at: stripeObject.created ? fromSeconds(stripeObject.created) : now(),
      updated_at: now(),
      submitted_at: submittedAt ? fromSeconds(submittedAt) : null,
    })
  }

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

  const update = async (
    transaction: Transaction<Tables>,
    wrote: (owner: Owner) => void,
    stripeid: string,
    stripeObject: Stripe.Account,
  ): Promise<boolean> => {
    const owner = await keepAccount(transaction, traits, stripeid)
    if (!owner) return false
    await transaction
      .updateTable(TABLE)
      .set({ ...accountColumns(stripeObject), updated_at: now() })
      .where('stripeid', '=', stripeid)
      .execute()
    await dropHeaderValues(transaction, traits, owner)
    wrote(owner)
    return true
  }

  return {
    insert: (row) =>
      change(async (transaction, wrote) => {
        const inserted = await insertIfMissing(transaction, row)
        if (inserted) {
          await dropHeaderValues(transaction, traits, row)
          wrote(row)
        }
        return inserted
      }),

    async find(appid, stripeid) {
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

    async findAnywhere(stripeid) {
      const found = await db.selectFrom(TABLE).selectAll().where('stripeid', '=', stripeid).executeTakeFirst()
      return found && toRow(found)
    },

    async ofPerson(appid, accountid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .orderBy('created_at', 'desc')
          .orderBy('stripeid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async countOfPerson(appid, accountid) {
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

    async countSearch(appid, search) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where(searched(appid, search))
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    ticket: (stripeid) => takeTicket(db, stripeid, now()),

    record: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, stripeid, ticket))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    recordChange: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useLastTicket(transaction, stripeid, ticket))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    adopt: (row, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, row.stripeid, ticket))) return false
        await insertIfMissing(transaction, row)
        // Also the row of somebody who was faster: its answer may be older than this one.
        return update(transaction, wrote, row.stripeid, row.stripeObject)
      }),

    setSubmitted: (stripeid, at) =>
      change(async (transaction, wrote) => {
        const owner = await keepAccount(transaction, traits, stripeid)
        if (!owner) return
        await transaction
          .updateTable(TABLE)
          .set({ submitted_at: at, updated_at: now() })
          .where('stripeid', '=', stripeid)
          .execute()
        wrote(owner)
      }),

    delete: (stripeid) =>
      change(async (transaction, wrote) => {
        await voidTickets(transaction, stripeid)
        const owner = await keepAccount(transaction, traits, stripeid)
        if (!owner) return
        await transaction.deleteFrom(TABLE).where('stripeid', '=', stripeid).execute()
        await dropHeaderValues(transaction, traits, owner)
        wrote(owner)
      }),

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
