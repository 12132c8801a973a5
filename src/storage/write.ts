/**
 * Inserts that meet a row which is there already: the SQL for it is not the same on every database.
 *
 * @module
 */
import type { InsertObject, Kysely, Updateable } from 'kysely'
import type { Tables } from './tables.ts'

/** @returns false when a row with the same key is there, which is then left as it is */
export async function insertIfNew<T extends keyof Tables>(
  db: Kysely<Tables>,
  table: T,
  row: InsertObject<Tables, T>,
): Promise<boolean> {
  const result = await db
    .insertInto(table)
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Inserts the row, or makes `changes` to the one with the same key. */
export async function insertOrUpdate<T extends keyof Tables>(
  db: Kysely<Tables>,
  table: T,
  key: readonly (keyof Tables[T] & string)[],
  row: InsertObject<Tables, T>,
  changes: Updateable<Tables[T]>,
): Promise<void> {
  await db
    .insertInto(table)
    .values(row)
    .onConflict((conflict) => conflict.columns(key as never).doUpdateSet(changes as never))
    .execute()
}
