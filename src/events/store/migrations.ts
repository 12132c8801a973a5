import { sql } from 'kysely'
import type { Migrations } from '../../storage/migrations/index.ts'

const TABLE = 'connect_inbox'

export const inboxMigrations = {
  /**
   * Compresses new events with LZ4, which takes PostgreSQL much less time than its own method. Versions before 14 and some
   * builds do not know it. Events from before stay as they are.
   *
   * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TOAST-COMPRESSION
   */
  '010-events-compression': ({ dialect }) => ({
    async up(db) {
      if (dialect !== 'postgresql') return
      const { rows } = await sql`
        select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)
      `.execute(db)
      if (rows.length === 0) return
      await sql`alter table ${sql.table(TABLE)} alter column payload set compression lz4`.execute(db)
    },
  }),
} as const satisfies Migrations
