import type { Stripe } from 'stripe'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import { voidTickets } from '../../storage/tickets.ts'
import {
  type MirroredRow,
  type MirroredRows,
  type MirroredTable,
  mirroredRows,
  toMirroredRow,
} from './mirrored-rows.ts'
import type { AccountTables } from './tables.ts'

export type PersonRow = MirroredRow<'personid', Stripe.Person>

export interface Persons extends MirroredRows<'personid', Stripe.Person> {
  ofAccount(stripeid: string, page?: PageOfRows): Promise<PersonRow[]>
  countOfAccount(stripeid: string): Promise<number>
  delete(personid: string): Promise<void>
}

const TABLE = 'connect_persons'
const KEY = 'personid'

export const PERSONS = {
  table: TABLE,
  key: KEY,
  columns: (_person: Stripe.Person) => ({}),
} as const satisfies MirroredTable<'personid', Stripe.Person, object>

export const personStore = defineStore((database): Persons => {
  const { appid, read, change } = withTables<AccountTables>(database)
  return {
    ...mirroredRows(database, PERSONS),

    async ofAccount(stripeid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .orderBy('created_at', 'desc')
          .orderBy('arrived', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map((row) => toMirroredRow<typeof KEY, Stripe.Person>(KEY, row))
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
})
