import type { Json, OfTenant, OptionalTime, Time } from '../../storage/tables.ts'

export interface InboxTable extends OfTenant {
  eventid: string
  type: string
  stripeid: string | null
  objectid: string
  payload: Json
  received_at: Time
  /** When it was applied or, if `dead_at` is set, given up; null while it waits. */
  applied_at: OptionalTime
  attempts: number
  next_attempt_at: Time
  failure: string | null
  /** Since when it has failed for a cause that an administrator can fix; null if it has not, or only waits for an outage to end. */
  failing_since: OptionalTime
  dead_at: OptionalTime
  /** Only versions before migration 007 write it: see `connect_leases`. */
  lease_until: OptionalTime
}

export type InboxTables = {
  connect_inbox: InboxTable
}
