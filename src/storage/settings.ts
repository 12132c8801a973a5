import type { Database } from './database.ts'
import type { Settings } from './storage.ts'
import { insertOrUpdate } from './write.ts'

const TABLE = 'connect_settings'

export function settings({ db }: Database): Settings {
  return {
    async get(name) {
      const found = await db.selectFrom(TABLE).select('value').where('name', '=', name).executeTakeFirst()
      return found?.value
    },

    set: (name, value) => insertOrUpdate(db, TABLE, ['name'], { name, value }, { value }),
  }
}
