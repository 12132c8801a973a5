/**
 * Inserts of rows that may exist already. The SQL for them differs between databases.
 *
 * @module
 */
import type { Kysely } from 'kysely'
import { onConflict } from './dialects/write-on-conflict.ts'
import { onDuplicateKey } from './dialects/write-on-duplicate-key.ts'
import type { Writes } from './writes.ts'

/** @returns false when a row with the same key exists; it stays as it is */
export const insertIfNew: Writes['insertIfNew'] = (db, ...rest) => writesOf(db).insertIfNew(db, ...rest)

/** Inserts the row, or makes `changes` to the row with the same key. */
export const insertOrUpdate: Writes['insertOrUpdate'] = (db, ...rest) =>
  writesOf(db).insertOrUpdate(db, ...rest)

/** @returns a number that grows with every call for this object, even after its tickets were forgotten */
export const takeTicket: Writes['takeTicket'] = (db, ...rest) => writesOf(db).takeTicket(db, ...rest)

/** Takes the leases that no worker holds at that time; the others keep their holders. */
export const takeLeases: Writes['takeLeases'] = (db, ...rest) => writesOf(db).takeLeases(db, ...rest)

/** Our dialects with `returning` also have `on conflict`. */
function writesOf<DB>(db: Kysely<DB>): Writes {
  return db.getExecutor().adapter.supportsReturning ? onConflict : onDuplicateKey
}
