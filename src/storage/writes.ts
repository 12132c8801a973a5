import type { Insertable, InsertObject, Kysely, Updateable } from 'kysely'
import type { LeasesTable, Tables } from './tables.ts'

/** One way to write what is not the same on every database: see `write.ts`. */
export interface Writes {
  insertIfNew<T extends keyof Tables>(
    db: Kysely<Tables>,
    table: T,
    row: InsertObject<Tables, T>,
  ): Promise<boolean>
  insertOrUpdate<T extends keyof Tables>(
    db: Kysely<Tables>,
    table: T,
    key: readonly (keyof Tables[T] & string)[],
    row: InsertObject<Tables, T>,
    changes: Updateable<Tables[T]>,
  ): Promise<void>
  takeTicket(db: Kysely<Tables>, appid: string, objectid: string, at: Date): Promise<number>
  takeLeases(db: Kysely<Tables>, leases: readonly Insertable<LeasesTable>[], at: Date): Promise<void>
}
