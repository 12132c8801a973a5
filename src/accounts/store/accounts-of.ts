import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import type { Database } from '../../storage/database.ts'
import type { EngineTables } from '../../storage/tables.ts'
import type { AccountTables } from './tables.ts'

/** A person's accounts as Stripe last sent them, newest first, as a transaction sees them. */
export async function accountsOf(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  accountid: string,
): Promise<Stripe.Account[]> {
  const rows = await transaction
    .withTables<AccountTables>()
    .selectFrom('connect_stripe_accounts')
    .select('stripe_object')
    .where('appid', '=', appid)
    .where('accountid', '=', accountid)
    .orderBy('created_at', 'desc')
    .orderBy('arrived', 'desc')
    .execute()
  return rows.map((row) => JSON.parse(row.stripe_object))
}
