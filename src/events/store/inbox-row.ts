import type { Selectable } from 'kysely'
import { asDate, asOptionalDate } from '../../storage/columns.ts'
import type { InboxTable } from './tables.ts'

/** An event as Stripe sent it, and its state in the inbox. */
export interface InboxRow {
  eventid: string
  type: string
  /** The connected account it is about; undefined for the platform's own events. */
  stripeid: string | undefined
  /** The object that applying it fetches, e.g. `acct_...` or `po_...`. */
  objectid: string
  payload: unknown
  receivedAt: Date
  appliedAt: Date | undefined
  /** How often applying it failed. */
  attempts: number
  nextAttemptAt: Date
  /** The last failure, for an administrator; undefined when there is none. */
  failure: string | undefined
  /** Since when it has failed for a cause that an administrator can fix. */
  failingSince: Date | undefined
  /** When it was given up and became a dead letter. */
  deadAt: Date | undefined
}

export function toRow(row: Selectable<InboxTable>): InboxRow {
  return {
    eventid: row.eventid,
    type: row.type,
    stripeid: row.stripeid ?? undefined,
    objectid: row.objectid,
    payload: JSON.parse(row.payload),
    receivedAt: asDate(row.received_at),
    appliedAt: row.dead_at === null ? asOptionalDate(row.applied_at) : undefined,
    attempts: row.attempts,
    nextAttemptAt: asDate(row.next_attempt_at),
    failure: row.failure ?? undefined,
    failingSince: asOptionalDate(row.failing_since),
    deadAt: asOptionalDate(row.dead_at),
  }
}
