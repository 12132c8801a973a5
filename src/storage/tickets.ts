/**
 * Fencing: an answer of Stripe's replaces what is stored only when it was asked for later. A ticket is taken before asking.
 * Tickets outlive their object, so that an answer asked for before a deletion does not bring the object back; once every
 * such answer must have come they can be forgotten. Those of an object begin with the time in milliseconds, so that none is
 * given out again after that: Stripe knows writes by them, and would answer a new write with what it said to an old one.
 *
 * @module
 */
import { type SqlBool, sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import { forgetOlder } from './forget-older.ts'
import type { EngineTables } from './tables.ts'

/** What `ticket` of accounts, persons and payouts gave out. */
export interface Tickets {
  /**
   * Forgets the tickets of the tenant's objects for which none was given out since then, up to `limit` objects. What was asked of Stripe
   * with them must have been answered or given up by now.
   *
   * @returns how many objects there were; fewer than the limit when none are left
   */
  forget(before: Date, limit: number): Promise<number>
}

const TABLE = 'connect_tickets'

export function tickets(database: Database): Tickets {
  const own = sql<SqlBool>`appid = ${database.appid}`
  return {
    forget: (before, limit) =>
      forgetOlder(database, { table: TABLE, key: 'objectid', since: 'taken_at', own }, before, limit),
  }
}

/**
 * Must be the first thing a transaction does about an object: it also keeps others from recording that object meanwhile.
 *
 * @param options.last only while no later ticket was given out. For the answer to a change: somebody who took one may have been
 *   answered before the change was made, and would put back what was there.
 * @returns false when an answer with a later ticket is stored, or the object was deleted since the ticket was taken
 */
export async function useTicket(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  objectid: string,
  ticket: number,
  { last = false } = {},
): Promise<boolean> {
  const result = await transaction
    .updateTable(TABLE)
    .set({ recorded: ticket })
    .where('appid', '=', appid)
    .where('objectid', '=', objectid)
    .where('recorded', '<', ticket)
    .$if(last, (query) => query.where('issued', '=', ticket))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Makes every ticket given out so far worthless, because the object is gone. */
export async function voidTickets(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  objectid: string,
): Promise<void> {
  await transaction
    .updateTable(TABLE)
    .set((eb) => ({ recorded: eb.ref('issued') }))
    .where('appid', '=', appid)
    .where('objectid', '=', objectid)
    .execute()
}
