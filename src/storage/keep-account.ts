import type { Transaction } from 'kysely'
import type { DialectTraits } from './database.ts'
import type { Owner } from './owner.ts'
import type { Tables } from './tables.ts'

/**
 * Keeps an account from being changed and deleted by others while something of it is written.
 *
 * @returns whose it is; undefined when it is gone already
 */
export async function keepAccount(
  transaction: Transaction<Tables>,
  traits: DialectTraits,
  stripeid: string,
): Promise<Owner | undefined> {
  return transaction
    .selectFrom('connect_stripe_accounts')
    .select(['appid', 'accountid'])
    .where('stripeid', '=', stripeid)
    .$if(traits.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst()
}
