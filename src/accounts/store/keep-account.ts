import type { Transaction } from 'kysely'
import type { Database } from '../../storage/database.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import type { AccountTables } from './tables.ts'

/**
 * Keeps an account of the tenant from being changed and deleted by others while something of it is written.
 *
 * @returns whose it is; undefined when the tenant has none of that id
 */
export async function keepAccount(
  transaction: Transaction<EngineTables & AccountTables>,
  { appid, traits }: Pick<Database, 'appid' | 'traits'>,
  stripeid: string,
): Promise<Owner | undefined> {
  return transaction
    .selectFrom('connect_stripe_accounts')
    .select('accountid')
    .where('appid', '=', appid)
    .where('stripeid', '=', stripeid)
    .$if(traits.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst()
}
