import type { Selectable } from 'kysely'
import type { Stripe } from 'stripe'
import { asDate, asOptionalDate } from '../../storage/columns.ts'
import type { AccountStatus } from '../account-status.ts'
import type { StripeAccountsTable } from './tables.ts'

export interface StripeAccountRow {
  stripeid: string
  /** The person who registered it. */
  accountid: string
  appid: string
  /** As Stripe last sent it. */
  stripeObject: Stripe.Account
  status: AccountStatus
  /** The name and e-mail address by which the host knows the person, where it does. */
  person: { name: string | undefined; email: string | undefined }
  submittedAt: Date | undefined
  createdAt: Date
  updatedAt: Date
}

export function toRow(row: Selectable<StripeAccountsTable>): StripeAccountRow {
  return {
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: JSON.parse(row.stripe_object),
    status: row.status,
    person: { name: row.person_name ?? undefined, email: row.person_email ?? undefined },
    submittedAt: asOptionalDate(row.submitted_at),
    createdAt: asDate(row.created_at),
    updatedAt: asDate(row.updated_at),
  }
}
