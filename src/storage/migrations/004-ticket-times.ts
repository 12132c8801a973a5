/**
 * When the last ticket of an object was given out, so that old tickets can be forgotten.
 *
 * @module
 */
import { type Migration, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_tickets'

export function ticketTimes({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      // Nullable, so that instances of the previous version can still give out tickets during the rollout.
      await db.schema.alterTable(TABLE).addColumn('taken_at', columns.time).execute()
      await sql`update ${sql.table(TABLE)} set taken_at = ${new Date()}`.execute(db)
      await db.schema.createIndex(`${TABLE}_taken_at`).on(TABLE).column('taken_at').execute()
    },
  }
}
