import type { Database } from './database.ts'
import type { HeaderValues } from './storage.ts'
import { insertOrUpdate } from './write.ts'

const TABLE = 'connect_header_values'

export function headerValues({ db, traits }: Database): HeaderValues {
  return {
    async find(appid, accountid) {
      const found = await db
        .selectFrom(TABLE)
        .select('value')
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .executeTakeFirst()
      return found?.value
    },

    rebuild: (appid, accountid, build) =>
      db.transaction().execute(async (transaction) => {
        // Whoever reads the accounts later must also write later.
        await traits.serialise(transaction, `header-values/${appid}/${accountid}`)
        const accounts = await transaction
          .selectFrom('connect_stripe_accounts')
          .select('stripe_object')
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .orderBy('created_at', 'desc')
          .orderBy('stripeid', 'desc')
          .execute()
        const value = build(accounts.map((account) => JSON.parse(account.stripe_object)))
        await insertOrUpdate(
          transaction,
          TABLE,
          ['appid', 'accountid'],
          { appid, accountid, value },
          { value },
        )
        return value
      }),
  }
}
