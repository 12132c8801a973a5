/**
 * The database as the rest of the module uses it. Each feature reads and writes its rows in its `store.ts`: see `defineStore`.
 * All rows belong to the tenant for which the storage is open.
 *
 * @module
 */
import type { Database } from './database.ts'
import type { Owner } from './owner.ts'
import type { ReplicaStatus } from './replication/replica.ts'
import type { Settings } from './settings.ts'
import type { Tickets } from './tickets.ts'

export type { Claim, LeasedRows, Task } from './leased-rows.ts'
export type { Owner } from './owner.ts'
export type { PageOfRows } from './paging.ts'
export type { ReplicaStatus } from './replication/replica.ts'

export interface Storage {
  /** The tenant. */
  readonly appid: string
  /** For people: which database and where it is, without passwords. */
  readonly description: string
  /** Stores read and write through it: see `defineStore`. */
  readonly database: Database
  settings: Settings
  tickets: Tickets
  /**
   * Lets reads inside `run`, for this person to look at, go to a replica that has everything written for them or by them.
   * All other reads go to the primary.
   *
   * @example
   * const rows = await storage.reading(caller, () => payoutStore(storage).list({}, page))
   */
  reading<T>(person: Owner, run: () => T): T
  /** Counts everything inside `run` as a write of this person's, even if the rows are somebody else's. */
  writing<T>(person: Owner, run: () => Promise<T>): Promise<T>
  /** Another instance wrote something this person must see: they read from the primary until replicas have it. */
  wrote(person: Owner): void
  /** The present state of each replica. */
  replicas(): ReplicaStatus[]
  /**
   * The names of the migrations that have not run: none, unless the storage was opened without running them. Throws when a newer
   * version of this package has run others.
   */
  pendingMigrations(): Promise<string[]>
  /** False while the database is known not to answer. Does not ask the database. */
  isAnswering(): boolean
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  /** Throws when the database cannot be written to: full disk, read-only server, missing privilege. Leaves nothing behind. */
  tryWriting(): Promise<void>
  close(): Promise<void>
}
