/**
 * Kysely's driver for MySQL and MariaDB, over a mysql2 pool: our own, or the host's with any settings. Each statement therefore
 * passes every option that a pool could set differently.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import { endOnNonsense } from '../../net/end-on-nonsense.ts'
import type { Patience } from '../patience.ts'
import { NoAnswer, StorageError } from '../storage-error.ts'
import { keepWait, type RunInWait } from '../waiting.ts'
import { gaveWay, isReadOnly, isThereAlready, isUnusable, mysqlUnusable } from './mysql-errors.ts'
import { bind, typeCast } from './mysql-values.ts'

/** How often a statement that gives way to another is tried, and the longest pause between tries in milliseconds. */
const TRIES = 10
const PAUSE = 20

/** The parts of mysql2's pool that we use. */
export interface MysqlPool {
  getConnection(callback: (error: Error | null, connection: MysqlPoolConnection) => void): void
  end(callback: (error?: Error | null) => void): void
}

/** The parts of mysql2's connection that we use. */
export interface MysqlPoolConnection {
  query(options: object, callback: (error: Error | null, result: unknown) => void): unknown
  release(): void
  destroy(): void
  on(event: 'error', listener: () => void): unknown
  off(event: 'error', listener: () => void): unknown
  stream: Duplex
}

export interface MysqlDriverParts {
  open(): MysqlPool
  patience: Patience
  /** Which server, for messages. */
  where: string
  /** Whether the pool is the host's: then the host ends it. */
  foreign: boolean
}

/**
 * The settings of our sessions, whatever the server's are. Strict, so that no value is cut short silently. MariaDB, which runs the
 * comment, also ends a statement that we gave up on.
 */
const settings = ({
  statement,
}: Patience) => `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
  session time_zone = '+00:00', session innodb_lock_wait_timeout = 10
  ${statement > 0 ? `/*M!100600 , session max_statement_time = ${statement / 1000} */` : ''}`

/** Settings that we require of the host's pool but do not change, so that no value is cut short, misread or left uncommitted. */
const REQUIRED = `select @@sql_mode like '%STRICT%' and @@sql_mode not like '%NO_BACKSLASH_ESCAPES%'
  and @@autocommit and @@character_set_client = 'utf8mb4' and @@character_set_results = 'utf8mb4' as fit`

export class MysqlDriver implements Driver {
  readonly #parts: MysqlDriverParts
  readonly #prepared = new WeakSet<MysqlPoolConnection>()
  /** Opened on first use: Kysely never ends an unused pool, and a mysql2 pool starts a timer at once. */
  #pool: MysqlPool | undefined

  constructor(parts: MysqlDriverParts) {
    this.#parts = parts
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<MysqlConnection> {
    const inSameWait = keepWait()
    const raw = await this.#take()
    const connection = new MysqlConnection(raw, this.#parts, inSameWait)
    if (this.#prepared.has(raw)) return connection
    endOnNonsense(raw.stream)
    try {
      await this.#prepare(connection)
    } catch (error) {
      connection.release()
      throw error
    }
    this.#prepared.add(raw)
    return connection
  }

  async beginTransaction(
    connection: MysqlConnection,
    { isolationLevel }: TransactionSettings,
  ): Promise<void> {
    // Without `session`, this applies to the next transaction only.
    if (isolationLevel) await connection.run(`set transaction isolation level ${isolationLevel}`)
    await connection.run('begin')
    connection.inTransaction = true
  }

  async commitTransaction(connection: MysqlConnection): Promise<void> {
    await connection.run('commit')
    connection.inTransaction = false
  }

  async rollbackTransaction(connection: MysqlConnection): Promise<void> {
    // The server rolls back by itself when a connection ends.
    if (!connection.broken) await connection.run('rollback')
    connection.inTransaction = false
  }

  async releaseConnection(connection: MysqlConnection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {
    const pool = this.#pool
    if (!pool || this.#parts.foreign) return
    await new Promise<void>((resolve) => pool.end(() => resolve()))
  }

  /** Limits the wait: mysql2 would wait for a free connection for ever. */
  async #take(): Promise<MysqlPoolConnection> {
    const { patience, where } = this.#parts
    try {
      return await patience.connection(
        where,
        () => this.#getConnection(),
        (connection) => connection.release(),
      )
    } catch (error) {
      if (error instanceof NoAnswer) patience.watch?.doubt()
      throw error
    }
  }

  #getConnection(): Promise<MysqlPoolConnection> {
    const { open, where } = this.#parts
    return new Promise((resolve, reject) => {
      this.#pool ??= open()
      this.#pool.getConnection((error, connection) => {
        if (error) reject(mysqlUnusable(where, error))
        else resolve(connection)
      })
    })
  }

  async #prepare(connection: MysqlConnection): Promise<void> {
    const { foreign, patience, where } = this.#parts
    if (!foreign) {
      await connection.run(settings(patience))
      return
    }
    const [row] = (await connection.run(REQUIRED)) as { fit: number }[]
    if (!row?.fit)
      throw new StorageError(
        `${where} cannot be used: the pool must have a strict sql_mode, backslash escapes, autocommit and utf8mb4.`,
      )
  }
}

class MysqlConnection implements DatabaseConnection {
  readonly #raw: MysqlPoolConnection
  readonly #parts: MysqlDriverParts
  readonly #inSameWait: RunInWait
  inTransaction = false
  /** No longer usable: the connection ended, or an old answer may still arrive on it. */
  broken = false
  #takesNoWrites = false

  constructor(raw: MysqlPoolConnection, parts: MysqlDriverParts, inSameWait: RunInWait) {
    this.#raw = raw
    this.#parts = parts
    this.#inSameWait = inSameWait
    // The running statement fails anyway. An error without a listener would end the process.
    raw.on('error', ignore)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#untilItHasItsWay(() => this.run(sql, parameters))
    if (Array.isArray(result)) return { rows: result }
    const { affectedRows, insertId } = result as { affectedRows: number; insertId: number }
    return { rows: [], numAffectedRows: BigInt(affectedRows), insertId: BigInt(insertId) }
  }

  /** Tries again only outside a transaction, where the server rolled back nothing else. */
  async #untilItHasItsWay<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await run()
      } catch (error) {
        if (this.inTransaction || tries === TRIES || !gaveWay(error)) throw error
      }
      await sleep(Math.random() * PAUSE)
    }
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    const { patience, where } = this.#parts
    try {
      return await this.#inSameWait(() => patience.ask(where, () => this.#query(sql, parameters)))
    } catch (error) {
      if (error instanceof NoAnswer) {
        this.broken = true
        patience.watch?.doubt()
      }
      throw error
    }
  }

  #query(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    const { patience, where } = this.#parts
    return new Promise((resolve, reject) => {
      this.#raw.query(
        {
          sql,
          values: parameters.map(bind),
          timeout: patience.statement,
          typeCast,
          rowsAsArray: false,
          nestTables: false,
          namedPlaceholders: false,
        },
        (error, result) => {
          if (!error) resolve(result)
          else if (isThereAlready(error)) resolve([])
          else reject(this.#explain(error, where))
        },
      )
    })
  }

  #explain(error: Error & { code?: string; fatal?: boolean }, where: string): Error {
    if (error.fatal || error.code === 'PROTOCOL_SEQUENCE_TIMEOUT') this.broken = true
    if (isReadOnly(error)) this.#takesNoWrites = true
    return isUnusable(error) ? mysqlUnusable(where, error) : error
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here reads in streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed from MySQL')
  }

  release(): void {
    if (this.broken || this.#takesNoWrites || this.inTransaction) {
      this.#raw.destroy()
      // mysql2 only half-closes the stream, and waits for the server, which may never answer.
      this.#raw.stream.destroy()
      return
    }
    this.#raw.off('error', ignore)
    this.#raw.release()
  }
}

function ignore(): void {}
