/**
 * Limits each index of the inbox to the rows it is for: waiting, applied or given up. A new event then goes into fewer indexes,
 * and the many applied events slow nothing down. No query uses `lease_until` now that leases have a table.
 *
 * MySQL and MariaDB have no partial indexes. They keep the whole ones, where waiting events stand side by side because their
 * `applied_at` is null.
 *
 * @module
 */
import { type Migration, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_inbox'

/** The columns of each index, and the rows it holds. */
const PARTIAL = {
  due: sql`(appid, next_attempt_at, eventid) where applied_at is null`,
  waiting: sql`(appid, objectid) where applied_at is null`,
  applied: sql`(appid, applied_at) where applied_at is not null`,
  dead: sql`(appid, dead_at, eventid) where dead_at is not null`,
}

/** The indexes they replace. */
const WHOLE = [
  'appid_applied_at_next_attempt_at',
  'appid_objectid_applied_at',
  'appid_lease_until',
  'dead_at',
] as const

export function inboxIndexes({ dialect }: DialectTraits): Migration {
  return {
    async up(db) {
      if (dialect === 'mysql') return
      for (const name of WHOLE) await sql`drop index if exists ${sql.id(`${TABLE}_${name}`)}`.execute(db)
      for (const [name, rows] of Object.entries(PARTIAL))
        await sql`create index ${sql.id(`${TABLE}_${name}`)} on ${sql.table(TABLE)} ${rows}`.execute(db)
    },
  }
}
