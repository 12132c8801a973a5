import { asDate } from './columns.ts'
import type { Database } from './database.ts'
import { forgetOlder } from './forget-older.ts'

export interface SessionRow {
  sessionid: string
  accountid: string
  /** SHA-256 of the cookie's secret half; the secret itself is only in the cookie. */
  tokenHash: string
  csrfToken: string
  createdAt: Date
  expiresAt: Date
}

export interface Sessions {
  insert(session: SessionRow): Promise<void>
  find(sessionid: string): Promise<SessionRow | undefined>
  delete(sessionid: string): Promise<void>
  /**
   * Deletes sessions that ended before then, up to `limit` of them.
   *
   * @returns how many there were; fewer than the limit when none are left
   */
  forgetExpired(before: Date, limit: number): Promise<number>
}

const TABLE = 'connect_sessions'

export function sessions(database: Database): Sessions {
  const { db } = database
  return {
    async insert(session) {
      await db
        .insertInto(TABLE)
        .values({
          sessionid: session.sessionid,
          accountid: session.accountid,
          token_hash: session.tokenHash,
          csrf_token: session.csrfToken,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
        })
        .execute()
    },

    async find(sessionid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('sessionid', '=', sessionid)
        .executeTakeFirst()
      return (
        found && {
          sessionid: found.sessionid,
          accountid: found.accountid,
          tokenHash: found.token_hash,
          csrfToken: found.csrf_token,
          createdAt: asDate(found.created_at),
          expiresAt: asDate(found.expires_at),
        }
      )
    },

    async delete(sessionid) {
      await db.deleteFrom(TABLE).where('sessionid', '=', sessionid).execute()
    },

    forgetExpired: (before, limit) =>
      forgetOlder(database, { table: TABLE, key: 'sessionid', since: 'expires_at' }, before, limit),
  }
}
