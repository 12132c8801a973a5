/**
 * The database as stores use it, and what differs between databases.
 *
 * @module
 */
import type { ColumnDataType, DrainOuterGeneric, Expression, Kysely, RawBuilder, Transaction } from 'kysely'
import type { StorageConfig } from '../config/config.ts'
import type { Owner } from './owner.ts'
import type { EngineTables } from './tables.ts'

type ColumnType = ColumnDataType | Expression<unknown>

/** What differs between databases. Supporting another database means writing another of these. */
export interface DialectTraits {
  /** For migrations whose SQL differs between databases. */
  dialect: StorageConfig['dialect']
  /** The names of column types, for migrations. */
  columns: {
    time: ColumnType
    json: ColumnType
    /** Of any length. */
    text: ColumnType
  }
  /** Makes transactions with the same name run one after the other. */
  serialise(transaction: Transaction<EngineTables>, name: string): Promise<void>
  /** Creates the table that `serialise` needs, if any, in the first migration. */
  makeLocks(db: Kysely<unknown>): Promise<void>
  /** Whether the database rolled a transaction back in favour of another, after a deadlock, say, so that it can run again. */
  gaveWay(error: unknown): boolean
  /** Whether the database locks single rows (`for update`). SQLite does not: only one transaction runs at a time. */
  rowLocks: boolean
  /** A time column's day in UTC, `YYYY-MM-DD`. */
  day(column: 'created_at' | 'approved_at'): RawBuilder<string>
  /** Why the database is not set up as we need it, for people: `it keeps text as LATIN1`. */
  problem?(db: Kysely<EngineTables>): Promise<string | undefined>
  /** The product that answers, where the address does not tell: MySQL or MariaDB. */
  product?(db: Kysely<EngineTables>): Promise<string>
}

/** @typeParam T the tables that queries may name: see `withTables` */
export interface Database<T = EngineTables> {
  /** The tenant. No statement reads or writes another tenant's rows. */
  appid: string
  /** The primary: for writes, locks, and reads that must see the latest rows. */
  db: Kysely<T>
  traits: DialectTraits
  now(): Date
  /**
   * Runs a read for a person to look at. A replica may answer it (see `Storage.reading`), and the query may run twice.
   *
   * @example
   * const rows = await read((db) => db.selectFrom(TABLE).selectAll().execute())
   */
  read<R>(query: (db: Kysely<T>) => Promise<R>): Promise<R>
  /**
   * Runs a transaction in which each statement sees what others have committed. Runs it again when it gives way to another.
   *
   * @param run calls `wrote` for each person whose rows it changes, so that they see the change at once
   */
  change<R>(run: (transaction: Transaction<T>, wrote: (owner: Owner) => void) => Promise<R>): Promise<R>
}

/**
 * The same database, with these tables in its type. For a transaction use Kysely's own `withTables`, which takes the tables as a
 * `type`, not as an `interface`.
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
