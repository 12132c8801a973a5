import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import type { StorageConfig } from '../config.ts'
import type { DialectTraits } from './database.ts'
import { StorageError } from './storage-error.ts'

/** Milliseconds to wait for a connection, and for an answer. */
const CONNECT_LIMIT = 5_000
const STATEMENT_LIMIT = 30_000

export const postgresqlTraits: DialectTraits = {
  // Not jsonb, which reorders what Stripe sent and refuses a NUL in it.
  columns: { time: 'timestamptz', json: 'json' },
  serialise: async (transaction, name) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`stripe-connect/${name}`}, 0))`.execute(
      transaction,
    )
  },
  rowLocks: true,
  day: (column) => sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD')`,
}

/** @param onIdleError told of a connection lost while nobody used it; the pool replaces it by itself */
export function postgresqlDialect(config: StorageConfig, onIdleError: (error: Error) => void): Dialect {
  const where = describePostgresql(config.url)
  const pool = new pg.Pool({
    connectionString: config.url,
    max: config.maxConnections,
    idleTimeoutMillis: config.idleTimeout,
    connectionTimeoutMillis: CONNECT_LIMIT,
    statement_timeout: STATEMENT_LIMIT,
    query_timeout: STATEMENT_LIMIT + CONNECT_LIMIT,
    idle_in_transaction_session_timeout: STATEMENT_LIMIT,
    keepAlive: true,
    application_name: 'stripe-connect',
    types: { getTypeParser },
  })
  pool.on('error', onIdleError)
  // The pool listens to a client only while nobody uses it; one that is lost meanwhile would end the process. Its statement
  // fails, and the pool does not take it back.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: guarded(pool, where) })
}

/** The pool as Kysely uses it, with parameters that PostgreSQL can take and errors that say what happened. */
function guarded(pool: pg.Pool, where: string): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect().catch((error) => {
        throw unusable(where, error)
      })
      return {
        release: () => client.release(),
        query: (text: string, parameters: readonly unknown[]) =>
          client.query(text, parameters.map(bind)).catch((error) => {
            throw isUnusable(error) ? unusable(where, error) : error
          }),
      } as unknown as PostgresPoolClient
    },
    end: () => pool.end(),
  }
}

/** PostgreSQL keeps no NUL in text: an id that somebody made up must find nothing, not fail. */
function bind(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

const { builtins } = pg.types

/** Numbers as numbers: counts, tickets and amounts stay below 2^53. JSON as its text, parsed where it is used. */
function getTypeParser(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (type === builtins.INT8 || type === builtins.NUMERIC) return Number
  if (type === builtins.JSON) return String
  return pg.types.getTypeParser(type, format)
}

/** Where a connection string leads, without its password. */
export function describePostgresql(url: string | undefined): string {
  if (!url || !URL.canParse(url)) return 'PostgreSQL'
  const { hostname, port, pathname } = new URL(url)
  return `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`
}

/** Codes of Node's sockets and classes of SQLSTATE that mean the server cannot be used, not that a statement was wrong. */
const UNUSABLE = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E[A-Z]+UNREACH|08...|57...|53...|58...|25006|25P03)$/

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isUnusable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code) return UNUSABLE.test(String(error.code))
  // What pg itself reports has no code: a connection that ended, an answer that took too long.
  return /connection|timeout|terminated/i.test(error.message)
}

function unusable(where: string, error: unknown): StorageError {
  const { message, code } = error as { message?: string; code?: string }
  // An AggregateError, of a name with several addresses, has no message.
  return new StorageError(`${where} cannot be used: ${message || code}.`, error)
}
