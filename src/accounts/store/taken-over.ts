/**
 * What was taken over from the earlier module: each row of its tables once, whatever stops in between and however many instances
 * start. The objects wait here until Stripe tells their present state.
 *
 * @module
 */
import { type Kysely, type SqlBool, sql } from 'kysely'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import type { EarlierBatch, EarlierObject, TakingOver } from '../../storage/earlier/earlier-rows.ts'
import { forgetOlder } from '../../storage/forget-older.ts'
import { type LeasedRows, leasedRows } from '../../storage/leased-rows.ts'
import type { EngineTables, Json, OfTenant, OptionalTime, Time } from '../../storage/tables.ts'
import { insertIfNew } from '../../storage/write.ts'

/** The payload of the queue's tasks, whose key is the account. */
export interface TakenOverObject {
  object: EarlierObject
  stripeid: string
}

export interface TakenOver extends LeasedRows {
  /** Whether everything was taken over. Nothing is after that. */
  isComplete(): Promise<boolean>
  /**
   * Takes over the rows that were not taken over before: all of them or none.
   *
   * @returns how many; undefined when everything was taken over, by another instance
   */
  take(batch: EarlierBatch, take: TakingOver['take']): Promise<number | undefined>
  complete(): Promise<void>
  /** Makes due again what was given up, for another key may have been set since. */
  retryDead(): Promise<void>
  /** @returns whether any object waits for Stripe */
  anyWaiting(): Promise<boolean>
  /**
   * Deletes the notes of up to `limit` objects of which Stripe told before a time. Call it once everything was taken over.
   *
   * @returns how many; fewer than the limit when none are left
   */
  forget(before: Date, limit: number): Promise<number>
}

interface TakenOverTable extends OfTenant {
  objectid: string
  stripeid: string
  payload: Json
  attempts: number
  next_attempt_at: Time
  failing_since: OptionalTime
  failure: string | null
  dead_at: OptionalTime
  /** When Stripe told of it, or when it was given up. */
  refreshed_at: OptionalTime
}

export type TakenOverTables = { connect_taken_over: TakenOverTable }

const TABLE = 'connect_taken_over'

/** The setting that says that everything was taken over. */
const COMPLETE = 'earlier-module'

export const takenOverStore = defineStore((engine): TakenOver => {
  const database = withTables<TakenOverTables>(engine)
  const { appid, db, now, traits, change } = database

  const isComplete = async (on: Kysely<EngineTables & TakenOverTables>): Promise<boolean> => {
    const found = await on
      .selectFrom('connect_settings')
      .select('value')
      .where('appid', '=', appid)
      .where('name', '=', COMPLETE)
      .executeTakeFirst()
    return found !== undefined
  }

  /** The rest of a batch that another instance works on must not come after somebody has deleted what it brings. */
  const takingTurns = <R>(run: Parameters<typeof change<R>>[0]): Promise<R> =>
    change(async (transaction, wrote) => {
      await traits.serialise(transaction, `taken-over/${appid}`)
      return run(transaction, wrote)
    })

  return {
    ...leasedRows(engine, { table: TABLE, id: 'objectid', key: 'stripeid', done: 'refreshed_at' }),

    isComplete: () => isComplete(db),

    take: ({ object, rows }, take) =>
      takingTurns(async (transaction, wrote) => {
        if (await isComplete(transaction)) return undefined
        const before = await transaction
          .selectFrom(TABLE)
          .select('objectid')
          .where('appid', '=', appid)
          .where(
            'objectid',
            'in',
            rows.map(({ objectid }) => objectid),
          )
          .execute()
        const known = new Set(before.map(({ objectid }) => objectid))
        let count = 0
        for (const row of rows.filter(({ objectid }) => !known.has(objectid))) {
          const owner = await take(transaction, engine, row)
          const { objectid, stripeid } = row
          await transaction
            .insertInto(TABLE)
            .values({
              ...{ appid, objectid, stripeid, payload: JSON.stringify({ object, stripeid }) },
              ...{ attempts: 0, next_attempt_at: now(), failing_since: null, failure: null, dead_at: null },
              refreshed_at: owner ? null : now(),
            })
            .execute()
          if (!owner) continue
          wrote(owner)
          count += 1
        }
        return count
      }),

    async complete() {
      await takingTurns((transaction) =>
        insertIfNew(transaction, 'connect_settings', { appid, name: COMPLETE, value: now().toISOString() }),
      )
    },

    async retryDead() {
      await change((transaction) =>
        transaction
          .updateTable(TABLE)
          .set({
            refreshed_at: null,
            dead_at: null,
            failing_since: null,
            attempts: 0,
            next_attempt_at: now(),
          })
          .where('appid', '=', appid)
          .where('dead_at', 'is not', null)
          .execute(),
      )
    },

    async anyWaiting() {
      const found = await db
        .selectFrom(TABLE)
        .select('objectid')
        .where('appid', '=', appid)
        .where('refreshed_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },

    forget(before, limit) {
      const own = sql<SqlBool>`appid = ${appid} and dead_at is null`
      const ageing = { table: TABLE, key: 'objectid', since: 'refreshed_at', own } as const
      return forgetOlder(database, ageing, before, limit)
    },
  }
})
