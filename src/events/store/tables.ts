import type { Json, OfTenant, OptionalTime, Time } from '../../storage/tables.ts'

export interface InboxTable extends OfTenant {
  eventid: string
  type: string
  stripeid: string | null
  objectid: string
  payload: Json
  received_at: Time
  /** When it was applied or, where `dead_at` says so, given up: since then it does not wait. */
  applied_at: OptionalTime
  attempts: number
  next_attempt_at: Time
  failure: string | null
  /** Since when it fails for a cause that somebody may mend; null where it never has, or is only waiting for an outage to end. */
  failing_since: OptionalTime
  dead_at: OptionalTime
  /** Written by versions before 007 only: see `connect_leases`. */
  lease_until: OptionalTime
}

export type InboxTables = {
  connect_inbox: InboxTable
}
