/**
 * MySQL and MariaDB for Kysely, over a pool of mysql2's: one of ours, or the host's own with whatever settings it has.
 * Hence everything that a pool could be set up to do otherwise is said with each statement.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import { endOnNonsense } from '../net/end-on-nonsense.ts'
import { gaveWay, isReadOnly, isThereAlready, isUnusable, mysqlUnusable } from './mysql-errors.ts'
import { bind, typeCast } from './mysql-values.ts'
import type { Patience } from './patience.ts'
import { NoAnswer, StorageError } from './storage-error.ts'

/** How often a single statement that gave way to another is tried again, and the longest pause before, in milliseconds. */
const TRIES = 10
const PAUSE = 20

/** What is used of mysql2's pool. */
export interface MysqlPool {
  getConnection(callback: (error: Error | null, connection: MysqlPoolConnection) => void): void
  end(callback: (error?: Error | null) => void): void
}

/** What is used of mysql2's connection. */
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
  /** Whether the pool is the host's, which also ends it. */
  foreign: boolean
}

/**
 * What a session is set to, whatever the server's settings are. Strict, so that nothing is cut off without a word. MariaDB, which
 * reads its comment, also ends a statement that was given up here.
 */
const settings = ({
  statement,
}: Patience) => `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
  session time_zone = '+00:00', session innodb_lock_wait_timeout = 10
  ${statement > 0 ? `/*M!100600 , session max_statement_time = ${statement / 1000} */` : ''}`

/** What the host's own pool is not changed in, but must have, so that nothing is cut off, misread or left uncommitted. */
const REQUIRED = `select @@sql_mode like '%STRICT%' and @@sql_mode not like '%NO_BACKSLASH_ESCAPES%'
  and @@autocommit and @@character_set_client = 'utf8mb4' and @@character_set_results = 'utf8mb4' as fit`

export class MysqlDriver implements Driver {
  readonly #parts: MysqlDriverParts
  readonly #prepared = new WeakSet<MysqlPoolConnection>()
  /** Opened only for use: Kysely ends nothing that was never used, and a pool of mysql2's has a timer from the beginning. */
  #pool: MysqlPool | undefined

  constructor(parts: MysqlDriverParts) {
    this.#parts = parts
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<MysqlConnection> {
    const raw = await this.#take()
    const connection = new MysqlConnection(raw, this.#parts)
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
    // Said of one transaction, it leaves the session as it was.
    if (isolationLevel) await connection.run(`set transaction isolation level ${isolationLevel}`)
    await connection.run('begin')
    connection.inTransaction = true
  }

  async commitTransaction(connection: MysqlConnection): Promise<void> {
    await connection.run('commit')
    connection.inTransaction = false
  }

  async rollbackTransaction(connection: MysqlConnection): Promise<void> {
    // The server does so by itself when a connection ends.
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

  /** mysql2 itself would wait for a free connection for ever. */
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
  inTransaction = false
  /** It is of no use any more: it ended, or an answer may still be under way on it. */
  broken = false
  #takesNoWrites = false

  constructor(raw: MysqlPoolConnection, parts: MysqlDriverParts) {
    this.#raw = raw
    this.#parts = parts
    // The statement that is under way fails; an error that nobody listens to would end the process.
    raw.on('error', ignore)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#untilItHasItsWay(() => this.run(sql, parameters))
    if (Array.isArray(result)) return { rows: result }
    const { affectedRows, insertId } = result as { affectedRows: number; insertId: number }
    return { rows: [], numAffectedRows: BigInt(affectedRows), insertId: BigInt(insertId) }
  }

  /** Outside of a transaction, nothing else was undone with the statement. */
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
      return await patience.ask(where, () => this.#query(sql, parameters))
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
      // Which only says goodbye, and waits for an answer that may never come.
      this.#raw.stream.destroy()
      return
    }
    this.#raw.off('error', ignore)
    this.#raw.release()
  }
}

function ignore(): void {}
