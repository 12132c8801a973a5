import { asDate } from './columns.ts'
import type { Database } from './database.ts'
import { forgetOlder } from './forget-older.ts'
import type { Sessions } from './storage.ts'

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
