/**
 * Inserts that meet a row which is there already: the SQL for it is not the same on every database.
 *
 * @module
 */
import type { Kysely } from 'kysely'
import { onConflict } from './write-on-conflict.ts'
import { onDuplicateKey } from './write-on-duplicate-key.ts'
import type { Writes } from './writes.ts'

/** @returns false when a row with the same key is there, which is then left as it is */
export const insertIfNew: Writes['insertIfNew'] = (db, ...rest) => writesOf(db).insertIfNew(db, ...rest)

/** Inserts the row, or makes `changes` to the one with the same key. */
export const insertOrUpdate: Writes['insertOrUpdate'] = (db, ...rest) =>
  writesOf(db).insertOrUpdate(db, ...rest)

/** @returns a number that grows with every call for this object, also after its tickets were forgotten */
export const takeTicket: Writes['takeTicket'] = (db, ...rest) => writesOf(db).takeTicket(db, ...rest)

/** Takes those of the leases that nobody has at that time; the others stay with whom they are. */
export const takeLeases: Writes['takeLeases'] = (db, ...rest) => writesOf(db).takeLeases(db, ...rest)

/** Those that know `returning` know `on conflict`, too. */
function writesOf<DB>(db: Kysely<DB>): Writes {
  return db.getExecutor().adapter.supportsReturning ? onConflict : onDuplicateKey
}
