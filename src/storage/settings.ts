import type { Database } from './database.ts'
import { insertIfNew, insertOrUpdate } from './write.ts'

/** Secrets that the module makes for itself and must find again, e.g. the secret of the webhook endpoint that it created. */
export interface Settings {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  forget(name: string): Promise<void>
  /** For what must be the same for every instance: of several values given at the same time one is kept and returned to all. */
  getOrSet(name: string, value: string): Promise<string>
}

const TABLE = 'connect_settings'

export function settings({ db }: Database): Settings {
  async function get(name: string): Promise<string | undefined> {
    const found = await db.selectFrom(TABLE).select('value').where('name', '=', name).executeTakeFirst()
    return found?.value
  }

  return {
    get,

    set: (name, value) => insertOrUpdate(db, TABLE, ['name'], { name, value }, { value }),

    async forget(name) {
      await db.deleteFrom(TABLE).where('name', '=', name).execute()
    },

    async getOrSet(name, value) {
      const kept = await get(name)
      if (kept !== undefined) return kept
      await insertIfNew(db, TABLE, { name, value })
      return (await get(name)) ?? value
    },
  }
}
