import type { Transaction } from 'kysely'
import type { DialectTraits } from './database.ts'
import type { Tables } from './tables.ts'

/**
 * Keeps an account from being deleted while something of it is written.
 *
 * @returns false when it is gone already
 */
export async function keepAccount(
  transaction: Transaction<Tables>,
  traits: DialectTraits,
  stripeid: string,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('connect_stripe_accounts')
    .select('stripeid')
    .where('stripeid', '=', stripeid)
    .$if(traits.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst()
  return found !== undefined
}
