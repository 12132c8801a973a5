import type { Transaction } from 'kysely'
import type { Database } from '../../storage/database.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import type { AccountTables } from './tables.ts'

/**
 * Keeps others from changing or deleting an account of the tenant until the transaction ends.
 *
 * @returns the account's owner; undefined when the tenant has no account with that id
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
