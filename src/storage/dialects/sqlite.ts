import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import Libsql from 'libsql'
import type { DialectTraits } from '../database.ts'
import type { Patience } from '../patience.ts'
import { StorageError } from '../storage-error.ts'
import { SqliteDriver } from './sqlite-driver.ts'

export const sqliteTraits: DialectTraits = {
  dialect: 'sqlite',
  // Times are ISO 8601 in UTC: they sort as text, and SQLite's date functions understand them.
  columns: { time: 'text', json: 'text', text: 'text' },
  // Every transaction begins as `immediate`, so only one writes at a time.
  serialise: async () => {},
  makeLocks: async () => {},
  gaveWay: () => false,
  rowLocks: false,
  day: (column) => sql<string>`substr(${sql.ref(column)}, 1, 10)`,
}

/** Kysely does not lock SQLite for migrations. Ours take the write lock first and roll back as a whole. */
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

/** What is wrong with the file or the disk, in words. Errors of our own, such as wrong SQL, stay as they are. */
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
  // libsql throws a plain Error when it cannot open the file: only the message tells.
  if (error.message.startsWith('ConnectionFailed'))
    return new StorageError(`The database file ${file} cannot be opened.`, error)
  if (!(error instanceof Libsql.SqliteError)) return error
  const trouble = TROUBLES.find(([code]) => error.code.startsWith(code))
  return trouble ? new StorageError(`The database file ${file} ${trouble[1]}.`, error) : error
}
