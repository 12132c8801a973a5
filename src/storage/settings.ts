import type { Database } from './database.ts'
import { insertIfNew, insertOrUpdate } from './write.ts'

/** Values that the module stores for a tenant, e.g. the secret of the webhook endpoint it created, or Stripe's countries. */
export interface Settings {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  forget(name: string): Promise<void>
  /**
   * Forgets a value that works once.
   *
   * @returns false when it is another by now, or when somebody else has just taken it
   */
  take(name: string, value: string): Promise<boolean>
  /** @returns false when there is a value already, which stays */
  setIfNew(name: string, value: string): Promise<boolean>
  /** For values that all instances must share: if several set one at the same time, one is stored and all get it. */
  getOrSet(name: string, value: string): Promise<string>
}

const TABLE = 'connect_settings'

export function settings({ appid, db }: Database): Settings {
  async function get(name: string): Promise<string | undefined> {
    const found = await db
      .selectFrom(TABLE)
      .select('value')
      .where('appid', '=', appid)
      .where('name', '=', name)
      .executeTakeFirst()
    return found?.value
  }

  return {
    get,

    set: (name, value) => insertOrUpdate(db, TABLE, ['appid', 'name'], { appid, name, value }, { value }),

    async forget(name) {
      await db.deleteFrom(TABLE).where('appid', '=', appid).where('name', '=', name).execute()
    },

    async take(name, value) {
      const { numDeletedRows } = await db
        .deleteFrom(TABLE)
        .where('appid', '=', appid)
        .where('name', '=', name)
        .where('value', '=', value)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    setIfNew: (name, value) => insertIfNew(db, TABLE, { appid, name, value }),
    async getOrSet(name, value) {
      const kept = await get(name)
      if (kept !== undefined) return kept
      await insertIfNew(db, TABLE, { appid, name, value })
      return (await get(name)) ?? value
    },
  }
}
