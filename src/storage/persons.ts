import type { Selectable } from 'kysely'
import type { Stripe } from 'stripe'
import { asDate, fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { keepAccount } from './keep-account.ts'
import { type PageOfRows, paged } from './paging.ts'
import type { PersonsTable } from './tables.ts'
import { useTicket, voidTickets } from './tickets.ts'
import { insertIfNew, takeTicket } from './write.ts'

export interface PersonRow {
  personid: string
  stripeid: string
  accountid: string
  appid: string
  stripeObject: Stripe.Person
  createdAt: Date
  updatedAt: Date
}

export interface Persons {
  find(personid: string): Promise<PersonRow | undefined>
  ofAccount(stripeid: string, page?: PageOfRows): Promise<PersonRow[]>
  countOfAccount(stripeid: string): Promise<number>
  ticket(personid: string): Promise<number>
  /** Inserts or moves forward. */
  record(
    row: Pick<PersonRow, 'personid' | 'stripeid' | 'accountid' | 'stripeObject'>,
    ticket: number,
  ): Promise<boolean>
  delete(personid: string): Promise<void>
}

const TABLE = 'connect_persons'

export function persons(database: Database): Persons {
  const { appid, db, now, read, change } = database
  return {
    async find(personid) {
      const found = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('personid', '=', personid)
          .executeTakeFirst(),
      )
      return found && toRow(found)
    },

    async ofAccount(stripeid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .orderBy('created_at', 'desc')
          .orderBy('personid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async countOfAccount(stripeid) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    ticket: (personid) => takeTicket(db, appid, personid, now()),

    record: ({ stripeObject, ...row }, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await keepAccount(transaction, database, row.stripeid))) return false
        if (!(await useTicket(transaction, database, row.personid, ticket))) return false
        const changes = { stripe_object: JSON.stringify(stripeObject), updated_at: now() }
        const { numUpdatedRows } = await transaction
          .updateTable(TABLE)
          .set(changes)
          .where('appid', '=', appid)
          .where('personid', '=', row.personid)
          .executeTakeFirst()
        if (numUpdatedRows === 0n)
          await insertIfNew(transaction, TABLE, {
            ...row,
            ...changes,
            appid,
            created_at: fromSeconds(stripeObject.created),
          })
        wrote(row)
        return true
      }),

    delete: (personid) =>
      change(async (transaction, wrote) => {
        await voidTickets(transaction, database, personid)
        const owner = await transaction
          .selectFrom(TABLE)
          .select('accountid')
          .where('appid', '=', appid)
          .where('personid', '=', personid)
          .executeTakeFirst()
        if (!owner) return
        await transaction
          .deleteFrom(TABLE)
          .where('appid', '=', appid)
          .where('personid', '=', personid)
          .execute()
        wrote(owner)
      }),
  }
}

function toRow(row: Selectable<PersonsTable>): PersonRow {
  return {
    personid: row.personid,
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: JSON.parse(row.stripe_object),
    createdAt: asDate(row.created_at),
    updatedAt: asDate(row.updated_at),
  }
}
