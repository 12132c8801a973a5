import { sql } from 'kysely'
import type { Writes } from '../writes.ts'
import { isDuplicateKey } from './mysql-errors.ts'

/** The SQL for MySQL and MariaDB. */
export const onDuplicateKey: Writes = {
  // Not `insert ignore`, which ignores other errors too. Not an update that changes nothing: how many rows it counts depends on
  // the connection's settings.
  async insertIfNew(db, table, row) {
    try {
      await db.insertInto(table).values(row).execute()
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  },

  async insertOrUpdate(db, table, _key, row, changes) {
    await db
      .insertInto(table)
      .values(row)
      .onDuplicateKeyUpdate(changes as never)
      .execute()
  },

  async takeTicket(db, appid, objectid, at) {
    // The server returns one number with its answer: the argument of `last_insert_id`.
    const { insertId } = await db
      .insertInto('connect_tickets')
      .values({
        appid,
        objectid,
        issued: sql`last_insert_id(${at.getTime()})`,
        recorded: 0,
        taken_at: at,
      })
      .onDuplicateKeyUpdate((eb) => ({ issued: sql`last_insert_id(${eb.ref('issued')} + 1)`, taken_at: at }))
      .executeTakeFirstOrThrow()
    return Number(insertId)
  },

  async takeLeases(db, leases, at) {
    const ifOver = (column: 'holder' | 'held_until') =>
      sql<never>`if(held_until <= ${at}, values(${sql.ref(column)}), ${sql.ref(column)})`
    await db
      .insertInto('connect_leases')
      .values(leases)
      // In this order: MySQL assigns from left to right, and `holder` must see the old `held_until`.
      .onDuplicateKeyUpdate({ holder: ifOver('holder'), held_until: ifOver('held_until') })
      .execute()
  },
}
