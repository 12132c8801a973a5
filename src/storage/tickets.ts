/**
 * Fencing: an answer from Stripe replaces the stored one only if its request began later. Each request takes a ticket first.
 * Tickets outlive their object, so that a late answer does not bring a deleted object back. They can be forgotten once no such
 * answer can still come. An object's first ticket is the time in milliseconds, so that no ticket is given out twice: idempotency
 * keys contain tickets, and Stripe would answer a new write with the answer to an old one.
 *
 * @module
 */
import { type SqlBool, sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import { forgetOlder } from './forget-older.ts'
import type { EngineTables } from './tables.ts'

/** The tickets that `ticket` of accounts, persons and payouts gave out. */
export interface Tickets {
  /**
   * Forgets the tickets of up to `limit` of the tenant's objects, if their last ticket is from before a time. Every Stripe request
   * that took one of them must have ended by now.
   *
   * @returns the number of objects; fewer than the limit when none are left
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
 * Call it before a transaction changes an object: it also keeps others from recording that object meanwhile.
 *
 * @param options.last returns false also when a later ticket was given out. For the answer to a change: a request with a later
 *   ticket may have been answered before the change, and would store the old state.
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

/** Invalidates every ticket given out so far, because the object is deleted. */
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
