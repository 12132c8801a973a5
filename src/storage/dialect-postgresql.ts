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
import type { StorageConfig } from '../config/config.ts'
import { endOnNonsense } from '../net/end-on-nonsense.ts'
import { explained } from '../net/tls-problem.ts'
import type { DialectTraits } from './database.ts'
import type { Patience } from './patience.ts'
import { describePostgresql, postgresqlAddress } from './postgresql-address.ts'
import { nameOf } from './postgresql-statements.ts'
import { NoAnswer, StorageError } from './storage-error.ts'

export const postgresqlTraits: DialectTraits = {
  dialect: 'postgresql',
  // Not jsonb, which reorders what Stripe sent and refuses a NUL in it.
  columns: { time: 'timestamptz', json: 'json', text: 'text' },
  serialise: async (transaction, name) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`stripe-connect/${name}`}, 0))`.execute(
      transaction,
    )
  },
  makeLocks: async () => {},
  // A deadlock, a serialisation failure.
  gaveWay: (error) => error instanceof Error && 'code' in error && /^40(?:P01|001)$/.test(String(error.code)),
  rowLocks: true,
  day: (column) => sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD')`,
}

/** How long a migration waits for a lock: everybody else who wants that table waits behind it. */
const LOCK_LIMIT = '25s'

interface Limits {
  statement: string
  lock: string
}

/** Whatever an address, a role or an app's pool limits statements to, those of migrations may take as long as they take. */
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

/** Milliseconds after which a transaction that is left alone, by a process that is gone, say, is undone. */
const IDLE_LIMIT = 30_000
/** Milliseconds of silence after which it is found out whether the server is still there. */
const KEEP_ALIVE = 10_000

/** @param onIdleError told of a connection lost while nobody used it; the pool replaces it by itself */
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
    // While a connection is idle it is no reason for the process to go on.
    allowExitOnIdle: true,
    application_name: 'stripe-connect',
    stream: openStream,
  })
  pool.on('error', onIdleError)
  return new PostgresqlDialect({ pool: { ...guarded(pool, where, patience), end: () => pool.end() } })
}

/** @param pool of the app that the module runs in, which also ends it and hears of connections that it lost */
export function postgresqlPoolDialect(pool: pg.Pool, patience: Patience): Dialect {
  const where = describePostgresql(pool.options.connectionString)
  return new PostgresqlDialect({ pool: guarded(pool, where, patience) })
}

/** As far as an app's pool can be told from others, whichever copy of pg made it. */
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
 * The pool as Kysely uses it, with parameters that PostgreSQL can take, answers read as we do whatever the pool was told, and
 * errors that say what happened.
 */
function guarded(pool: pg.Pool, where: string, patience: Patience): PostgresPool {
  // The pool stops listening to a new client before it hands it over: what the server says in the same breath as that it is
  // ready would end the process.
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
      const client = await take(pool, where, patience)
      // The pool listens to a client only while nobody uses it; one that is lost meanwhile would end the process. Its
      // statement fails, and the pool does not take it back.
      client.on('error', ignore)
      let lost: StorageError | undefined
      let takesNoWrites = false
      return {
        release: () => {
          client.off('error', ignore)
          // Whoever was given it next would wait for another's answer, and write into a transaction that nobody commits.
          client.release(lost ?? takesNoWrites)
        },
        query: async (text: string, parameters: readonly unknown[]) => {
          if (lost) throw lost
          try {
            return await patience.ask(where, () => send(client, text, parameters))
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

/** An address that cannot be used is found out here, and thrown before there is any promise. */
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

/** A connection that was ended, a server that shuts down, a transaction that was left alone for too long. */
const ENDED = /^(?:08...|57P0.|25P0[34])$/

/** Whether it is the server's own and its connection goes on: then nothing of the statement is still under way. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && !('code' in error && ENDED.test(String(error.code)))
}

function ignore(): void {}

function openStream(): Socket {
  const stream = new Socket()
  endOnNonsense(stream)
  return stream
}

/** Where TLS has taken the place of the one that was opened, and in an app's own pool. pg does not say that it is there. */
function streamOf(client: pg.PoolClient): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}

/** Some pools between us and the server give each statement another of its connections, which has not prepared it, or has. */
function isAboutPrepared(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '26000' || error.code === '42P05')
}

/** PostgreSQL keeps no NUL in text: an id that somebody made up must find nothing, not fail. */
function bind(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

const { builtins } = pg.types

/**
 * Numbers as numbers: counts, tickets and amounts stay below 2^53. JSON as its text, parsed where it is used. Nothing is left
 * to the parsers that pg has of its own, which an app may have replaced.
 */
const PARSERS = new Map<number, (text: string) => unknown>([
  ...[builtins.INT2, builtins.INT4, builtins.INT8, builtins.NUMERIC].map((type) => [type, Number] as const),
  [builtins.BOOL, (text) => text === 't'],
  [builtins.TIMESTAMPTZ, (text) => new Date(text)],
])

function getTypeParser(type: number): (text: string) => unknown {
  return PARSERS.get(type) ?? String
}

/** Codes of Node's sockets and classes of SQLSTATE that mean the server cannot be used, not that a statement was wrong. */
const UNUSABLE = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E[A-Z]+UNREACH|08...|57...|53...|58...|25006|25P03|42501)$/

/** A connection stays so, to a server that is a standby now, say, while a new one may lead to the primary. */
function isReadOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006'
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isUnusable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code) return UNUSABLE.test(String(error.code))
  // What pg itself reports has no code: a connection that ended, an answer that took too long.
  return /connection|timeout|terminated/i.test(error.message)
}

function unusable(where: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const problem = error as Error & { code?: string }
  // An AggregateError, of a name with several addresses, has no message.
  const message = `${where} cannot be used: ${explained(problem) || problem.code}.`
  return isAnswer(error) ? new StorageError(message, error) : new NoAnswer(message, error)
}
