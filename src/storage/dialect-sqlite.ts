import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import Libsql from 'libsql'
import type { DialectTraits } from './database.ts'
import type { Patience } from './patience.ts'
import { SqliteDriver } from './sqlite-driver.ts'
import { StorageError } from './storage-error.ts'

export const sqliteTraits: DialectTraits = {
  dialect: 'sqlite',
  // Times are ISO 8601 in UTC, which sort as text and SQLite's own functions understand.
  columns: { time: 'text', json: 'text', text: 'text' },
  // Every transaction is begun as `immediate`, so it is the only one that writes.
  serialise: async () => {},
  makeLocks: async () => {},
  gaveWay: () => false,
  rowLocks: false,
  day: (column) => sql<string>`substr(${sql.ref(column)}, 1, 10)`,
}

/** Kysely leaves migrations unlocked on SQLite; ours begin with a write lock and are undone as a whole. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** @param file a path, or `:memory:` */
export function sqliteDialect(file: string, patience: Patience): Dialect {
  return {
    createDriver: () =>
      new SqliteDriver({ file, patience, translate: (error) => toStorageError(file, error) }),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** What is wrong with the file or the disk, in words; a mistake of ours stays what it is. */
const TROUBLES: readonly [code: string, words: string][] = [
  ['SQLITE_BUSY', 'is kept locked by another process'],
  ['SQLITE_NOTADB', 'is not a SQLite database'],
  ['SQLITE_CORRUPT', 'is damaged'],
  ['SQLITE_READONLY', 'cannot be written to'],
  ['SQLITE_PERM', 'cannot be written to'],
  ['SQLITE_CANTOPEN', 'cannot be opened'],
  ['SQLITE_FULL', 'cannot grow: the disk is full'],
  ['SQLITE_IOERR', 'cannot be read or written'],
]

function toStorageError(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // Opening fails with a plain Error whose message tells.
  if (error.message.startsWith('ConnectionFailed'))
    return new StorageError(`The database file ${file} cannot be opened.`, error)
  if (!(error instanceof Libsql.SqliteError)) return error
  const trouble = TROUBLES.find(([code]) => error.code.startsWith(code))
  return trouble ? new StorageError(`The database file ${file} ${trouble[1]}.`, error) : error
}
