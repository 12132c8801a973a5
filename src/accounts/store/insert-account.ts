import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { fromSeconds } from '../../storage/columns.ts'
import type { Database } from '../../storage/database.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { insertIfNew } from '../../storage/write.ts'
import { accountColumns } from './account-columns.ts'
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

/** @returns false when a row with that id exists already; it stays as it is */
export function insertAccount(
  transaction: Transaction<EngineTables>,
  { appid, now }: Pick<Database, 'appid' | 'now'>,
  { stripeid, accountid, stripeObject }: NewStripeAccount,
  since: Since = {},
): Promise<boolean> {
  const { created, tos_acceptance } = stripeObject
  const acceptedAt = tos_acceptance?.date ? fromSeconds(tos_acceptance.date) : undefined
  const createdAt = created ? fromSeconds(created) : (since.createdAt ?? now())
  const submittedAt = since.submittedAt ?? acceptedAt
  return insertIfNew(transaction.withTables<AccountTables>(), 'connect_stripe_accounts', {
    ...{ stripeid, accountid, appid },
    ...accountColumns(stripeObject),
    created_at: createdAt,
    updated_at: now(),
    submitted_at: submittedAt ?? null,
    // An account that comes with payouts was approved before, soon after it was submitted.
    approved_at: stripeObject.payouts_enabled ? (submittedAt ?? createdAt) : null,
  })
}
