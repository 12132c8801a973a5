import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from './database.ts'

/** Which rows, and since when they are no longer needed. */
interface Ageing<DB, T extends keyof DB> {
  table: T & string
  key: keyof DB[T] & string
  /** Of a time, with an index of the tenant's rows by it. Rows without one are kept. */
  since: keyof DB[T] & string
  /** Which rows are the tenant's. */
  own: RawBuilder<SqlBool>
}

/**
 * Deletes rows of the tenant that are older than that, the oldest first. Several instances may do so at once: each passes over the rows
 * that another has in hand.
 *
 * @param limit so that no statement grows with the table, and nobody waits long for locks
 * @returns how many there were; fewer than the limit when none are left
 */
export function forgetOlder<DB, T extends keyof DB>(
  { traits, change }: Pick<Database<DB>, 'traits' | 'change'>,
  { table, key, since, own }: Ageing<DB, T>,
  before: Date,
  limit: number,
): Promise<number> {
  return change(async (transaction) => {
    const { rows } = await sql<{ id: string }>`
      select ${sql.ref(key)} as id from ${sql.table(table)} where ${own} and ${sql.ref(since)} < ${before}
      order by ${sql.ref(since)} limit ${limit} ${traits.rowLocks ? sql`for update skip locked` : sql``}
    `.execute(transaction)
    if (rows.length === 0) return 0
    const ids = sql.join(rows.map(({ id }) => id))
    await sql`delete from ${sql.table(table)} where ${own} and ${sql.ref(key)} in (${ids})`.execute(
      transaction,
    )
    return rows.length
  })
}
