import type { Database } from './database.ts'
import type { Storage } from './storage.ts'

/**
 * Declares a store: the functions that read and write one kind of row. It is made once for each database and then shared, so
 * asking for it costs nothing.
 *
 * @example
 * export const payoutStore = defineStore((database) => {
 *   const { appid, read } = withTables<PayoutTables>(database)
 *   return { count: () => read((db) => db.selectFrom('connect_payouts') ... ) }
 * })
 *
 * await payoutStore(services.storage).count()
 */
export function defineStore<Store>(
  make: (database: Database) => Store,
): (storage: Pick<Storage, 'database'>) => Store {
  const made = new WeakMap<Database, { store: Store }>()
  return ({ database }) => {
    const known = made.get(database)
    if (known) return known.store
    const store = make(database)
    made.set(database, { store })
    return store
  }
}
