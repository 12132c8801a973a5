import type { Owned } from '../../accounts/store/tables.ts'
import type { OptionalTime } from '../../storage/tables.ts'
import type { Tally } from '../../storage/tallies.ts'

export interface PayoutsTable extends Owned {
  payoutid: string
  status: string
  currency: string
  /** In the currency's minor unit. */
  amount: number
  /** When the bank has or is expected to have the money; null for rows that an earlier version wrote during an update. */
  arrives_at: OptionalTime
  /** Since when it is a failure that nobody has dealt with; null for every other payout. */
  open_since: OptionalTime
  /** When an administrator marked the failure as dealt with, and who. */
  dealt_at: OptionalTime
  dealt_by: string | null
}

interface PayoutDays extends Tally {
  /** On which Stripe made them, in UTC. */
  day: string
  currency: string
  status: string
  payouts: number
  amount: number
}

export type PayoutTables = {
  connect_payouts: PayoutsTable
  connect_payout_days: PayoutDays
}
