/**
 * What every store is given, and the few things in which the databases differ.
 *
 * @module
 */
import type { ColumnDataType, DrainOuterGeneric, Expression, Kysely, RawBuilder, Transaction } from 'kysely'
import type { StorageConfig } from '../config/config.ts'
import type { Owner } from './owner.ts'
import type { EngineTables } from './tables.ts'

type ColumnType = ColumnDataType | Expression<unknown>

/** All that a store may not assume about the database. A further database is a further one of these. */
export interface DialectTraits {
  /** For migrations that have to be said to each kind of database in its own way. */
  dialect: StorageConfig['dialect']
  /** The names of column types, for migrations. */
  columns: {
    time: ColumnType
    json: ColumnType
    /** Of any length. */
    text: ColumnType
  }
  /** Makes transactions that give the same name run one after the other, until each ends. */
  serialise(transaction: Transaction<EngineTables>, name: string): Promise<void>
  /** Makes what `serialise` needs, in the first migration. */
  makeLocks(db: Kysely<unknown>): Promise<void>
  /** Whether a transaction was undone in favour of another, with which it waited for each other, and can be run again. */
  gaveWay(error: unknown): boolean
  /** Whether rows are locked one by one (`for update`). Where they are not, a transaction is alone in the database anyway. */
  rowLocks: boolean
  /** A time column's day in UTC, `YYYY-MM-DD`. */
  day(column: 'created_at'): RawBuilder<string>
  /** What answers, where an address does not tell one product from another. */
  product?(db: Kysely<EngineTables>): Promise<string>
}

/** @typeParam T the tables that whoever has it may name: see `withTables` */
export interface Database<T = EngineTables> {
  /** The tenant. No statement reads or writes a row of another one. */
  appid: string
  /** The one database that is written to: for whatever writes, locks, or must see what is true at this moment. */
  db: Kysely<T>
  traits: DialectTraits
  now(): Date
  /**
   * Runs a read for somebody to look at; a replica may answer it (see `Storage.reading`). It may be run a second time.
   *
   * @example
   * const rows = await read((db) => db.selectFrom(TABLE).selectAll().execute())
   */
  read<R>(query: (db: Kysely<T>) => Promise<R>): Promise<R>
  /**
   * Runs a transaction, in which each statement sees what is committed by then; once more when it gave way to another.
   *
   * @param run calls `wrote` for everybody whose rows it changes, so that they see the change at once
   */
  change<R>(run: (transaction: Transaction<T>, wrote: (owner: Owner) => void) => Promise<R>): Promise<R>
}

/**
 * The same database for whoever also knows these tables. A transaction that is handed on has the method of Kysely's, which takes
 * the tables as a `type`, not as an `interface`.
 *
 * @example
 * const { db } = withTables<{ connect_payouts: PayoutsTable }>(database)
 * await db.selectFrom('connect_payouts').selectAll().execute()
 */
export function withTables<T extends { [Table in keyof T]: object }>(
  database: Database,
): Database<DrainOuterGeneric<EngineTables & T>> {
  return {
    ...database,
    db: database.db.withTables<T>(),
    read: (query) => database.read((db) => query(db.withTables<T>())),
    change: (run) => database.change((transaction, wrote) => run(transaction.withTables<T>(), wrote)),
  }
}
