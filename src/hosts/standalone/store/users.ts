import type { Kysely, Selectable } from 'kysely'
import { asDate } from '../../../storage/columns.ts'
import { withTables } from '../../../storage/database.ts'
import { defineStore } from '../../../storage/define-store.ts'
import type { EngineTables } from '../../../storage/tables.ts'
import { insertIfNew } from '../../../storage/write.ts'
import type { UsersTable, UserTables } from './tables.ts'

/** A person who signs in to the standalone host. */
export interface UserRow {
  accountid: string
  email: string
  fullName: string
  passwordHash: string
  administrator: boolean
  createdAt: Date
}

/** Only the standalone host uses these: other hosts have their own users and sessions. */
export interface Users {
  /**
   * The tenant's first user becomes its administrator, as decided in the transaction of the insert.
   *
   * @returns undefined when the address is taken; another tenant may have a user with the same address
   */
  insert(user: {
    accountid: string
    email: string
    fullName: string
    passwordHash: string
    createdAt: Date
  }): Promise<UserRow | undefined>
  find(accountid: string): Promise<UserRow | undefined>
  findByEmail(email: string): Promise<UserRow | undefined>
  /** @returns whether anybody has registered with the tenant yet */
  anyone(): Promise<boolean>
  /** Replaces the hash of a password by a stronger one. Does nothing when the person has set another password. */
  renewHash(user: Pick<UserRow, 'accountid' | 'passwordHash'>, passwordHash: string): Promise<void>
  /**
   * Sets a password and ends the person's sessions.
   *
   * @param except a session that stays
   * @returns the sessions that ended
   */
  newPassword(accountid: string, passwordHash: string, except?: string): Promise<string[]>
  makeAdministrator(accountid: string): Promise<void>
}

const TABLE = 'connect_users'

export const userStore = defineStore((database): Users => {
  const { appid, db, traits, change } = withTables<UserTables>(database)
  const findBy = async (column: 'accountid' | 'email_key', value: string): Promise<UserRow | undefined> => {
    const found = await db
      .selectFrom(TABLE)
      .selectAll()
      .where('appid', '=', appid)
      .where(column, '=', value)
      .executeTakeFirst()
    return found && toUser(found)
  }
  const anyone = async (on: Kysely<EngineTables & UserTables>): Promise<boolean> => {
    const found = await on
      .selectFrom(TABLE)
      .select('accountid')
      .where('appid', '=', appid)
      .limit(1)
      .executeTakeFirst()
    return found !== undefined
  }

  return {
    insert: (user) =>
      change(async (transaction) => {
        // Registers one person at a time, so that only one of two is the first.
        await traits.serialise(transaction, `users/${appid}`)
        const administrator = !(await anyone(transaction))
        const inserted = await insertIfNew(transaction, TABLE, {
          appid,
          accountid: user.accountid,
          email: user.email,
          email_key: emailKey(user.email),
          full_name: user.fullName,
          password_hash: user.passwordHash,
          administrator,
          created_at: user.createdAt,
        })
        return inserted ? { ...user, administrator } : undefined
      }),

    anyone: () => anyone(db),

    find: (accountid) => findBy('accountid', accountid),

    findByEmail: (email) => findBy('email_key', emailKey(email)),

    async renewHash(user, passwordHash) {
      await db
        .updateTable(TABLE)
        .set({ password_hash: passwordHash })
        .where('appid', '=', appid)
        .where('accountid', '=', user.accountid)
        .where('password_hash', '=', user.passwordHash)
        .execute()
    },

    newPassword: (accountid, passwordHash, except = '') =>
      change(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable(TABLE)
          .set({ password_hash: passwordHash })
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return []
        const ended = await transaction
          .selectFrom('connect_sessions')
          .select('sessionid')
          .where('accountid', '=', accountid)
          .where('sessionid', '!=', except)
          .execute()
        const ids = ended.map(({ sessionid }) => sessionid)
        if (ids.length > 0)
          await transaction.deleteFrom('connect_sessions').where('sessionid', 'in', ids).execute()
        return ids
      }),

    async makeAdministrator(accountid) {
      await db
        .updateTable(TABLE)
        .set({ administrator: true })
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .execute()
    },
  }
})

function emailKey(email: string): string {
  return email.toLowerCase()
}

/** Converts a row to a person; the row may have columns of joined tables. */
export function toUser(row: Selectable<UsersTable>): UserRow {
  return {
    accountid: row.accountid,
    email: row.email,
    fullName: row.full_name,
    passwordHash: row.password_hash,
    administrator: Boolean(row.administrator),
    createdAt: asDate(row.created_at),
  }
}
