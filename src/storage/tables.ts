/**
 * The engine's own tables, as Kysely sees them, and column types for all tables. Every table's name begins with `connect_`,
 * because the host may share the database and have `sessions` or `payouts` too.
 *
 * Each row belongs to the tenant in its column `appid`; a session belongs to its person's tenant. Only locks, heartbeats and
 * the list of migrations belong to the database as a whole. The id of an account, person or payout is a key without `appid`,
 * because no two tenants have the same account.
 *
 * @module
 */
import type { ColumnType } from 'kysely'

/** Read as a Date or, where the database has no such type, as its ISO text: see `asDate`. */
export type Time = ColumnType<Date | string, Date, Date>
export type OptionalTime = ColumnType<Date | string | null, Date | null, Date | null>
/** Read as a number where the database has no booleans. */
export type Flag = ColumnType<boolean | number, boolean, boolean>

/** JSON as text. No query looks inside it: what queries need is derived into columns when it is written. */
export type Json = string

export interface OfTenant {
  appid: string
}

/** Fencing numbers: one row for each object that a tenant recently asked Stripe about, kept after the object is deleted. */
interface TicketsTable extends OfTenant {
  objectid: string
  /** The last ticket given out. */
  issued: number
  /** The ticket of the stored answer. */
  recorded: number
  /** When the last ticket was given out; null only if a version before migration 004 gave it out. */
  taken_at: OptionalTime
}

/** Which worker holds a key of a queue, and until when: a killed worker loses it then. */
export interface LeasesTable extends OfTenant {
  /** The queue's table. */
  queue: string
  /** The key. */
  name: string
  /** Identifies one claim. */
  holder: string
  held_until: Time
}

/** Rows to lock, where the database has no named locks that end with a transaction. */
interface LocksTable {
  lockid: number
}

interface SettingsTable extends OfTenant {
  name: string
  value: string
}

/** The last heartbeat of each instance: see `replication/heartbeat.ts`. */
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
