/**
 * The offline Stripe's storage: one table of objects in SQLite, in a file or in memory. Their JSON is compressed.
 *
 * In a file, every change that was answered survives SIGKILL and a power cut (`journal_mode=WAL`, `synchronous=FULL`:
 * https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @module
 */
import Database from 'libsql'
import { type Packed, Packing } from './packing.ts'
import type { ScanOptions, Store, Stored } from './resource-api.ts'

interface Row {
  seq: number
  id: string
  account: string | null
  created: number
  object: Packed
  secret: Packed
}

const COLUMNS = 'seq, id, account, created, object, secret'
/** How many rows a scan reads ahead. */
const CHUNK = 100

/** `ANY` columns keep what is put into them: text or bytes. */
const TABLES = `
  CREATE TABLE objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT,
    created INTEGER NOT NULL,
    object ANY NOT NULL,
    secret ANY NOT NULL,
    UNIQUE (id, kind)
  ) STRICT;
  CREATE INDEX objects_newest ON objects (kind, created, seq);
  CREATE INDEX objects_newest_of_account ON objects (kind, account, created, seq);
  CREATE TABLE dictionary (bytes BLOB NOT NULL) STRICT;
`

/** Takes over the objects of a file from before they were compressed. */
const TAKE_OVER = `
  DROP INDEX objects_newest;
  DROP INDEX objects_newest_of_account;
  DROP INDEX objects_id;
  ALTER TABLE objects RENAME TO former;
  ${TABLES}
  INSERT INTO objects SELECT * FROM former;
  UPDATE objects SET account = json_extract(object, '$.endpoint') WHERE kind = '_delivery';
  DROP TABLE former;
`

/** Makes the tables of a new file. @returns the packing of the objects in the file */
function prepareTables(database: Database.Database, dictionary: string): Packing {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
    name: string
  }[]
  const has = (table: string) => tables.some(({ name }) => name === table)
  if (!has('dictionary')) {
    database.exec(`BEGIN; ${has('objects') ? TAKE_OVER : TABLES} COMMIT;`)
    database.prepare('INSERT INTO dictionary (bytes) VALUES (?)').run([Buffer.from(dictionary)])
  }
  const { bytes } = database.prepare('SELECT bytes FROM dictionary').get() as { bytes: ArrayBuffer }
  return new Packing(Buffer.from(bytes))
}

/** Keeps the objects in a file, or in memory without one. Throws when the file cannot be opened or written. */
export class SqliteStore implements Store {
  readonly #database: Database.Database
  readonly #packing: Packing
  readonly #statements = new Map<string, Database.Statement>()
  #depth = 0

  /** @param dictionary What the objects have in common, for a new file. An older file has its own. */
  constructor(file: string | undefined, dictionary: string) {
    this.#database = new Database(file ?? ':memory:')
    // Two offline Stripes on one file would both run every job and send every delivery, so the second is refused.
    this.#database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;')
    this.#packing = prepareTables(this.#database, dictionary)
  }

  get<T>(kind: string, id: string): Stored<T> | undefined {
    const row = this.#first(`SELECT ${COLUMNS} FROM objects WHERE id = ? AND kind = ?`, id, kind)
    return row && this.#stored<T>(row)
  }

  find<T>(id: string): Stored<T> | undefined {
    const row = this.#first(`SELECT ${COLUMNS} FROM objects WHERE id = ?`, id)
    return row && this.#stored<T>(row)
  }

  put<T>(kind: string, row: Stored<T>): void {
    this.#statement(
      `INSERT INTO objects (kind, id, account, created, object, secret) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id, kind) DO UPDATE SET
         account = excluded.account, created = excluded.created, object = excluded.object, secret = excluded.secret`,
    ).run(
      kind,
      row.id,
      row.account ?? null,
      row.created,
      this.#packing.pack(row.object),
      this.#packing.pack(row.secret),
    )
  }

  delete(kind: string, id: string): void {
    this.#statement('DELETE FROM objects WHERE kind = ? AND id = ?').run(kind, id)
  }

  list<T>(kind: string, filter: { account?: string | null } = {}): Stored<T>[] {
    return [...this.scan<T>(kind, filter)]
  }

  *scan<T>(kind: string, options: ScanOptions = {}): Generator<Stored<T>> {
    const [after, direction] = options.oldestFirst ? ['>', 'ASC'] : ['<', 'DESC']
    const conditions = ['kind = ?', `(created, seq) ${after} (?, ?)`]
    const account = options.account
    if (account === null) conditions.push('account IS NULL')
    else if (account !== undefined) conditions.push('account = ?')
    const sql = `SELECT ${COLUMNS} FROM objects WHERE ${conditions.join(' AND ')}
      ORDER BY created ${direction}, seq ${direction} LIMIT ${CHUNK}`

    const { from = -Infinity, to = Infinity } = options
    let place = this.#placeOf(kind, options)
    while (place) {
      const rows = this.#all(sql, kind, place.created, place.seq, ...(account ? [account] : []))
      for (const row of rows) {
        if (options.oldestFirst ? row.created > to : row.created < from) return
        yield this.#stored<T>(row)
      }
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

  /** Where a scan begins: beyond an object, or beyond the times before or after which nothing is wanted. */
  #placeOf(
    kind: string,
    { beyond, from, to, oldestFirst }: ScanOptions,
  ): { created: number; seq: number } | undefined {
    const limit = oldestFirst
      ? { created: (from ?? 0) - 1, seq: Number.MAX_SAFE_INTEGER }
      : { created: (to ?? Number.MAX_SAFE_INTEGER - 1) + 1, seq: -1 }
    if (beyond === undefined) return limit
    const place = this.#first(`SELECT ${COLUMNS} FROM objects WHERE id = ? AND kind = ?`, beyond, kind)
    const isWithin = place && (oldestFirst ? place.created > limit.created : place.created < limit.created)
    return place && (isWithin ? place : limit)
  }

  #stored<T>(row: Row): Stored<T> {
    return {
      id: row.id,
      account: row.account ?? undefined,
      created: row.created,
      object: this.#packing.unpack(row.object) as T,
      secret: this.#packing.unpack(row.secret) as Record<string, unknown>,
    }
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
