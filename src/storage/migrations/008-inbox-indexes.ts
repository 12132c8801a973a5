/**
 * Makes the inbox's indexes hold only the rows that they are asked for: those that wait, that were applied or that were given up.
 * An event that arrives is then written to fewer of them, and the many that were applied slow nothing. Nothing is asked for by
 * `lease_until` since leases have a table.
 *
 * MySQL and MariaDB have no such indexes. Theirs begin with the column that is null while an event waits, which keeps these rows
 * side by side.
 *
 * @module
 */
import { type Migration, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'

const TABLE = 'connect_inbox'

/** The columns by which a tenant's rows are found, and which rows these are. */
const PARTIAL = {
  due: sql`(appid, next_attempt_at, eventid) where applied_at is null`,
  waiting: sql`(appid, objectid) where applied_at is null`,
  applied: sql`(appid, applied_at) where applied_at is not null`,
  dead: sql`(appid, dead_at, eventid) where dead_at is not null`,
}

/** What they stand in for. */
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
