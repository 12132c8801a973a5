import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { fromSeconds } from '../../storage/columns.ts'
import type { Database } from '../../storage/database.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { insertIfNew } from '../../storage/write.ts'
import { accountColumns } from './account-columns.ts'
import type { Tallied } from './account-tallies.ts'
import { keepWords } from './account-text.ts'
import type { AccountTables } from './tables.ts'

export interface NewStripeAccount extends Owner {
  stripeid: string
  stripeObject: Stripe.Account
}

/** What is known of an account beside Stripe's object. */
interface Since {
  /** When the seller submitted it, unless Stripe's object says so. */
  submittedAt?: Date | undefined
  /** When it came, unless Stripe's object says when it was made. */
  createdAt?: Date
}

/** @returns what was inserted, to be counted; undefined when a row with that id exists already, which stays as it is */
export async function insertAccount(
  transaction: Transaction<EngineTables>,
  database: Pick<Database, 'appid' | 'now'>,
  { stripeid, accountid, stripeObject }: NewStripeAccount,
  since: Since = {},
): Promise<Tallied | undefined> {
  const { appid, now } = database
  const { created, tos_acceptance } = stripeObject
  const acceptedAt = tos_acceptance?.date ? fromSeconds(tos_acceptance.date) : undefined
  const createdAt = created ? fromSeconds(created) : (since.createdAt ?? now())
  const submittedAt = since.submittedAt ?? acceptedAt
  const columns = accountColumns(stripeObject, { person_name: null, person_email: null })
  const row = {
    ...columns,
    created_at: createdAt,
    // An account that comes with payouts was approved before, soon after it was submitted.
    approved_at: stripeObject.payouts_enabled ? (submittedAt ?? createdAt) : null,
  }
  const inserted = await insertIfNew(transaction.withTables<AccountTables>(), 'connect_stripe_accounts', {
    ...{ stripeid, accountid, appid },
    ...row,
    updated_at: now(),
    submitted_at: submittedAt ?? null,
  })
  if (!inserted) return undefined
  await keepWords(transaction, database, { stripeid, was: '', is: columns.search_text })
  return row
}
