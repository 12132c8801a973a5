/**
 * Stores events that arrive together in one statement, sorted by id, so that two instances that receive the same events do not
 * deadlock.
 *
 * @module
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Database } from '../../storage/database.ts'
import { isDuplicateKey } from '../../storage/dialects/mysql-errors.ts'
import { jsonArray, prepared } from '../../storage/dialects/postgresql-statements.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { keepWait } from '../../storage/waiting.ts'
import type { ReceivedEvent } from '../received-event.ts'
import type { InboxTables } from './tables.ts'

/** An event that Stripe sent. */
export interface Arrival {
  event: ReceivedEvent
  /** The key under which it waits: see `LeasedRows.claim`. */
  key: string
  /** Its JSON as Stripe sent it; bytes are UTF-8. */
  payload: Buffer | string
}

export interface InboxIntake {
  /**
   * Stores all of them or none.
   *
   * @returns whether each event is new, in their order; of several with one id only the first is new
   */
  insertAll(arrivals: readonly Arrival[], receivedAt: Date): Promise<boolean[]>
}

const TABLE = 'connect_inbox'

export function inboxIntake({ appid, db, traits }: Database<EngineTables & InboxTables>): InboxIntake {
  return {
    async insertAll(arrivals, receivedAt) {
      const byId = new Map(arrivals.toReversed().map((arrival) => [arrival.event.id, arrival]))
      const sorted = [...byId.keys()].sort().map((id) => byId.get(id) as Arrival)
      const fresh = new Set(await INSERTS[traits.dialect](db, appid, sorted, receivedAt))
      return arrivals.map(({ event }) => fresh.delete(event.id))
    },
  }
}

/** @returns the ids of the new events */
type Insert = (
  db: Kysely<EngineTables & InboxTables>,
  appid: string,
  arrivals: readonly Arrival[],
  receivedAt: Date,
) => Promise<string[]>

const INSERTS: Record<Database['traits']['dialect'], Insert> = {
  postgresql: onPostgresql,
  sqlite: onSqlite,
  mysql: onMysql,
}

/** One prepared statement for any number of rows. The server gets each payload as the bytes that Stripe sent. */
const INSERT_ARRAYS = prepared(`
  insert into ${TABLE} (appid, eventid, type, stripeid, objectid, payload, received_at, next_attempt_at, attempts)
  select $1::varchar, eventid, type, stripeid, objectid, payload, $2::timestamptz, $2::timestamptz, 0
  from unnest($3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[], $7::json[])
    as arrived (eventid, type, stripeid, objectid, payload)
  on conflict do nothing returning eventid
`)

async function onPostgresql(...[db, appid, arrivals, receivedAt]: Parameters<Insert>): Promise<string[]> {
  const { rows } = await db.executeQuery<{ eventid: string }>(
    CompiledQuery.raw(INSERT_ARRAYS, [
      appid,
      receivedAt,
      arrivals.map(({ event }) => event.id),
      arrivals.map(({ event }) => event.type),
      arrivals.map(({ event }) => event.account ?? null),
      arrivals.map(({ key }) => key),
      jsonArray(
        arrivals.map(({ payload }) => (typeof payload === 'string' ? Buffer.from(payload) : payload)),
      ),
    ]),
  )
  return rows.map(({ eventid }) => eventid)
}

async function onSqlite(...[db, ...rest]: Parameters<Insert>): Promise<string[]> {
  const rows = await db
    .insertInto(TABLE)
    .values(toRows(...rest))
    .onConflict((conflict) => conflict.doNothing())
    .returning('eventid')
    .execute()
  return rows.map(({ eventid }) => eventid)
}

/** Not `insert ignore`, which ignores other errors too. When an event exists already, this inserts the others. */
async function onMysql(...[db, appid, arrivals, receivedAt]: Parameters<Insert>): Promise<string[]> {
  const ids = arrivals.map(({ event }) => event.id)
  if (ids.length === 0) return []
  const inSameWait = keepWait()
  try {
    await db
      .insertInto(TABLE)
      .values(toRows(appid, arrivals, receivedAt))
      .execute()
    return ids
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    const rows = await inSameWait(() =>
      db.selectFrom(TABLE).select('eventid').where('appid', '=', appid).where('eventid', 'in', ids).execute(),
    )
    const known = new Set(rows.map(({ eventid }) => eventid))
    const fresh = arrivals.filter(({ event }) => !known.has(event.id))
    if (fresh.length === arrivals.length) throw error
    return inSameWait(() => onMysql(db, appid, fresh, receivedAt))
  }
}

function toRows(appid: string, arrivals: readonly Arrival[], receivedAt: Date) {
  return arrivals.map(({ event, key, payload }) => ({
    appid,
    eventid: event.id,
    type: event.type,
    stripeid: event.account ?? null,
    objectid: key,
    payload: payload.toString(),
    received_at: receivedAt,
    next_attempt_at: receivedAt,
    attempts: 0,
  }))
}
