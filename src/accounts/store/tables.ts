import type { Arriving } from '../../storage/arrival.ts'
import type { Json, OfTenant, OptionalTime, Time } from '../../storage/tables.ts'
import type { AccountStatus } from '../account-status.ts'

/** The columns that accounts, persons and payouts share. */
export interface Owned extends OfTenant, Arriving {
  stripeid: string
  accountid: string
  stripe_object: Json
  /** Stripe's own `created`, so that adopted objects and imported histories sort where they belong. */
  created_at: Time
  updated_at: Time
}

export interface StripeAccountsTable extends Owned {
  status: AccountStatus
  country: string | null
  /** The person as the host knew them when they last came; null where it does not say. */
  person_name: string | null
  person_email: string | null
  /** Folded (see `fold`), to sort by; null when neither the account nor the person has a name. */
  sort_name: string | null
  /** Names, e-mail addresses and id, the person's included, folded, one per line. */
  search_text: string
  deadline: OptionalTime
  submitted_at: OptionalTime
  /** When Stripe first let payouts go out. */
  approved_at: OptionalTime
  /** See `COLUMNS_RULE`; 0 for rows from before there were numbers. */
  columns_rule: number
}

interface PersonsTable extends Owned {
  personid: string
}

export type AccountTables = {
  connect_stripe_accounts: StripeAccountsTable
  connect_persons: PersonsTable
}
