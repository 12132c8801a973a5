import type { Insertable, InsertObject, Kysely, Updateable } from 'kysely'
import type { EngineTables, LeasesTable } from './tables.ts'

/** The writes whose SQL differs between databases: see `write.ts`. */
export interface Writes {
  insertIfNew<DB, T extends keyof DB & string>(
    db: Kysely<DB>,
    table: T,
    row: InsertObject<DB, T>,
  ): Promise<boolean>
  insertOrUpdate<DB, T extends keyof DB & string>(
    db: Kysely<DB>,
    table: T,
    key: readonly (keyof DB[T] & string)[],
    row: InsertObject<DB, T>,
    changes: Updateable<DB[T]>,
  ): Promise<void>
  takeTicket(db: Kysely<EngineTables>, appid: string, objectid: string, at: Date): Promise<number>
  takeLeases(db: Kysely<EngineTables>, leases: readonly Insertable<LeasesTable>[], at: Date): Promise<void>
}
