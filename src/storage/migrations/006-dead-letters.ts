/**
 * Since when an event has failed for a cause that an administrator can fix, and when it was given up.
 *
 * @module
 */
import { type Kysely, type Migration, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_inbox'

export function deadLetters({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      // MySQL does not roll back a stopped migration: there it is one statement, and runs again.
      if (!db.getExecutor().adapter.supportsTransactionalDdl) return onMysql(db)
      for (const column of ['failing_since', 'dead_at'])
        await db.schema.alterTable(TABLE).addColumn(column, columns.time).execute()
      await db.schema.createIndex(`${TABLE}_dead_at`).on(TABLE).column('dead_at').execute()
    },
  }
}

async function onMysql(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = database() and table_name = ${TABLE} and column_name = 'dead_at'
  `.execute(db)
  if (rows.length > 0) return
  await sql`
    alter table ${sql.table(TABLE)} add column failing_since datetime(3), add column dead_at datetime(3),
      add index ${sql.id(`${TABLE}_dead_at`)} (dead_at)
  `.execute(db)
}
