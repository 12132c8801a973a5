/**
 * Kysely's driver for SQLite.
 *
 * @module
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely'
import { keepWait } from '../waiting.ts'
import { SqliteFile, type SqliteFileParts } from './sqlite-file.ts'

export class SqliteDriver implements Driver {
  readonly #parts: SqliteFileParts
  #file: SqliteFile | undefined

  constructor(parts: SqliteFileParts) {
    this.#parts = parts
  }

  async init(): Promise<void> {
    this.#file = await SqliteFile.open(this.#parts)
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (!this.#file) throw new Error('the database is closed')
    return new SqliteConnection(this.#file)
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    connection.rollback()
  }

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    await connection.begin()
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.commit()
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.rollback()
  }

  /** Waits for the running statement or transaction. Those still waiting for their turn fail. */
  async destroy(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }
}

/** What Kysely takes for a connection. It has the file only while it reads or is in a transaction. */
class SqliteConnection implements DatabaseConnection {
  readonly #file: SqliteFile
  readonly #inSameWait = keepWait()
  #inTransaction = false

  constructor(file: SqliteFile) {
    this.#file = file
  }

  async begin(): Promise<void> {
    await this.#inSameWait(() => this.#file.begin())
    this.#inTransaction = true
  }

  /** If it fails, the caller must still roll back. */
  commit(): void {
    this.#file.commit()
    this.#inTransaction = false
  }

  rollback(): void {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    this.#file.rollback()
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.#run(query)
    if (SelectQueryNode.is(query.query)) return this.#inSameWait(() => this.#file.read(query))
    await this.begin()
    try {
      const result = this.#run<R>(query)
      this.commit()
      return result
    } finally {
      this.rollback()
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    try {
      return this.#file.run(query)
    } catch (error) {
      throw this.#file.translate(error)
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here reads in streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed from SQLite')
  }
}
