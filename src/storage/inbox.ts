import { type SqlBool, sql, type UpdateObject } from 'kysely'
import { asDate } from './columns.ts'
import type { Database } from './database.ts'
import { type DeadLetters, deadLetters } from './dead-letters.ts'
import { forgetOlder } from './forget-older.ts'
import { type InboxIntake, inboxIntake } from './inbox-intake.ts'
import { type InboxRow, toRow } from './inbox-row.ts'
import { type PageOfRows, paged } from './paging.ts'
import type { Tables } from './tables.ts'

/** All events that wait to be applied for one payout, or for one account with everything in it: one fetch serves them all. */
export interface InboxClaim {
  objectid: string
  stripeid: string | undefined
  /** Oldest first. */
  events: InboxRow[]
}

/** What came for the tenant. Tenants of one Stripe platform are told the same events, and each has a row of its own. */
export interface Inbox extends InboxIntake, DeadLetters {
  /** Takes up to `limit` objects whose events are due and keeps them from other workers until `leaseUntil`. */
  claim(limit: number, now: Date, leaseUntil: Date): Promise<InboxClaim[]>
  applied(eventids: string[], at: Date): Promise<void>
  /** @param failingSince given when somebody may mend the cause; the first time that is given counts */
  failed(
    eventids: string[],
    failed: { failure: string; nextAttemptAt: Date; failingSince?: Date },
  ): Promise<void>
  /** Gives events up. */
  died(eventids: string[], failure: string, at: Date): Promise<void>
  /** Newest first. */
  ofAccount(stripeid: string, page: PageOfRows): Promise<InboxRow[]>
  /**
   * Deletes events that were applied or given up before then, up to `limit` of them; those that still wait are kept however old
   * they are.
   *
   * @returns how many there were; fewer than the limit when none are left
   */
  forgetApplied(before: Date, limit: number): Promise<number>
  /** How many wait, how many of them have failed at least once, how many were given up, and when the newest came. */
  figures(): Promise<{ waiting: number; failing: number; dead: number; lastReceivedAt: Date | undefined }>
}

const TABLE = 'connect_inbox'

/** A longer backlog is claimed in parts, so that neither memory nor a statement's parameters run out. */
const EVENTS_AT_ONCE = 1000

export function inbox(database: Database): Inbox {
  const { appid, traits, read, change } = database

  /** One that was overtaken may mark the same events as another, which then gives way and is run again. */
  const mark = async (eventids: string[], changes: UpdateObject<Tables, typeof TABLE>): Promise<void> => {
    if (eventids.length === 0) return
    await change((transaction) =>
      transaction
        .updateTable(TABLE)
        .set(changes)
        .where('appid', '=', appid)
        .where('eventid', 'in', eventids)
        .where('applied_at', 'is', null)
        .execute(),
    )
  }

  const letters = deadLetters(database)

  return {
    ...letters,
    ...inboxIntake(database),

    claim: (limit, now, leaseUntil) =>
      change(async (transaction) => {
        // Without this, an event that comes while its object is being claimed could be claimed by another worker at once.
        await traits.serialise(transaction, `inbox/${appid}`)
        const due = await transaction
          .selectFrom(TABLE)
          .select('objectid')
          .where('appid', '=', appid)
          .where('applied_at', 'is', null)
          .where('next_attempt_at', '<=', now)
          .where('objectid', 'not in', ({ selectFrom }) =>
            selectFrom(TABLE).select('objectid').where('appid', '=', appid).where('lease_until', '>', now),
          )
          .orderBy('next_attempt_at')
          .orderBy('eventid')
          .limit(limit)
          .execute()
        if (due.length === 0) return []

        // All that waits for these objects, also what failed and is not due yet: the same fetch serves it.
        const events = await transaction
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('applied_at', 'is', null)
          .where('objectid', 'in', [...new Set(due.map(({ objectid }) => objectid))])
          .orderBy('received_at')
          .orderBy('eventid')
          .limit(EVENTS_AT_ONCE)
          // A worker that outlived its lease may be marking some of them just now: neither waits for the other.
          .$if(traits.rowLocks, (query) => query.forUpdate().skipLocked())
          .execute()
        if (events.length === 0) return []
        await transaction
          .updateTable(TABLE)
          .set({ lease_until: leaseUntil })
          .where('appid', '=', appid)
          .where(
            'eventid',
            'in',
            events.map(({ eventid }) => eventid),
          )
          .execute()
        return byObject(events.map(toRow))
      }),

    applied: (eventids, at) => mark(eventids, { applied_at: at, failure: null, lease_until: null }),

    failed: (eventids, { failure, nextAttemptAt, failingSince }) =>
      mark(eventids, {
        attempts: sql`attempts + 1`,
        failure,
        next_attempt_at: nextAttemptAt,
        ...(failingSince && { failing_since: sql`coalesce(failing_since, ${failingSince})` }),
        lease_until: null,
      }),

    died: (eventids, failure, at) =>
      mark(eventids, {
        attempts: sql`attempts + 1`,
        failure,
        applied_at: at,
        dead_at: at,
        lease_until: null,
      }),

    async ofAccount(stripeid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .orderBy('received_at', 'desc')
          .orderBy('eventid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    forgetApplied(before, limit) {
      const own = sql<SqlBool>`appid = ${appid}`
      return forgetOlder(database, { table: TABLE, key: 'eventid', since: 'applied_at', own }, before, limit)
    },

    async figures() {
      const { waiting, failing } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('applied_at', 'is', null)
          .select((eb) => [
            eb.fn.countAll<number>().as('waiting'),
            eb.fn.count<number>(eb.case().when('attempts', '>', 0).then(1).end()).as('failing'),
          ])
          .executeTakeFirstOrThrow(),
      )
      const newest = await read((db) =>
        db
          .selectFrom(TABLE)
          .select('received_at')
          .where('appid', '=', appid)
          .orderBy('received_at', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      const dead = await letters.countDead()
      return { waiting, failing, dead, lastReceivedAt: newest && asDate(newest.received_at) }
    },
  }
}

function byObject(events: InboxRow[]): InboxClaim[] {
  const claims = new Map<string, InboxClaim>()
  for (const event of events) {
    const { objectid, stripeid } = event
    const claim = claims.get(objectid)
    if (claim) claim.events.push(event)
    else claims.set(objectid, { objectid, stripeid, events: [event] })
  }
  return [...claims.values()]
}
