import { type SqlBool, sql } from 'kysely'
import { type Database, withTables } from './database.ts'
import { defineStore } from './define-store.ts'
import { forgetOlder } from './forget-older.ts'
import type { Owner } from './owner.ts'
import type { OfTenant, Time } from './tables.ts'

/** A form that was refused. Nobody can read it who has only the database. */
interface KeptForm {
  /** A hash of the secret that the person's browser has. */
  formid: string
  sealed: string
}

/** What people of the tenant typed into forms that were refused. */
export interface KeptForms {
  /** Keeps a form beside the person's last few; the oldest of more than those goes. */
  keep(owner: Owner, form: KeptForm): Promise<void>
  /** @param since forms from before are as good as gone */
  find(owner: Owner, formid: string, since: Date): Promise<string | undefined>
  giveUp(owner: Owner, formids: readonly string[]): Promise<void>
  /** @returns the number deleted; fewer than the limit when none are left */
  forget(before: Date, limit: number): Promise<number>
}

/** Forms kept for one person at a time, so that nobody fills the database with refused forms. */
const MOST = 10

interface KeptFormsTable extends OfTenant {
  formid: string
  accountid: string
  sealed: string
  kept_at: Time
}

type KeptFormTables = {
  connect_kept_forms: KeptFormsTable
}

const TABLE = 'connect_kept_forms'

export const keptFormStore = defineStore((engine: Database): KeptForms => {
  const database = withTables<KeptFormTables>(engine)
  const { appid, db, now } = database
  const own = sql<SqlBool>`appid = ${appid}`
  return {
    async keep({ accountid }, { formid, sealed }) {
      await db.insertInto(TABLE).values({ formid, appid, accountid, sealed, kept_at: now() }).execute()
      const tooMany = await db
        .selectFrom(TABLE)
        .select('formid')
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .orderBy('kept_at', 'desc')
        .orderBy('formid')
        .offset(MOST)
        .limit(MOST)
        .execute()
      if (tooMany.length === 0) return
      const ids = tooMany.map((row) => row.formid)
      await db.deleteFrom(TABLE).where('formid', 'in', ids).execute()
    },

    async find({ accountid }, formid, since) {
      const found = await db
        .selectFrom(TABLE)
        .select('sealed')
        .where('formid', '=', formid)
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .where('kept_at', '>=', since)
        .executeTakeFirst()
      return found?.sealed
    },

    async giveUp({ accountid }, formids) {
      if (formids.length === 0) return
      await db
        .deleteFrom(TABLE)
        .where('formid', 'in', formids)
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .execute()
    },

    forget: (before, limit) =>
      forgetOlder(database, { table: TABLE, key: 'formid', since: 'kept_at', own }, before, limit),
  }
})
