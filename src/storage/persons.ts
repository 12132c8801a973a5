import type { Selectable } from 'kysely'
import { asDate, fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { keepAccount } from './keep-account.ts'
import { paged } from './paging.ts'
import type { PersonRow, Persons } from './storage.ts'
import type { PersonsTable } from './tables.ts'
import { takeTicket, useTicket, voidTickets } from './tickets.ts'
import { insertOrUpdate } from './write.ts'

const TABLE = 'connect_persons'

export function persons({ db, traits, now }: Database): Persons {
  return {
    async find(appid, personid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('personid', '=', personid)
        .executeTakeFirst()
      return found && toRow(found)
    },

    async ofAccount(appid, stripeid, page) {
      const rows = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .orderBy('created_at', 'desc')
        .orderBy('personid', 'desc')
        .$call((query) => paged(query, page))
        .execute()
      return rows.map(toRow)
    },

    async countOfAccount(appid, stripeid) {
      const { count } = await db
        .selectFrom(TABLE)
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    ticket: (personid) => takeTicket(db, personid),

    record: ({ stripeObject, ...row }, ticket) =>
      db.transaction().execute(async (transaction) => {
        if (!(await keepAccount(transaction, traits, row.stripeid))) return false
        if (!(await useTicket(transaction, row.personid, ticket))) return false
        const changes = { stripe_object: JSON.stringify(stripeObject), updated_at: now() }
        await insertOrUpdate(
          transaction,
          TABLE,
          ['personid'],
          { ...row, ...changes, created_at: fromSeconds(stripeObject.created) },
          changes,
        )
        return true
      }),

    delete: (personid) =>
      db.transaction().execute(async (transaction) => {
        await voidTickets(transaction, personid)
        await transaction.deleteFrom(TABLE).where('personid', '=', personid).execute()
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
