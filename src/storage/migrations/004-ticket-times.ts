/**
 * When the last ticket of an object was given out, so that those of long ago can be forgotten.
 *
 * @module
 */
import { type Migration, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_tickets'

export function ticketTimes({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      // Without a time an instance of the version before can still give out tickets while this one is rolled out.
      await db.schema.alterTable(TABLE).addColumn('taken_at', columns.time).execute()
      await sql`update ${sql.table(TABLE)} set taken_at = ${new Date()}`.execute(db)
      await db.schema.createIndex(`${TABLE}_taken_at`).on(TABLE).column('taken_at').execute()
    },
  }
}
