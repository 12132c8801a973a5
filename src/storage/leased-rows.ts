/**
 * The rows of a queue. Each row is waiting, done or given up. One worker at a time handles all rows with the same key.
 *
 * A worker owns a key through a row in `connect_leases`. Locking the queue's rows would not do: an event may arrive while a worker
 * takes its key, and has no row yet to lock. The lease's primary key lets only one worker insert it, on every database and without
 * a lock that others wait for. A lease that has ended is overwritten.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import {
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely'
import { asDate, asOptionalDate } from './columns.ts'
import type { Database } from './database.ts'
import { forgetOlder } from './forget-older.ts'
import type { EngineTables, Json, OfTenant, OptionalTime, Time } from './tables.ts'
import { takeLeases } from './write.ts'

/** A waiting row. */
export interface Task {
  id: string
  payload: unknown
  /** How often it failed. */
  attempts: number
  /** When it is to be tried. */
  dueAt: Date
  /** Since when it has failed for a cause that an administrator can fix. */
  failingSince: Date | undefined
}

/** A key that one worker holds, with its waiting rows. */
export interface Claim {
  key: string
  /** Tells this claim from a later one of the same key. */
  holder: string
  /** Due rows come first. */
  tasks: Task[]
}

export interface LeasedRows {
  /**
   * Takes up to `limit` keys with a due row, and keeps them from other workers until `leaseUntil`. A key brings its other waiting
   * rows too, including failed ones that are not due yet.
   *
   * @param except keys that the worker is still working on, in case their lease has ended
   * @returns none when no key is due, or other workers hold all of them
   */
  claim(limit: number, now: Date, leaseUntil: Date, except?: readonly string[]): Promise<Claim[]>
  /** Extends the lease of the key. Does nothing when another worker now holds the key. */
  extend(claim: Pick<Claim, 'key' | 'holder'>, leaseUntil: Date): Promise<void>
  /** Gives the key back. Does nothing when another worker now holds it. */
  release(claim: Pick<Claim, 'key' | 'holder'>): Promise<void>
  done(ids: readonly string[], at: Date): Promise<void>
  /** @param failed.failingSince given when an administrator can fix the cause; the first one given is kept */
  failed(
    ids: readonly string[],
    failed: { failure: string; nextAttemptAt: Date; failingSince?: Date },
  ): Promise<void>
  /** Gives the rows up. */
  died(ids: readonly string[], failure: string, at: Date): Promise<void>
  /**
   * Deletes up to `limit` leases that ended before a time. Workers give theirs back, but a killed worker leaves its leases behind.
   *
   * @returns the number of leases deleted; fewer than the limit when none are left
   */
  forgetLeases(before: Date, limit: number): Promise<number>
}

/**
 * The table of a queue and the columns whose names differ between queues. Every queue has `appid`, `payload`, `attempts`,
 * `next_attempt_at`, `failure`, `failing_since` and `dead_at`.
 */
interface QueueTable {
  table: string
  id: string
  /** Rows with the same value are handled together. */
  key: string
  /** When the row was done or given up. */
  done: string
}

/** A longer backlog is claimed in parts, so that neither memory nor a statement's parameters run out. */
const TASKS_AT_ONCE = 1000

/** The columns of every queue that are read here. */
interface WaitingRow extends OfTenant {
  payload: Json
  attempts: number
  next_attempt_at: Time
  failing_since: OptionalTime
}

/**
 * @example
 * const rows = leasedRows(database, { table: 'connect_inbox', id: 'eventid', key: 'objectid', done: 'applied_at' })
 */
export function leasedRows(database: Database, { table, ...columns }: QueueTable): LeasedRows {
  const { appid, db, change } = database
  const from = sql.table(table)
  const [id, key, done] = [sql.ref(columns.id), sql.ref(columns.key), sql.ref(columns.done)]

  /** The tenant's waiting rows, the longest due first. */
  const waiting = (limit: number) =>
    db
      .selectFrom(sql<WaitingRow>`${from}`.as('waiting'))
      .where('appid', '=', appid)
      .where(done, 'is', null)
      .orderBy('next_attempt_at')
      .orderBy(id)
      .limit(limit)

  const leases = (on: Kysely<EngineTables> = db) =>
    on.selectFrom('connect_leases').where('appid', '=', appid).where('queue', '=', table)

  const dueKeys = async (limit: number, at: Date, except: readonly string[]): Promise<string[]> => {
    const rows = await waiting(limit)
      .select(sql<string>`${key}`.as('name'))
      .where('next_attempt_at', '<=', at)
      .where(key, 'not in', leases().select('name').where('held_until', '>', at))
      .$if(except.length > 0, (query) => query.where(key, 'not in', except))
      .execute()
    // Sorted, so that no two workers deadlock.
    return [...new Set(rows.map(({ name }) => name))].sort()
  }

  /** @returns the keys that the holder has now */
  const lease = (keys: string[], holder: string, at: Date, heldUntil: Date): Promise<string[]> =>
    change(async (transaction) => {
      await takeLeases(
        transaction,
        keys.map((name) => ({ appid, queue: table, name, holder, held_until: heldUntil })),
        at,
      )
      const taken = await leases(transaction)
        .select('name')
        .where('name', 'in', keys)
        .where('holder', '=', holder)
        .execute()
      return taken.map(({ name }) => name)
    })

  const waitingFor = async (keys: readonly string[]) => {
    if (keys.length === 0) return []
    return waiting(TASKS_AT_ONCE)
      .select([sql<string>`${id}`.as('id'), sql<string>`${key}`.as('name')])
      .select(['payload', 'attempts', 'next_attempt_at', 'failing_since'])
      .where(key, 'in', keys)
      .execute()
  }

  const isHeld =
    ({ key: name, holder }: Pick<Claim, 'key' | 'holder'>) =>
    (eb: ExpressionBuilder<EngineTables, 'connect_leases'>) =>
      eb.and({ appid, queue: table, name, holder })

  const release: LeasedRows['release'] = async (claim) => {
    await change((transaction) => transaction.deleteFrom('connect_leases').where(isHeld(claim)).execute())
  }

  /** Two workers may mark the same rows after a lease has ended. One of them gives way and runs again. */
  const mark = async (ids: readonly string[], changes: RawBuilder<unknown>): Promise<void> => {
    if (ids.length === 0) return
    await change((transaction) =>
      sql`
        update ${from} set ${changes} where appid = ${appid} and ${id} in (${sql.join(ids)}) and ${done} is null
      `.execute(transaction),
    )
  }

  return {
    release,

    async extend(claim, leaseUntil) {
      const changes = { held_until: leaseUntil }
      await change((transaction) =>
        transaction.updateTable('connect_leases').set(changes).where(isHeld(claim)).execute(),
      )
    },

    async claim(limit, at, leaseUntil, except = []) {
      for (;;) {
        const due = await dueKeys(limit, at, except)
        if (due.length === 0) return []
        const holder = randomUUID()
        const keys = await lease(due, holder, at, leaseUntil)
        // Read only now that no other worker can do these rows.
        const rows = await waitingFor(keys)
        const claims = keys.map((name) => ({
          key: name,
          holder,
          rows: rows.filter((row) => row.name === name),
        }))
        const taken = claims.filter((claim) => claim.rows.some((row) => asDate(row.next_attempt_at) <= at))
        // Another worker did these rows just before the lease, or they come after the part read at once.
        for (const claim of claims) if (!taken.includes(claim)) await release(claim)
        if (taken.length > 0)
          return taken.map(({ rows: some, ...claim }) => ({ ...claim, tasks: some.map(toTask) }))
        // Other workers took all of these keys a moment ago, and there may be more.
      }
    },

    done: (ids, at) => mark(ids, sql`${done} = ${at}, failure = null`),

    failed: (ids, { failure, nextAttemptAt, failingSince }) =>
      mark(
        ids,
        sql`attempts = attempts + 1, failure = ${failure}, next_attempt_at = ${nextAttemptAt} ${
          failingSince ? sql`, failing_since = coalesce(failing_since, ${failingSince})` : sql``
        }`,
      ),

    died: (ids, failure, at) =>
      mark(ids, sql`attempts = attempts + 1, failure = ${failure}, ${done} = ${at}, dead_at = ${at}`),

    forgetLeases(before, limit) {
      const own = sql<SqlBool>`appid = ${appid} and queue = ${table}`
      return forgetOlder(
        database,
        { table: 'connect_leases', key: 'name', since: 'held_until', own },
        before,
        limit,
      )
    },
  }
}

function toTask({
  id,
  payload,
  attempts,
  next_attempt_at,
  failing_since,
}: Omit<Selectable<WaitingRow>, 'appid'> & { id: string }): Task {
  return {
    id,
    payload: JSON.parse(payload),
    attempts,
    dueAt: asDate(next_attempt_at),
    failingSince: asOptionalDate(failing_since),
  }
}
