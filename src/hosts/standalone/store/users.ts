import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { emailAddress, LONGEST_EMAIL } from '../../../core/email-address.ts'
import { plainCharacters } from '../../../core/plain-characters.ts'
import { asDate, containing } from '../../../storage/columns.ts'
import { withTables } from '../../../storage/database.ts'
import { defineStore } from '../../../storage/define-store.ts'
import {
  type KeyOrder,
  type KeyPage,
  MOST_COUNTED,
  type PlaceInList,
  pageByKey,
  placeBeside,
} from '../../../storage/page-by-key.ts'
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
  /** @param typed an address that was kept in just this spelling, or that has it in plain characters */
  findByEmail(typed: string): Promise<UserRow | undefined>
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
  /**
   * Makes a person an administrator, or no longer one.
   *
   * @returns their sessions; undefined when nobody else is an administrator, and nothing changed
   */
  setAdministrator(accountid: string, administrator: boolean): Promise<string[] | undefined>
  /** By e-mail address: the page behind or before the person with that id. Somebody who is gone leads to the first page. */
  page(search: PeopleSearch, place: PlaceInList): Promise<KeyPage<UserRow>>
  /** @returns at most `MOST_COUNTED + 1` */
  count(search: PeopleSearch): Promise<number>
}

export interface PeopleSearch {
  /** Any part of the address. */
  email: string | undefined
  administratorsOnly: boolean
}

const TABLE = 'connect_users'

const BY_ADDRESS = {
  column: 'email_key',
  tie: 'accountid',
  nullable: false,
  direction: 'ascending',
} as const satisfies KeyOrder<keyof UsersTable>

export const userStore = defineStore((database): Users => {
  const { appid, db, traits, read, change } = withTables<UserTables>(database)
  const found =
    ({ email, administratorsOnly }: PeopleSearch) =>
    (eb: ExpressionBuilder<UserTables, typeof TABLE>) =>
      eb.and([
        eb('appid', '=', appid),
        ...(email
          ? [
              sql<SqlBool>`${eb.ref('email_key')} like ${containing(emailKey(plainCharacters(email)))} escape '!'`,
            ]
          : []),
        ...(administratorsOnly ? [eb('administrator', '=', true)] : []),
      ])
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

    async find(accountid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .executeTakeFirst()
      return found && toUser(found)
    },

    async findByEmail(typed) {
      // Some were kept as typed before addresses were read in plain characters.
      const kept = keptKey(typed)
      const keys = [kept, emailKey(emailAddress(typed) ?? '')].filter(Boolean)
      if (keys.length === 0) return undefined
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('email_key', 'in', keys)
        .execute()
      const user = found.find(({ email_key }) => email_key === kept) ?? found[0]
      return user && toUser(user)
    },

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

    setAdministrator: (accountid, administrator) =>
      change(async (transaction) => {
        // Decides about one person at a time, so that two administrators cannot end each other's rights.
        await traits.serialise(transaction, `users/${appid}`)
        if (!administrator) {
          const another = await transaction
            .selectFrom(TABLE)
            .select('accountid')
            .where('appid', '=', appid)
            .where('administrator', '=', true)
            .where('accountid', '!=', accountid)
            .limit(1)
            .executeTakeFirst()
          if (!another) return undefined
        }
        await transaction
          .updateTable(TABLE)
          .set({ administrator })
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .execute()
        const sessions = await transaction
          .selectFrom('connect_sessions')
          .innerJoin(TABLE, 'connect_users.accountid', 'connect_sessions.accountid')
          .select('sessionid')
          .where('appid', '=', appid)
          .where('connect_sessions.accountid', '=', accountid)
          .execute()
        return sessions.map(({ sessionid }) => sessionid)
      }),

    async page(search, beside) {
      const place = await placeBeside(beside, (id) =>
        read((db) =>
          db
            .selectFrom(TABLE)
            .select(['email_key as value', 'accountid as tie'])
            .where('appid', '=', appid)
            .where('accountid', '=', id)
            .executeTakeFirst(),
        ),
      )
      const { rows, ...others } = await read((db) =>
        pageByKey(traits, () => db.selectFrom(TABLE).selectAll().where(found(search)), BY_ADDRESS, place),
      )
      return { rows: rows.map(toUser), ...others }
    },

    async count(search) {
      const { total } = await read((db) =>
        db
          .selectFrom(
            db
              .selectFrom(TABLE)
              .select('accountid')
              .where(found(search))
              .limit(MOST_COUNTED + 1)
              .as('found'),
          )
          .select(({ fn }) => fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow(),
      )
      return total
    },
  }
})

function emailKey(email: string): string {
  return email.toLowerCase()
}

/** Empty for text too long to be an address: the time to normalise a row of accents grows with the square of its length. */
function keptKey(typed: string): string {
  const text = typed.trim()
  return text.length > LONGEST_EMAIL ? '' : emailKey(text.normalize('NFC'))
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
