import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  type Dialect,
  type Kysely,
  type MigrationLockOptions,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
} from 'kysely'
import pg from 'pg'
import type { StorageConfig } from '../../config/config.ts'
import { endOnNonsense } from '../../net/end-on-nonsense.ts'
import type { DialectTraits } from '../database.ts'
import type { Patience } from '../patience.ts'
import { NoAnswer, type StorageError } from '../storage-error.ts'
import { keepWait } from '../waiting.ts'
import { describePostgresql, postgresqlAddress } from './postgresql-address.ts'
import { isAboutPrepared, isReadOnly, isUnusable, unusable } from './postgresql-errors.ts'
import { nameOf } from './postgresql-statements.ts'

/** The encodings that take all text. SQL_ASCII keeps bytes as they come. */
const ENCODINGS = new Set(['UTF8', 'SQL_ASCII'])

export const postgresqlTraits: DialectTraits = {
  dialect: 'postgresql',
  // Not jsonb, which reorders Stripe's JSON and refuses a NUL in it.
  columns: { time: 'timestamptz', json: 'json', text: 'text' },
  serialise: async (transaction, name) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`stripe-connect/${name}`}, 0))`.execute(
      transaction,
    )
  },
  makeLocks: async () => {},
  // A deadlock or a serialisation failure.
  gaveWay: (error) => error instanceof Error && 'code' in error && /^40(?:P01|001)$/.test(String(error.code)),
  rowLocks: true,
  problem: async (db) => {
    const { rows } = await sql<{ encoding: string; dates: string }>`
      select current_setting('server_encoding') as encoding, current_setting('DateStyle') as dates
    `.execute(db)
    const { encoding = '', dates = '' } = rows[0] ?? {}
    if (!ENCODINGS.has(encoding))
      return `it keeps text as ${encoding}, and must be made with the encoding UTF8`
    // pg reads no other dates either.
    if (!dates.startsWith('ISO')) return `its DateStyle is ${dates}, and must be ISO`
    return undefined
  },
  day: (column) => sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD')`,
}

/** How long a migration waits for a lock: every other statement on that table waits behind it. */
const LOCK_LIMIT = '25s'

interface Limits {
  statement: string
  lock: string
}

/** Lifts the time limit on statements for migrations, even if the address, the role or the app's pool sets one. */
class Adapter extends PostgresAdapter {
  #before: Limits | undefined

  override async acquireMigrationLock(db: Kysely<unknown>, options: MigrationLockOptions): Promise<void> {
    await super.acquireMigrationLock(db, options)
    const { rows } = await sql<Limits>`
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock
    `.execute(db)
    this.#before = rows[0]
    await limit(db, { statement: '0', lock: LOCK_LIMIT })
  }

  override async releaseMigrationLock(db: Kysely<unknown>, options: MigrationLockOptions): Promise<void> {
    if (this.#before) await limit(db, this.#before)
    await super.releaseMigrationLock(db, options)
  }
}

async function limit(db: Kysely<unknown>, { statement, lock }: Limits): Promise<void> {
  await sql`
    select set_config('statement_timeout', ${statement}, false), set_config('lock_timeout', ${lock}, false)
  `.execute(db)
}

class PostgresqlDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new Adapter()
  }
}

/** Milliseconds after which the server rolls back an idle transaction, of a crashed process, say. */
const IDLE_LIMIT = 30_000
/** Milliseconds of silence after which TCP checks that the server is still there. */
const KEEP_ALIVE = 10_000

/** @param onIdleError called when an idle connection is lost; the pool replaces it */
export function postgresqlDialect(
  config: StorageConfig,
  patience: Patience,
  onIdleError: (error: Error) => void,
): Dialect {
  const where = describePostgresql(config.url)
  const pool = new pg.Pool({
    ...postgresqlAddress(config.url ?? ''),
    max: config.maxConnections,
    idleTimeoutMillis: config.idleTimeout,
    connectionTimeoutMillis: patience.connect,
    statement_timeout: patience.statement,
    query_timeout: patience.statement && patience.statement + patience.connect,
    idle_in_transaction_session_timeout: IDLE_LIMIT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    // An idle connection does not keep the process running.
    allowExitOnIdle: true,
    application_name: 'stripe-connect',
    stream: openStream,
  })
  pool.on('error', onIdleError)
  return new PostgresqlDialect({ pool: { ...guarded(pool, where, patience), end: () => pool.end() } })
}

/** @param pool the app's own: the app ends it and handles lost connections */
export function postgresqlPoolDialect(pool: pg.Pool, patience: Patience): Dialect {
  const where = describePostgresql(pool.options.connectionString)
  return new PostgresqlDialect({ pool: guarded(pool, where, patience) })
}

/** Recognises a pool by its shape, because the app may have its own copy of pg. */
export function isPostgresqlPool(pool: object): pool is pg.Pool {
  const { connect, query, options, totalCount } = pool as Partial<pg.Pool>
  return (
    typeof connect === 'function' &&
    typeof query === 'function' &&
    typeof options === 'object' &&
    typeof totalCount === 'number'
  )
}

/**
 * Wraps a pool for Kysely: makes parameters fit for PostgreSQL, parses answers our way whatever the app's settings are, and
 * explains errors.
 */
function guarded(pool: pg.Pool, where: string, patience: Patience): PostgresPool {
  // The pool stops listening to a new client before it hands it over. An error that the server sends just after it is ready
  // would end the process.
  const listenMeanwhile = (client: pg.PoolClient) => {
    client.on('error', ignore)
    setImmediate(() => client.off('error', ignore))
    endOnNonsense(streamOf(client))
  }
  pool.on('connect', listenMeanwhile)
  let keepsPrepared = true
  const send = async (client: pg.PoolClient, text: string, parameters: readonly unknown[]) => {
    const query = { text, values: parameters.map(bind), types: { getTypeParser } }
    const name = nameOf(text)
    if (name === undefined || !keepsPrepared) return client.query(query)
    try {
      return await client.query({ ...query, name })
    } catch (error) {
      if (!isAboutPrepared(error)) throw error
      keepsPrepared = false
      return client.query(query)
    }
  }
  return {
    end: async () => void pool.off('connect', listenMeanwhile),
    async connect() {
      const inSameWait = keepWait()
      const client = await take(pool, where, patience)
      // The pool listens to idle clients only, so losing one in use would end the process. Its statement fails anyway, and the
      // pool does not take it back.
      client.on('error', ignore)
      let lost: StorageError | undefined
      let takesNoWrites = false
      return {
        release: () => {
          client.off('error', ignore)
          // The next request on this connection would wait for an old answer, and write into a transaction that nobody commits.
          client.release(lost ?? takesNoWrites)
        },
        query: async (text: string, parameters: readonly unknown[]) => {
          if (lost) throw lost
          try {
            return await inSameWait(() => patience.ask(where, () => send(client, text, parameters)))
          } catch (error) {
            const explained = isUnusable(error) ? unusable(where, error) : error
            takesNoWrites ||= isReadOnly(error)
            if (explained instanceof NoAnswer) {
              lost = explained
              patience.watch?.doubt()
            }
            throw explained
          }
        },
      } as unknown as PostgresPoolClient
    },
  }
}

/** pg throws here, before it returns a promise, when it cannot use the address. */
async function take(pool: pg.Pool, where: string, patience: Patience): Promise<pg.PoolClient> {
  try {
    return await patience.connection(
      where,
      () => pool.connect(),
      (client) => client.release(),
    )
  } catch (error) {
    const explained = unusable(where, error)
    if (explained instanceof NoAnswer) patience.watch?.doubt()
    throw explained
  }
}

function ignore(): void {}

function openStream(): Socket {
  const stream = new Socket()
  endOnNonsense(stream)
  return stream
}

/** The stream in use: TLS replaces the socket we opened, and an app's pool opens its own. pg's types do not list it. */
function streamOf(client: pg.PoolClient): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}

/** PostgreSQL refuses a NUL in text. An invented id must find nothing, not fail. */
function bind(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

const { builtins } = pg.types

/**
 * Numbers become numbers: counts, tickets and amounts stay below 2^53. JSON stays text, and the stores parse it. pg's own parsers
 * are not used, because an app may have replaced them.
 */
const PARSERS = new Map<number, (text: string) => unknown>([
  ...[builtins.INT2, builtins.INT4, builtins.INT8, builtins.NUMERIC].map((type) => [type, Number] as const),
  [builtins.BOOL, (text) => text === 't'],
  [builtins.TIMESTAMPTZ, (text) => new Date(text)],
])

function getTypeParser(type: number): (text: string) => unknown {
  return PARSERS.get(type) ?? String
}
