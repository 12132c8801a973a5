/**
 * What administrators decided: rejections, deletions, and whether the application server was overridden.
 *
 * @module
 */
import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'

const ID = 'varchar(255)'
const TABLE = 'connect_decisions'

export function decisions({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('decisionid', ID, (column) => column.primaryKey())
        .addColumn('appid', ID, (column) => column.notNull())
        // No foreign key: a decision outlives the account.
        .addColumn('stripeid', ID, (column) => column.notNull())
        .addColumn('name', columns.text, (column) => column.notNull())
        .addColumn('accountid', ID, (column) => column.notNull())
        .addColumn('action', ID, (column) => column.notNull())
        .addColumn('reason', ID)
        .addColumn('override', 'boolean', (column) => column.notNull())
        .addColumn('decided_at', columns.time, (column) => column.notNull())
        .execute()
      for (const by of [
        ['appid', 'decided_at'],
        ['appid', 'stripeid', 'decided_at'],
      ])
        await db.schema
          .createIndex(`${TABLE}_${by.join('_')}`)
          .on(TABLE)
          .columns(by)
          .execute()
    },
  }
}
