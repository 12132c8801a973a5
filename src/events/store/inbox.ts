import { type SqlBool, sql } from 'kysely'
import { asDate } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import { forgetOlder } from '../../storage/forget-older.ts'
import { type LeasedRows, leasedRows } from '../../storage/leased-rows.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import { type DeadLetters, deadLetters } from './dead-letters.ts'
import { type InboxIntake, inboxIntake } from './inbox-intake.ts'
import { type InboxRow, toRow } from './inbox-row.ts'
import type { InboxTables } from './tables.ts'

/** The tenant's events. Tenants of one Stripe platform receive the same events, and each has its own rows. */
export interface Inbox extends InboxIntake, LeasedRows, DeadLetters {
  /** Newest first. */
  ofAccount(stripeid: string, page: PageOfRows): Promise<InboxRow[]>
  /** The events of certain types about an object of an account. */
  ofObject(object: { stripeid: string; objectid: string }, types: readonly string[]): Promise<InboxRow[]>
  /**
   * Deletes up to `limit` events that were applied or given up before a time. Waiting events stay, however old they are.
   *
   * @returns the number of events deleted; fewer than the limit when none are left
   */
  forgetApplied(before: Date, limit: number): Promise<number>
  /** How many events wait, how many of these have failed at least once, how many were given up, and when the newest arrived. */
  figures(): Promise<{ waiting: number; failing: number; dead: number; lastReceivedAt: Date | undefined }>
}

const TABLE = 'connect_inbox'

export const inboxStore = defineStore((engine): Inbox => {
  const database = withTables<InboxTables>(engine)
  const { appid, read } = database
  const letters = deadLetters(database)

  return {
    ...leasedRows(engine, { table: TABLE, id: 'eventid', key: 'objectid', done: 'applied_at' }),
    ...letters,
    ...inboxIntake(database),

    async ofAccount(stripeid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .orderBy('received_at', 'desc')
          .orderBy('eventid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async ofObject({ stripeid, objectid }, types) {
      if (types.length === 0) return []
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .where('objectid', '=', objectid)
          .where('type', 'in', types)
          .execute(),
      )
      return rows.map(toRow)
    },

    forgetApplied(before, limit) {
      const own = sql<SqlBool>`appid = ${appid}`
      return forgetOlder(database, { table: TABLE, key: 'eventid', since: 'applied_at', own }, before, limit)
    },

    async figures() {
      const { waiting, failing } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('applied_at', 'is', null)
          .select((eb) => [
            eb.fn.countAll<number>().as('waiting'),
            eb.fn.count<number>(eb.case().when('attempts', '>', 0).then(1).end()).as('failing'),
          ])
          .executeTakeFirstOrThrow(),
      )
      const newest = await read((db) =>
        db
          .selectFrom(TABLE)
          .select('received_at')
          .where('appid', '=', appid)
          .orderBy('received_at', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      const dead = await letters.countDead()
      return { waiting, failing, dead, lastReceivedAt: newest && asDate(newest.received_at) }
    },
  }
})
