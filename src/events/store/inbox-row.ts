import type { Selectable } from 'kysely'
import { asDate, asOptionalDate } from '../../storage/columns.ts'
import type { InboxTable } from './tables.ts'

/** An event as Stripe sent it, and how far it has got here. */
export interface InboxRow {
  eventid: string
  type: string
  /** The connected account it is about; undefined for the platform's own. */
  stripeid: string | undefined
  /** What it waits for: the object that applying it fetches, e.g. `acct_...` or `po_...`. */
  objectid: string
  payload: unknown
  receivedAt: Date
  appliedAt: Date | undefined
  /** How often applying it failed. */
  attempts: number
  nextAttemptAt: Date
  /** What went wrong the last time, for an administrator; undefined when nothing did. */
  failure: string | undefined
  /** Since when it fails for a cause that somebody may mend. */
  failingSince: Date | undefined
  /** When it was given up: it is a dead letter, which waits for an administrator. */
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
