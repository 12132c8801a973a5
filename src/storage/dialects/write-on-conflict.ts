import type { Writes } from '../writes.ts'

/** The SQL for PostgreSQL and SQLite. */
export const onConflict: Writes = {
  async insertIfNew(db, table, row) {
    const result = await db
      .insertInto(table)
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
  },

  async insertOrUpdate(db, table, key, row, changes) {
    await db
      .insertInto(table)
      .values(row)
      .onConflict((conflict) => conflict.columns(key as never).doUpdateSet(changes as never))
      .execute()
  },

  async takeTicket(db, appid, objectid, at) {
    const { issued } = await db
      .insertInto('connect_tickets')
      .values({ appid, objectid, issued: at.getTime(), recorded: 0, taken_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(['appid', 'objectid'])
          .doUpdateSet((eb) => ({ issued: eb('connect_tickets.issued', '+', 1), taken_at: at })),
      )
      .returning('issued')
      .executeTakeFirstOrThrow()
    return issued
  },

  async takeLeases(db, leases, at) {
    await db
      .insertInto('connect_leases')
      .values(leases)
      .onConflict((conflict) =>
        conflict
          .columns(['appid', 'queue', 'name'])
          .doUpdateSet((eb) => ({
            holder: eb.ref('excluded.holder'),
            held_until: eb.ref('excluded.held_until'),
          }))
          .where('connect_leases.held_until', '<=', at),
      )
      .execute()
  },
}
