/**
 * The engine's own tables, as Kysely sees them, and the types of all tables' columns. Every table's name begins with `connect_`,
 * since the database may be shared with the host, whose own tables are called `sessions` or `payouts` too.
 *
 * Each row belongs to the tenant in its column `appid`; a session belongs to that of its person. Only locks, heartbeats and
 * the list of migrations belong to the database as a whole. An id of Stripe's is a key alone, since no two tenants have the
 * same account.
 *
 * @module
 */
import type { ColumnType } from 'kysely'

/** Read as a Date or, where the database has no such type, as its ISO text: see `asDate`. */
export type Time = ColumnType<Date | string, Date, Date>
export type OptionalTime = ColumnType<Date | string | null, Date | null, Date | null>
/** Read as a number where the database has no booleans. */
export type Flag = ColumnType<boolean | number, boolean, boolean>

/** JSON is written and read as text: nothing is ever asked of its inside, so columns are derived when it is written. */
export type Json = string

export interface OfTenant {
  appid: string
}

/** Fencing numbers: one row for every object that a tenant asked Stripe about of late, kept after the object is gone. */
interface TicketsTable extends OfTenant {
  objectid: string
  /** The last ticket given out. */
  issued: number
  /** The ticket of the answer that is stored. */
  recorded: number
  /** When the last one was given out; null only where a version that did not note it yet has done so. */
  taken_at: OptionalTime
}

/** Which worker has a key of a queue, and until when: one that was killed loses it then. */
export interface LeasesTable extends OfTenant {
  /** The queue's table. */
  queue: string
  /** The key. */
  name: string
  /** Of one claim. */
  holder: string
  held_until: Time
}

/** Rows to lock, where the database has no locks by name that end with a transaction. */
interface LocksTable {
  lockid: number
}

interface SettingsTable extends OfTenant {
  name: string
  value: string
}

/** Which beat of which instance has got how far: see `replication/heartbeat.ts`. */
interface HeartbeatsTable {
  instance: string
  /** Milliseconds on that instance's own clock. */
  beat: number
  beaten_at: Time
}

export interface EngineTables {
  connect_tickets: TicketsTable
  connect_leases: LeasesTable
  connect_settings: SettingsTable
  connect_locks: LocksTable
  connect_heartbeats: HeartbeatsTable
}
