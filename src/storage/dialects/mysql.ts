import { createHash } from 'node:crypto'
import {
  type CreateTableNode,
  type Dialect,
  type Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  sql,
} from 'kysely'
import type { Pool } from 'mysql2'
import type { StorageConfig } from '../../config/config.ts'
import type { DialectTraits } from '../database.ts'
import type { Patience } from '../patience.ts'
import { StorageError } from '../storage-error.ts'
import { describeMysql, mysqlAddress } from './mysql-address.ts'
import { MysqlDriver, type MysqlDriverParts, type MysqlPool } from './mysql-driver.ts'
import { gaveWay } from './mysql-errors.ts'
import { askMysqlServer } from './mysql-server.ts'

/** The number of rows to lock. Names that happen to share a row wait for each other, which is rare. */
const LOCKS = 256
/** Seconds to wait for another instance's migrations. */
const MIGRATION_LIMIT = 25
/** Milliseconds of silence after which TCP checks that the server is still there. */
const KEEP_ALIVE = 10_000

export const mysqlTraits: DialectTraits = {
  dialect: 'mysql',
  // Times without a time zone, so that the server converts nothing. Text, because MySQL reorders the keys of JSON.
  columns: { time: 'datetime(3)', json: sql`longtext`, text: sql`longtext` },
  // Not a named lock (`get_lock`): all databases of a server share those, and they outlive the transaction.
  serialise: async (transaction, name) => {
    const lockid = createHash('sha256').update(name).digest().readUInt32BE() % LOCKS
    await transaction
      .insertInto('connect_locks')
      .values({ lockid })
      .onDuplicateKeyUpdate({ lockid })
      .execute()
  },
  makeLocks: async (db) => {
    await db.schema
      .createTable('connect_locks')
      .addColumn('lockid', 'integer', (column) => column.primaryKey())
      .execute()
  },
  gaveWay,
  rowLocks: true,
  day: (column) => sql<string>`date_format(${sql.ref(column)}, '%Y-%m-%d')`,
  product: async (db) => (await askMysqlServer(db)).name,
}

/** The oldest versions that have `skip locked` and a collation that compares text byte by byte. */
const OLDEST = { MariaDB: [10, 6, 0], MySQL: [8, 0, 17] } as const

class Adapter extends MysqlAdapter {
  readonly #where: string

  constructor(where: string) {
    super()
    this.#where = where
  }

  /** Names the lock after the database, because all databases of a server share named locks. */
  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    await this.#refuseOld(db)
    const { rows } = await sql<{
      taken: number | null
    }>`select get_lock(${lockName}, ${MIGRATION_LIMIT}) as taken`.execute(db)
    if (rows[0]?.taken !== 1)
      throw new StorageError(`${this.#where} is kept locked by another instance that makes its tables.`)
    await lift.execute(db)
  }

  override async releaseMigrationLock(db: Kysely<unknown>): Promise<void> {
    await restore.execute(db)
    await sql`select release_lock(${lockName})`.execute(db)
  }

  async #refuseOld(db: Kysely<unknown>): Promise<void> {
    const { name, version } = await askMysqlServer(db)
    const numbers = (/\d{1,3}\.\d{1,3}\.\d{1,3}/.exec(version)?.[0] ?? '').split('.').map(Number)
    if (isOlder(numbers, OLDEST[name]))
      throw new StorageError(
        `${this.#where} cannot be used: it is ${name} ${version}, and ${OLDEST[name].join('.')} or later is needed.`,
      )
  }
}

const lockName = sql`sha1(concat(database(), '/connect_migrations'))`

/**
 * A migration may run for hours, but waits for a lock for 25 s at most, because every other statement on that table waits behind
 * it. Only MariaDB limits the time of writes, and only MariaDB runs the comment.
 */
const lift = sql`set @lock_wait_timeout = @@lock_wait_timeout, session lock_wait_timeout = 25
  /*M!100600 , @max_statement_time = @@max_statement_time, session max_statement_time = 0 */`

/** Restores the session's settings if `lift` changed them. A variable that was never set turns the numbers into text, hence the casts. */
const restore = sql`set session lock_wait_timeout = cast(coalesce(@lock_wait_timeout, @@lock_wait_timeout) as unsigned)
  /*M!100600 , session max_statement_time = coalesce(@max_statement_time, @@max_statement_time) + 0e0 */`

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  for (const [place, number] of than.entries())
    if (version[place] !== number) return (version[place] ?? 0) < number
  return false
}

/**
 * Compares text exactly, as the other databases do: `a`, `A` and `a ` differ. MariaDB and MySQL name the collation for that
 * differently, and each ignores the other's comment.
 */
class QueryCompiler extends MysqlQueryCompiler {
  protected override visitCreateTable(node: CreateTableNode): void {
    super.visitCreateTable(node)
    this.append(
      ' engine = InnoDB default character set utf8mb4 /*M!100600 collate utf8mb4_nopad_bin *//*!80017 collate utf8mb4_0900_bin */',
    )
  }
}

/** The package that connects to MySQL and MariaDB. Apps that use neither need not install it. */
export type Mysql2 = typeof import('mysql2')

/** @throws StorageError when it is not installed */
export async function loadMysql2(): Promise<Mysql2> {
  return import('mysql2').catch((error) => {
    throw new StorageError(
      'MySQL and MariaDB are reached through the package mysql2: npm install mysql2',
      error,
    )
  })
}

/** @param onIdleError called when an idle connection is lost; the pool replaces it */
export function mysqlDialect(
  { createPool }: Mysql2,
  config: StorageConfig,
  patience: Patience,
  onIdleError: (error: Error) => void,
): Dialect {
  const where = describeMysql(config.url)
  const open = () => ownPool(createPool, config, patience, onIdleError) as unknown as MysqlPool
  return dialect({ open, patience, where, foreign: false })
}

function ownPool(
  createPool: Mysql2['createPool'],
  { url = '', maxConnections, idleTimeout }: StorageConfig,
  patience: Patience,
  onIdleError: (error: Error) => void,
): Pool {
  const pool = createPool({
    ...mysqlAddress(url),
    connectTimeout: patience.connect,
    keepAliveInitialDelay: KEEP_ALIVE,
    connectionLimit: maxConnections,
    idleTimeout,
    // mysql2 closes idle connections only when `maxIdle` is below the limit.
    maxIdle: idleTimeout === 0 ? maxConnections : Math.max(1, maxConnections - 1),
    gracefulEnd: true,
  })
  const idle = new WeakSet<object>()
  pool.on('release', (connection) => idle.add(connection))
  pool.on('acquire', (connection) => idle.delete(connection))
  pool.on('connection', (connection) => {
    connection.on('error', (error) => {
      if (idle.has(connection)) onIdleError(error)
    })
  })
  return pool
}

/** The parts of an app's pool that we use, from `mysql2` or `mysql2/promise`. */
interface AppsPool {
  /** The pool that a pool of `mysql2/promise` wraps. */
  pool?: AppsPool
  config: { connectionConfig: { host: string; port: number; database?: string } }
}

/** @param pool the app's own: the app ends it and handles lost connections */
export function mysqlPoolDialect(pool: AppsPool, patience: Patience): Dialect {
  const where = describeMysqlPool(pool)
  const open = () => plainPool(pool) as unknown as MysqlPool
  return dialect({ open, patience, where, foreign: true })
}

/** Recognises a pool by its shape, because the app may have its own copy of mysql2. */
export function isMysqlPool(pool: object): pool is AppsPool {
  const { getConnection, config } = plainPool(pool as AppsPool) as Partial<AppsPool & MysqlPool>
  return typeof getConnection === 'function' && typeof config?.connectionConfig === 'object'
}

/** Which server and database an app's pool connects to. */
export function describeMysqlPool(pool: AppsPool): string {
  const { host, port, database } = plainPool(pool).config.connectionConfig
  return describeMysql(`mysql://${host}:${port}/${database ?? ''}`)
}

function plainPool(pool: AppsPool): AppsPool {
  return pool.pool ?? pool
}

function dialect(parts: MysqlDriverParts): Dialect {
  return {
    createDriver: () => new MysqlDriver(parts),
    createAdapter: () => new Adapter(parts.where),
    createIntrospector: (db) => new MysqlIntrospector(db),
    createQueryCompiler: () => new QueryCompiler(),
  }
}
