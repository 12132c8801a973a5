import type { Database } from '../../storage/database.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { insertIfNew } from '../../storage/write.ts'
import { type InboxRow, toRow } from './inbox-row.ts'
import type { InboxTables } from './tables.ts'

/** A signed event that can never be applied. */
export interface DeadLetter {
  /** The event's id or, if it has none, a hash of the body, so that it is stored once. */
  eventid: string
  type: string
  stripeid: string | undefined
  payload: unknown
  /** The reason, for an administrator. */
  failure: string
}

/** Events that were given up. They stay in the inbox, where an administrator can try them again. */
export interface DeadLetters {
  /** @returns false when it is stored already */
  insertDead(letter: DeadLetter, receivedAt: Date): Promise<boolean>
  /** The events that were given up, the latest first. */
  dead(page: PageOfRows): Promise<InboxRow[]>
  /** Makes all of them due again. @returns how many there were */
  retryDead(at: Date): Promise<number>
  countDead(): Promise<number>
}

const TABLE = 'connect_inbox'

export function deadLetters({ appid, db, read, change }: Database<EngineTables & InboxTables>): DeadLetters {
  return {
    insertDead: ({ stripeid, payload, ...letter }, receivedAt) =>
      insertIfNew(db, TABLE, {
        appid,
        ...letter,
        stripeid: stripeid ?? null,
        objectid: letter.eventid,
        payload: JSON.stringify(payload),
        received_at: receivedAt,
        applied_at: receivedAt,
        attempts: 0,
        next_attempt_at: receivedAt,
        failing_since: null,
        dead_at: receivedAt,
        lease_until: null,
      }),

    async dead(page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('dead_at', 'is not', null)
          .orderBy('dead_at', 'desc')
          .orderBy('eventid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    retryDead: (at) =>
      change(async (transaction) => {
        const result = await transaction
          .updateTable(TABLE)
          .set({ applied_at: null, dead_at: null, failing_since: null, attempts: 0, next_attempt_at: at })
          .where('appid', '=', appid)
          .where('dead_at', 'is not', null)
          .executeTakeFirst()
        return Number(result.numUpdatedRows)
      }),

    async countDead() {
      const { dead } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('dead_at', 'is not', null)
          .select((eb) => eb.fn.countAll<number>().as('dead'))
          .executeTakeFirstOrThrow(),
      )
      return dead
    },
  }
}
