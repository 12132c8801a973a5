import type { Kysely, Migration } from 'kysely'
import { emailAddress } from '../../core/email-address.ts'

interface Users {
  connect_users: { appid: string; accountid: string; email: string; email_key: string }
}

const AT_ONCE = 1000

/**
 * People were registered with invisible characters and full-width letters in their address, and could not sign in by typing it.
 * An address that somebody else has in plain characters stays.
 */
export const emailKeys = (): Migration => ({
  async up(db: Kysely<Users>) {
    for (let last = ''; ; ) {
      const users = await db
        .selectFrom('connect_users')
        .select(['appid', 'accountid', 'email'])
        .where('accountid', '>', last)
        .orderBy('accountid')
        .limit(AT_ONCE)
        .execute()
      for (const user of users) await cleanEmail(db, user)
      last = users.at(-1)?.accountid ?? ''
      if (last === '') return
    }
  },
})

async function cleanEmail(
  db: Kysely<Users>,
  { appid, accountid, email }: Omit<Users['connect_users'], 'email_key'>,
): Promise<void> {
  const plain = emailAddress(email)
  const email_key = plain?.toLowerCase()
  if (plain === undefined || email_key === undefined || email_key === email.toLowerCase()) return
  const owner = await db
    .selectFrom('connect_users')
    .select('accountid')
    .where('appid', '=', appid)
    .where('email_key', '=', email_key)
    .executeTakeFirst()
  if (owner !== undefined) return
  await db
    .updateTable('connect_users')
    .set({ email: plain, email_key })
    .where('accountid', '=', accountid)
    .execute()
}
