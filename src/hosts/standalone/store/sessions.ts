import { type SqlBool, sql } from 'kysely'
import type { Forgetting } from '../../../context/forgetting.ts'
import { asDate } from '../../../storage/columns.ts'
import { withTables } from '../../../storage/database.ts'
import { defineStore } from '../../../storage/define-store.ts'
import { forgetOlder } from '../../../storage/forget-older.ts'
import type { UserTables } from './tables.ts'
import { toUser, type UserRow } from './users.ts'

export interface SessionRow {
  sessionid: string
  accountid: string
  /** SHA-256 of the cookie's secret half; the secret itself is only in the cookie. */
  tokenHash: string
  csrfToken: string
  createdAt: Date
  expiresAt: Date
}

/** A session belongs to its person's tenant. */
export interface Sessions {
  /** @throws when the tenant knows no such person */
  insert(session: SessionRow): Promise<void>
  /** The session, and the person it signs in. */
  find(sessionid: string): Promise<{ session: SessionRow; user: UserRow } | undefined>
  delete(sessionid: string): Promise<void>
  /** Ends all but the person's newest sessions. @returns those that ended */
  endOldest(accountid: string): Promise<string[]>
  /**
   * Deletes up to `limit` sessions that ended before a time.
   *
   * @returns the number of sessions deleted; fewer than the limit when none are left
   */
  forgetExpired(before: Date, limit: number): Promise<number>
}

/** Sessions of one person at a time, so that nobody fills the database by signing in. */
const MOST = 50

const TABLE = 'connect_sessions'

export const sessionStore = defineStore((engine): Sessions => {
  const database = withTables<UserTables>(engine)
  const { appid, db } = database
  const own = sql<SqlBool>`accountid in (select accountid from connect_users where appid = ${appid})`
  return {
    async insert(session) {
      await db
        .insertInto(TABLE)
        .values(({ selectFrom }) => ({
          sessionid: session.sessionid,
          accountid: selectFrom('connect_users')
            .select('accountid')
            .where('appid', '=', appid)
            .where('accountid', '=', session.accountid),
          token_hash: session.tokenHash,
          csrf_token: session.csrfToken,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
        }))
        .execute()
    },

    async find(sessionid) {
      const found = await db
        .selectFrom(TABLE)
        .innerJoin('connect_users', 'connect_users.accountid', 'connect_sessions.accountid')
        .where('connect_users.appid', '=', appid)
        .where('sessionid', '=', sessionid)
        .selectAll('connect_users')
        .select([
          'sessionid',
          'token_hash',
          'csrf_token',
          'connect_sessions.created_at as since',
          'expires_at',
        ])
        .executeTakeFirst()
      return (
        found && {
          session: {
            sessionid: found.sessionid,
            accountid: found.accountid,
            tokenHash: found.token_hash,
            csrfToken: found.csrf_token,
            createdAt: asDate(found.since),
            expiresAt: asDate(found.expires_at),
          },
          user: toUser(found),
        }
      )
    },

    async delete(sessionid) {
      await db.deleteFrom(TABLE).where('sessionid', '=', sessionid).where(own).execute()
    },

    async endOldest(accountid) {
      const tooMany = await db
        .selectFrom(TABLE)
        .select('sessionid')
        .where('accountid', '=', accountid)
        .where(own)
        .orderBy('created_at', 'desc')
        .orderBy('sessionid')
        .offset(MOST)
        .limit(MOST)
        .execute()
      const ids = tooMany.map(({ sessionid }) => sessionid)
      if (ids.length > 0) await db.deleteFrom(TABLE).where('sessionid', 'in', ids).execute()
      return ids
    },

    forgetExpired: (before, limit) =>
      forgetOlder(database, { table: TABLE, key: 'sessionid', since: 'expires_at', own }, before, limit),
  }
})

/**
 * Deletes sessions that have ended. Every host does so, because the standalone host may have used the database before, or share it.
 */
export const endedSessions: Forgetting = {
  name: 'sessions',
  kept: 0,
  forget: (storage, before, limit) => sessionStore(storage).forgetExpired(before, limit),
}
