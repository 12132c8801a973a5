import type { Transaction } from 'kysely'
import type { Database } from '../../storage/database.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import type { PersonColumns } from './account-columns.ts'
import type { Tallied } from './account-tallies.ts'
import type { AccountTables } from './tables.ts'

/** An account as it is until the transaction changes it. */
export interface KeptAccount extends Owner, Tallied, PersonColumns {
  search_text: string
  columns_rule: number
}

/**
 * Keeps others from changing or deleting an account of the tenant until the transaction ends.
 *
 * @returns undefined when the tenant has no account with that id
 */
export async function keepAccount(
  transaction: Transaction<EngineTables & AccountTables>,
  { appid, traits }: Pick<Database, 'appid' | 'traits'>,
  stripeid: string,
): Promise<KeptAccount | undefined> {
  return transaction
    .selectFrom('connect_stripe_accounts')
    .select(['accountid', 'status', 'country', 'created_at', 'approved_at'])
    .select(['search_text', 'columns_rule', 'person_name', 'person_email'])
    .where('appid', '=', appid)
    .where('stripeid', '=', stripeid)
    .$if(traits.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst()
}
