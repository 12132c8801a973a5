import type { Database } from './database.ts'
import type { Settings } from './storage.ts'
import { insertIfNew, insertOrUpdate } from './write.ts'

const TABLE = 'connect_settings'

export function settings({ db }: Database): Settings {
  async function get(name: string): Promise<string | undefined> {
    const found = await db.selectFrom(TABLE).select('value').where('name', '=', name).executeTakeFirst()
    return found?.value
  }

  return {
    get,

    set: (name, value) => insertOrUpdate(db, TABLE, ['name'], { name, value }, { value }),

    async getOrSet(name, value) {
      const kept = await get(name)
      if (kept !== undefined) return kept
      await insertIfNew(db, TABLE, { name, value })
      return (await get(name)) ?? value
    },
  }
}
