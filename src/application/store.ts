import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { type Database, withTables } from '../storage/database.ts'
import { defineStore } from '../storage/define-store.ts'
import type { Owner } from '../storage/owner.ts'
import type { EngineTables, OfTenant } from '../storage/tables.ts'
import { insertOrUpdate } from '../storage/write.ts'

/** Each person's header values, ready before a request. */
export interface HeaderValues {
  find(accountid: string): Promise<string | undefined>
  /**
   * Rebuilds a person's values in one transaction: `build` gets the person's accounts, newest first. Only one rebuild runs for a
   * person at a time, and none while their rows change, so the values are never older than the rows.
   */
  rebuild(
    accountid: string,
    accountsOf: AccountsOf,
    build: (accounts: Stripe.Account[]) => string,
  ): Promise<string>
}

/** The connected accounts of a person of the tenant, newest first, as a transaction sees them. */
export type AccountsOf = (
  transaction: Transaction<EngineTables>,
  tenant: Pick<Database, 'appid'>,
  accountid: string,
) => Promise<Stripe.Account[]>

interface HeaderValuesTable extends OfTenant {
  accountid: string
  value: string
}

type HeaderValueTables = {
  connect_header_values: HeaderValuesTable
}

const TABLE = 'connect_header_values'

export const headerValueStore = defineStore((database): HeaderValues => {
  const { appid, db, change } = withTables<HeaderValueTables>(database)
  return {
    async find(accountid) {
      const found = await db
        .selectFrom(TABLE)
        .select('value')
        .where('appid', '=', appid)
        .where('accountid', '=', accountid)
        .executeTakeFirst()
      return found?.value
    },

    rebuild: (accountid, accountsOf, build) =>
      change(async (transaction) => {
        await reserve(transaction, database, { accountid })
        const value = build(await accountsOf(transaction, database, accountid))
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
})

/**
 * For every transaction that changes a person's accounts: deletes the values made from the old rows. If the process stops before
 * it makes new ones, the values are missing instead of old.
 */
export async function dropHeaderValues(
  transaction: Transaction<EngineTables>,
  database: Pick<Database, 'appid' | 'traits'>,
  owner: Owner,
): Promise<void> {
  await reserve(transaction, database, owner)
  await transaction
    .withTables<HeaderValueTables>()
    .deleteFrom(TABLE)
    .where('appid', '=', database.appid)
    .where('accountid', '=', owner.accountid)
    .execute()
}

/**
 * Locks a person's accounts until the transaction ends, so that no other transaction stores values from rows it read before a
 * change.
 */
export async function reserve(
  transaction: Transaction<EngineTables>,
  { appid, traits }: Pick<Database, 'appid' | 'traits'>,
  { accountid }: Owner,
): Promise<void> {
  await traits.serialise(transaction, `header-values/${appid}/${accountid}`)
}
