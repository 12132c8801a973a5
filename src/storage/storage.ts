/**
 * What the rest of the module asks of the database. Rows live with their feature, in its `store.ts`: see `defineStore`. All of
 * them are of one tenant, the one that the storage is opened for.
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
  /** For people: which database, where, without passwords. */
  readonly description: string
  /** What stores read and write through: see `defineStore`. */
  readonly database: Database
  settings: Settings
  tickets: Tickets
  /**
   * What is read inside, for this person to look at, may come from a replica, as long as it has all that was written for
   * them or by them. Outside of it everything is read from the primary.
   *
   * @example
   * const rows = await storage.reading(caller, () => payoutStore(storage).list({}, page))
   */
  reading<T>(person: Owner, run: () => T): T
  /** Takes all that is done inside for a write of this person's, also where the rows are somebody else's. */
  writing<T>(person: Owner, run: () => Promise<T>): Promise<T>
  /** Something that this person must see was written by another instance: until replicas have it, they read from the primary. */
  wrote(person: Owner): void
  /** How each replica is at this moment; none when there are none. */
  replicas(): ReplicaStatus[]
  /**
   * The names of the migrations that the tables lack: none, unless it was opened without running them. Throws when a newer
   * version has run more of them.
   */
  pendingMigrations(): Promise<string[]>
  /** False while the database is known not to answer; nothing is asked to find out. */
  isAnswering(): boolean
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  /** Throws when nothing can be written: the disk is full, the server takes reads only, a right is missing. Leaves nothing behind. */
  tryWriting(): Promise<void>
  close(): Promise<void>
}
