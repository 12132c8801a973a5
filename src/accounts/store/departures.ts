import { type SqlBool, sql } from 'kysely'
import { asDate } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import { forgetOlder } from '../../storage/forget-older.ts'
import type { Migrations } from '../../storage/migrations/index.ts'
import type { OfTenant, Time } from '../../storage/tables.ts'
import { insertOrUpdate } from '../../storage/write.ts'
import type { AccountTables } from './tables.ts'

/** An account that was disconnected from the platform. Nothing else of it is kept. */
export interface Departure {
  stripeid: string
  accountid: string
  /** The account's name when it left, or its id. */
  name: string
  leftAt: Date
}

export interface Departures {
  /** Before the account's row is deleted: somebody who deletes it themselves need not be told. */
  record(departure: Omit<Departure, 'leftAt'>): Promise<void>
  find(stripeid: string): Promise<Departure | undefined>
  /** The latest of a person, newest first. */
  ofPerson(accountid: string, limit: number): Promise<Departure[]>
  remove(departure: Pick<Departure, 'stripeid' | 'accountid'>): Promise<void>
  /** @returns how many were deleted */
  forget(before: Date, limit: number): Promise<number>
}

interface DeparturesTable extends OfTenant {
  stripeid: string
  accountid: string
  name: string
  left_at: Time
}

type DepartureTables = AccountTables & { connect_departures: DeparturesTable }

const TABLE = 'connect_departures'
const ID = 'varchar(255)'

export const departureMigrations = {
  '023-accounts-departures': ({ columns }) => ({
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('appid', ID, (column) => column.notNull())
        .addColumn('stripeid', ID, (column) => column.notNull())
        .addColumn('accountid', ID, (column) => column.notNull())
        .addColumn('name', columns.text, (column) => column.notNull())
        .addColumn('left_at', columns.time, (column) => column.notNull())
        .addPrimaryKeyConstraint(`${TABLE}_key`, ['appid', 'stripeid'])
        .execute()
      await db.schema
        .createIndex(`${TABLE}_person`)
        .on(TABLE)
        .columns(['appid', 'accountid', 'left_at'])
        .execute()
      await db.schema.createIndex(`${TABLE}_left_at`).on(TABLE).columns(['appid', 'left_at']).execute()
    },
  }),
} as const satisfies Migrations

export const departureStore = defineStore((database): Departures => {
  const tables = withTables<DepartureTables>(database)
  const { appid, now, read, change } = tables
  return {
    record: ({ stripeid, accountid, name }) =>
      change(async (transaction, wrote) => {
        const account = await transaction
          .selectFrom('connect_stripe_accounts')
          .select('stripeid')
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .executeTakeFirst()
        if (!account) return
        const row = { appid, stripeid, accountid, name, left_at: now() }
        await insertOrUpdate(transaction, TABLE, ['appid', 'stripeid'], row, row)
        wrote({ accountid })
      }),

    remove: ({ stripeid, accountid }) =>
      change(async (transaction, wrote) => {
        await transaction
          .deleteFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .execute()
        wrote({ accountid })
      }),

    async find(stripeid) {
      const row = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .executeTakeFirst(),
      )
      return row && toDeparture(row)
    },

    async ofPerson(accountid, limit) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .orderBy('left_at', 'desc')
          .orderBy('stripeid', 'desc')
          .limit(limit)
          .execute(),
      )
      return rows.map(toDeparture)
    },

    forget(before, limit) {
      const own = sql<SqlBool>`appid = ${appid}`
      return forgetOlder(tables, { table: TABLE, key: 'stripeid', since: 'left_at', own }, before, limit)
    },
  }
})

function toDeparture({
  stripeid,
  accountid,
  name,
  left_at,
}: Omit<Departure, 'leftAt'> & { left_at: Date | string }): Departure {
  return { stripeid, accountid, name, leftAt: asDate(left_at) }
}
