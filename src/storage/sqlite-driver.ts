/**
 * SQLite for Kysely, over one connection of libsql's.
 *
 * Other instances may share the file, also within this process, so nothing here waits for a lock while it holds the event
 * loop: the database is asked again a little later. libsql has traps, each of which lost data or the process when tried (0.5.29):
 *
 * - A statement that failed with SQLITE_BUSY stays open and holds its snapshot, so that later reads are stale and later writes
 *   fail with SQLITE_BUSY_SNAPSHOT. Hence every write is in a transaction begun as `immediate` by `exec`, the one thing that can
 *   be busy and leaves nothing open.
 * - A boolean as a parameter aborts the process, and text ends at its first NUL when it is read. Hence `bind`.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely'
import Libsql from 'libsql'

/** Milliseconds after which a lock that somebody holds is given up on. */
const BUSY_LIMIT = 10_000
/** Milliseconds between two tries to get a lock, plus as many at random, so that two that wait do not move in step. */
const BUSY_PAUSE = 4

export class SqliteDriver implements Driver {
  readonly #file: string
  readonly #translate: (error: unknown) => unknown
  readonly #waiting: (() => void)[] = []
  #connection: SqliteConnection | undefined
  #taken = false

  /** @param translate makes an error of libsql's into the one that is thrown */
  constructor(file: string, translate: (error: unknown) => unknown) {
    this.#file = file
    this.#translate = translate
  }

  async init(): Promise<void> {
    let database: Libsql.Database | undefined
    try {
      database = new Libsql(this.#file)
      const connection = new SqliteConnection(database, this.#translate)
      await connection.configure()
      this.#connection = connection
    } catch (error) {
      database?.close()
      throw this.#translate(error)
    }
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#taken = true
    if (this.#connection) return this.#connection
    await this.releaseConnection()
    throw new Error('the database is closed')
  }

  /** Hands the connection to whoever waited longest. */
  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken = false
  }

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    await connection.begin()
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.end('commit')
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.end('rollback')
  }

  /** Once whoever has the connection is done with it; those that wait for it are refused. */
  async destroy(): Promise<void> {
    if (!this.#connection) return
    const connection = await this.acquireConnection()
    this.#connection = undefined
    connection.close()
    await this.releaseConnection()
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Libsql.Database
  readonly #translate: (error: unknown) => unknown

  constructor(database: Libsql.Database, translate: (error: unknown) => unknown) {
    this.#database = database
    this.#translate = translate
  }

  /** Durable against a loss of power, not only against our own end; readers and one writer do not wait for each other. */
  async configure(): Promise<void> {
    await patiently(() => this.#database.exec('pragma journal_mode = wal'))
    this.#database.exec('pragma synchronous = full')
    this.#database.exec('pragma foreign_keys = on')
  }

  async begin(): Promise<void> {
    try {
      await patiently(() => this.#database.exec('begin immediate'))
    } catch (error) {
      throw this.#translate(error)
    }
  }

  end(how: 'commit' | 'rollback'): void {
    // A full disk, for one, has SQLite roll back by itself.
    if (how === 'rollback' && !this.#database.inTransaction) return
    try {
      this.#database.exec(how)
    } catch (error) {
      throw this.#translate(error)
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      if (this.#database.inTransaction) return this.#run(query)
      if (SelectQueryNode.is(query.query)) return await patiently(() => this.#run<R>(query))
    } catch (error) {
      throw this.#translate(error)
    }
    return await this.#inTransaction(() => this.#run(query))
  }

  async #inTransaction<T>(action: () => T): Promise<T> {
    await this.begin()
    try {
      const result = action()
      this.end('commit')
      return result
    } catch (error) {
      this.end('rollback')
      throw this.#translate(error)
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#database.prepare(query.sql)
    const parameters = query.parameters.map(bind)
    if (statement.reader) return { rows: statement.all(parameters) as R[] }
    return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here reads in streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed from SQLite')
  }

  close(): void {
    // libsql leaves what was written last in a second file, which whoever copies the database would not think of.
    this.#database.exec('pragma wal_checkpoint(truncate)')
    this.#database.close()
  }
}

async function patiently<T>(action: () => T): Promise<T> {
  const giveUpAt = performance.now() + BUSY_LIMIT
  for (;;) {
    try {
      return action()
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error
    }
    await sleep(BUSY_PAUSE + Math.random() * BUSY_PAUSE)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Libsql.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function bind(value: unknown): string | number | bigint | null {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD')
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  throw new TypeError(`a ${typeof value} cannot be a parameter`)
}
