/**
 * The offline Stripe's storage: one table of objects in SQLite, in a file or in memory.
 *
 * In a file, every change that was answered survives SIGKILL and a power cut (`journal_mode=WAL`, `synchronous=FULL`:
 * https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @module
 */
import Database from 'libsql'
import type { Store, Stored } from './resource-api.ts'

interface Row {
  seq: number
  id: string
  account: string | null
  created: number
  object: string
  secret: string
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT,
    created INTEGER NOT NULL,
    object TEXT NOT NULL,
    secret TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS objects_newest ON objects (kind, created, seq);
  CREATE INDEX IF NOT EXISTS objects_newest_of_account ON objects (kind, account, created, seq);
  CREATE INDEX IF NOT EXISTS objects_id ON objects (id);
`

const COLUMNS = 'seq, id, account, created, object, secret'
/** How many rows a scan reads ahead. */
const CHUNK = 100

/** Keeps the objects in a file, or in memory without one. Throws when the file cannot be opened or written. */
export class SqliteStore implements Store {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  #depth = 0

  constructor(file: string | undefined) {
    this.#database = new Database(file ?? ':memory:')
    // Two offline Stripes on one file would both run every job and send every delivery, so the second is refused.
    this.#database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;')
    this.#database.exec(SCHEMA)
  }

  get<T>(kind: string, id: string): Stored<T> | undefined {
    const row = this.#first(`SELECT ${COLUMNS} FROM objects WHERE kind = ? AND id = ?`, kind, id)
    return row && stored<T>(row)
  }

  find<T>(id: string): Stored<T> | undefined {
    const row = this.#first(`SELECT ${COLUMNS} FROM objects WHERE id = ?`, id)
    return row && stored<T>(row)
  }

  put<T>(kind: string, row: Stored<T>): void {
    this.#statement(
      `INSERT INTO objects (kind, id, account, created, object, secret) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET
         account = excluded.account, created = excluded.created, object = excluded.object, secret = excluded.secret`,
    ).run(
      kind,
      row.id,
      row.account ?? null,
      row.created,
      JSON.stringify(row.object),
      JSON.stringify(row.secret),
    )
  }

  delete(kind: string, id: string): void {
    this.#statement('DELETE FROM objects WHERE kind = ? AND id = ?').run(kind, id)
  }

  list<T>(kind: string, filter: { account?: string | null } = {}): Stored<T>[] {
    return [...this.scan<T>(kind, filter)]
  }

  *scan<T>(
    kind: string,
    options: { account?: string | null; beyond?: string; oldestFirst?: boolean } = {},
  ): Generator<Stored<T>> {
    const [after, direction] = options.oldestFirst ? ['>', 'ASC'] : ['<', 'DESC']
    const conditions = ['kind = ?', `(created, seq) ${after} (?, ?)`]
    const account = options.account
    if (account === null) conditions.push('account IS NULL')
    else if (account !== undefined) conditions.push('account = ?')
    const sql = `SELECT ${COLUMNS} FROM objects WHERE ${conditions.join(' AND ')}
      ORDER BY created ${direction}, seq ${direction} LIMIT ${CHUNK}`

    let place = this.#placeOf(kind, options)
    while (place) {
      const rows = this.#all(sql, kind, place.created, place.seq, ...(account ? [account] : []))
      for (const row of rows) yield stored<T>(row)
      place = rows.length === CHUNK ? rows.at(-1) : undefined
    }
  }

  transaction<R>(work: () => R): R {
    const outermost = this.#depth === 0
    const savepoint = `depth_${this.#depth}`
    this.#database.exec(outermost ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${savepoint}`)
    this.#depth += 1
    try {
      const result = work()
      this.#database.exec(outermost ? 'COMMIT' : `RELEASE ${savepoint}`)
      return result
    } catch (error) {
      this.#database.exec(outermost ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  /** Deletes every object of every kind. */
  clear(): void {
    this.#database.exec('DELETE FROM objects')
  }

  close(): void {
    this.#statements.clear()
    // libsql releases the file only after all statements are garbage collected, so release the lock first: leave WAL mode, and
    // read the file once after the locking mode has changed.
    // https://www.sqlite.org/pragma.html#pragma_locking_mode
    for (const sql of [
      'PRAGMA journal_mode=DELETE',
      'PRAGMA locking_mode=NORMAL',
      'SELECT count(*) FROM objects',
    ]) {
      this.#database.prepare(sql).all()
    }
    this.#database.close()
  }

  #placeOf(
    kind: string,
    { beyond, oldestFirst }: { beyond?: string; oldestFirst?: boolean },
  ): { created: number; seq: number } | undefined {
    if (beyond !== undefined)
      return this.#first('SELECT * FROM objects WHERE kind = ? AND id = ?', kind, beyond)
    const edge = oldestFirst ? -1 : Number.MAX_SAFE_INTEGER
    return { created: edge, seq: edge }
  }

  #first(sql: string, ...values: unknown[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined
  }

  #all(sql: string, ...values: unknown[]): Row[] {
    return this.#statement(sql).all(...values) as Row[]
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function stored<T>(row: Row): Stored<T> {
  return {
    id: row.id,
    account: row.account ?? undefined,
    created: row.created,
    object: JSON.parse(row.object) as T,
    secret: JSON.parse(row.secret) as Record<string, unknown>,
  }
}
