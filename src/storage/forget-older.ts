import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from './database.ts'

/** Which rows to delete, and the time since which they are not needed. */
interface Ageing<DB, T extends keyof DB> {
  table: T & string
  key: keyof DB[T] & string
  /** A column of times, with an index. Rows where it is null are kept. */
  since: keyof DB[T] & string
  /** Selects the tenant's rows. */
  own: RawBuilder<SqlBool>
}

/**
 * Deletes the tenant's rows from before a time, the oldest first. Several instances may do so at once: each skips the rows that
 * another has locked.
 *
 * @param limit the most rows to delete, so that others do not wait long for locks
 * @returns the number of rows deleted; fewer than the limit when none are left
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
