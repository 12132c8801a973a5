/**
 * The heartbeat of each instance, which shows how far replicas have caught up.
 *
 * @module
 */
import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'

export function heartbeats({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('connect_heartbeats')
        .addColumn('instance', 'varchar(255)', (column) => column.primaryKey())
        .addColumn('beat', 'bigint', (column) => column.notNull())
        .addColumn('beaten_at', columns.time, (column) => column.notNull())
        .execute()
    },
  }
}
