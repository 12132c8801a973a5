/**
 * A file of SQLite, over one connection of libsql's.
 *
 * Other instances may share the file, also within this process, so nothing here waits for a lock while it holds the event
 * loop: the database is asked again a little later. Others read meanwhile, for which SQLite needs no lock: a process that
 * stands still while it writes holds up those who write, and nobody else. libsql has traps, each of which lost data or the
 * process when tried (0.5.29):
 *
 * - A statement that failed with SQLITE_BUSY stays open and holds its snapshot, so that later reads are stale and later writes
 *   fail with SQLITE_BUSY_SNAPSHOT. Hence every write is in a transaction begun as `immediate` by `exec`, the one thing that can
 *   be busy and leaves nothing open.
 * - A boolean as a parameter aborts the process, and text ends at its first NUL when it is read. Hence `bind`.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CompiledQuery, QueryResult } from 'kysely'
import Libsql from 'libsql'
import { Turns } from '../core/turns.ts'
import type { Patience } from './patience.ts'
import { NoAnswer } from './storage-error.ts'

/** Milliseconds after which a lock that somebody holds is given up on. */
const BUSY_LIMIT = 10_000
/** Milliseconds between two tries to get a lock, plus as many at random, so that two that wait do not move in step. */
const BUSY_PAUSE = 4
/** Milliseconds that somebody keeps the file locked before it counts as one that does not answer. */
const LOCKED = 2_000

export interface SqliteFileParts {
  file: string
  patience: Patience
  /** Makes an error of libsql's into the one that is thrown. */
  translate(error: unknown): unknown
}

/** The file, which one statement or transaction of this process has at a time. */
export class SqliteFile {
  readonly #database: Libsql.Database
  readonly #parts: SqliteFileParts
  readonly #turns = new Turns()
  /** Whoever wants to write; only the first of them asks for the lock again and again. */
  readonly #writers = new Turns()
  /** Since when others have kept it locked, as far as is known. */
  #lockedSince: number | undefined
  #closed = false

  private constructor(database: Libsql.Database, parts: SqliteFileParts) {
    this.#database = database
    this.#parts = parts
  }

  /** Durable against a loss of power, not only against our own end; readers and one writer do not wait for each other. */
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

  /** From then on nobody else has the file, until `commit` or `rollback`. */
  async begin(): Promise<void> {
    const { patience, translate } = this.#parts
    await patience.spend(async (left) => {
      const startedAt = performance.now()
      // One who waits is enough to find out when it is free again.
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
      // A full disk, for one, has SQLite roll back by itself.
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
    // libsql leaves what was written last in a second file, which whoever copies the database would not think of.
    this.#database.exec('pragma wal_checkpoint(truncate)')
    this.#database.close()
    this.#turns.pass()
  }

  get #where(): string {
    return `The database file ${this.#parts.file}`
  }

  /** Has an action done when no lock is in its way. The turn is then still to be passed on. */
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
