/**
 * What a person typed into a form that was refused, sealed, until the page has shown it again.
 *
 * @module
 */
import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_kept_forms'
const ID = 'varchar(255)'

export function keptForms({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('formid', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('appid', ID, (column) => column.notNull())
        .addColumn('accountid', ID, (column) => column.notNull())
        .addColumn('sealed', columns.text, (column) => column.notNull())
        .addColumn('kept_at', columns.time, (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex(`${TABLE}_person`)
        .on(TABLE)
        .columns(['appid', 'accountid', 'kept_at'])
        .execute()
      await db.schema.createIndex(`${TABLE}_kept_at`).on(TABLE).column('kept_at').execute()
    },
  }
}
