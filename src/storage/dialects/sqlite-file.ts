/**
 * A SQLite file, over one libsql connection.
 *
 * Other instances may share the file, even within this process, so nothing here blocks the event loop to wait for a lock: it
 * tries again a little later. Reads need no lock in SQLite, so a process that hangs during a write holds up other writers only.
 * libsql has traps, each of which lost data or ended the process when tried (0.5.29):
 *
 * - A statement that failed with SQLITE_BUSY stays open and holds its snapshot, so that later reads are stale and later writes
 *   fail with SQLITE_BUSY_SNAPSHOT. Every write is therefore in a transaction that `exec` begins as `immediate`: only `exec` leaves
 *   nothing open when it is busy.
 * - A boolean as a parameter aborts the process, and text that is read ends at its first NUL, hence `bind`.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CompiledQuery, QueryResult } from 'kysely'
import Libsql from 'libsql'
import { Turns } from '../../core/turns.ts'
import type { Patience } from '../patience.ts'
import { NoAnswer } from '../storage-error.ts'

/** Milliseconds after which we give up waiting for a lock. */
const BUSY_LIMIT = 10_000
/** Milliseconds between two tries to get a lock, plus as many at random, so that two instances do not try in step. */
const BUSY_PAUSE = 4
/** Milliseconds for which others may keep the file locked before it counts as not answering. */
const LOCKED = 2_000

export interface SqliteFileParts {
  file: string
  patience: Patience
  /** Turns a libsql error into the error to throw. */
  translate(error: unknown): unknown
}

/** The file. One statement or transaction of this process has it at a time. */
export class SqliteFile {
  readonly #database: Libsql.Database
  readonly #parts: SqliteFileParts
  readonly #turns = new Turns()
  /** Waiting writers. Only the first of them keeps trying to get the lock. */
  readonly #writers = new Turns()
  /** When the file was first found locked by another process. */
  #lockedSince: number | undefined
  #closed = false

  private constructor(database: Libsql.Database, parts: SqliteFileParts) {
    this.#database = database
    this.#parts = parts
  }

  /** Commits survive a loss of power, not only a crash of the process. Readers and one writer do not wait for each other. */
  static async open(parts: SqliteFileParts): Promise<SqliteFile> {
    let database: Libsql.Database | undefined
    try {
      database = new Libsql(parts.file)
      const file = new SqliteFile(database, parts)
      await file.#whenFree(BUSY_LIMIT, () => file.#database.exec('pragma journal_mode = wal'))
      file.#turns.pass()
      database.exec('pragma synchronous = full')
      database.exec('pragma foreign_keys = on')
      return file
    } catch (error) {
      database?.close()
      throw parts.translate(error)
    }
  }

  async read<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { patience, translate } = this.#parts
    return patience.spend(async (left) => {
      try {
        const result = await this.#whenFree(left, () => this.run<R>(query))
        this.#turns.pass()
        return result
      } catch (error) {
        throw translate(error)
      }
    })
  }

  /** Takes the file for itself until `commit` or `rollback`. */
  async begin(): Promise<void> {
    const { patience, translate } = this.#parts
    await patience.spend(async (left) => {
      const startedAt = performance.now()
      // One waiting writer is enough to notice when the file is free again.
      if (left !== Number.POSITIVE_INFINITY && !this.#writers.free) patience.watch?.refuse()
      await this.#writers.take(left, () => this.#late())
      try {
        const rest = left - (performance.now() - startedAt)
        await this.#whenFree(rest, () => this.#database.exec('begin immediate'))
      } catch (error) {
        this.#writers.pass()
        throw translate(error)
      }
    })
    this.#lockedSince = undefined
    patience.watch?.back()
  }

  commit(): void {
    this.#end('commit')
    this.#unlock()
  }

  rollback(): void {
    try {
      // SQLite may have rolled back by itself, when the disk is full, say.
      if (this.#database.inTransaction) this.#end('rollback')
    } finally {
      this.#unlock()
    }
  }

  run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#database.prepare(query.sql)
    const parameters = query.parameters.map(bind)
    if (statement.reader) return { rows: statement.all(parameters) as R[] }
    return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
  }

  translate(error: unknown): unknown {
    return this.#parts.translate(error)
  }

  async close(): Promise<void> {
    await this.#turns.take(Number.POSITIVE_INFINITY, () => this.#late())
    this.#closed = true
    // libsql leaves the latest writes in a second file, which is easy to forget when copying the database.
    this.#database.exec('pragma wal_checkpoint(truncate)')
    this.#database.close()
    this.#turns.pass()
  }

  get #where(): string {
    return `The database file ${this.#parts.file}`
  }

  /** Runs an action once no lock is in its way. The caller must then pass the turn on. */
  async #whenFree<T>(left: number, action: () => T): Promise<T> {
    const until = performance.now() + left
    const giveUpAt = Math.min(until, performance.now() + BUSY_LIMIT)
    for (;;) {
      await this.#turns.take(until - performance.now(), () => this.#late())
      try {
        if (this.#closed) throw new Error('the database is closed')
        return action()
      } catch (error) {
        this.#turns.pass()
        if (!isBusy(error) || performance.now() > giveUpAt) throw error
        this.#noticeLock()
      }
      await sleep(BUSY_PAUSE + Math.random() * BUSY_PAUSE)
    }
  }

  #noticeLock(): void {
    this.#lockedSince ??= performance.now()
    if (performance.now() - this.#lockedSince > LOCKED)
      this.#parts.patience.watch?.lost(`${this.#where} is kept locked by another process.`)
  }

  #unlock(): void {
    this.#turns.pass()
    this.#writers.pass()
  }

  #end(how: 'commit' | 'rollback'): void {
    try {
      this.#database.exec(how)
    } catch (error) {
      throw this.#parts.translate(error)
    }
  }

  #late(): never {
    this.#parts.patience.watch?.refuse()
    throw new NoAnswer(`${this.#where} did not answer in time.`)
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
