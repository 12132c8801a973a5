/**
 * What every repository is given, and the few things in which the databases differ.
 *
 * @module
 */
import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** All that a repository may not assume about the database. A further database is a further one of these. */
export interface DialectTraits {
  /** The names of column types, for migrations. */
  columns: { time: 'timestamptz' | 'text'; json: 'json' | 'text' }
  /** Makes transactions that give the same name run one after the other, until each ends. */
  serialise(transaction: Transaction<Tables>, name: string): Promise<void>
  /** Whether rows are locked one by one (`for update`). Where they are not, a transaction is alone in the database anyway. */
  rowLocks: boolean
  /** A time column's day in UTC, `YYYY-MM-DD`. */
  day(column: 'created_at'): RawBuilder<string>
}

export interface Database {
  db: Kysely<Tables>
  traits: DialectTraits
  now(): Date
}
