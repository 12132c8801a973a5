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
import type { StorageConfig } from '../config/config.ts'
import type { DialectTraits } from './database.ts'
import { describeMysql, mysqlAddress } from './mysql-address.ts'
import { MysqlDriver, type MysqlDriverParts, type MysqlPool } from './mysql-driver.ts'
import { gaveWay } from './mysql-errors.ts'
import { askMysqlServer } from './mysql-server.ts'
import type { Patience } from './patience.ts'
import { StorageError } from './storage-error.ts'

/** How many rows there are to lock: names that share one wait for each other without need, and seldom. */
const LOCKS = 256
/** Seconds that another instance's migrations are waited for. */
const MIGRATION_LIMIT = 25
/** Milliseconds of silence after which it is found out whether the server is still there. */
const KEEP_ALIVE = 10_000

export const mysqlTraits: DialectTraits = {
  dialect: 'mysql',
  // Without a time zone, which the server would convert by; text, not JSON, which MySQL reorders.
  columns: { time: 'datetime(3)', json: sql`longtext`, text: sql`longtext` },
  // Not a lock by name (`get_lock`): that one is the server's and not the database's, and outlives the transaction.
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

/** The versions that can pass over rows which are locked, and compare text exactly, without regard to a locale. */
const OLDEST = { MariaDB: [10, 6, 0], MySQL: [8, 0, 17] } as const

class Adapter extends MysqlAdapter {
  readonly #where: string

  constructor(where: string) {
    super()
    this.#where = where
  }

  /** Named after the database, since the lock is the server's, where other databases have migrations of their own. */
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
 * Migrations may take as long as they take, but wait for a lock no longer than this many seconds: everybody else who wants that
 * table waits behind them. Only MariaDB limits statements that are no reads, and reads its comment.
 */
const lift = sql`set @lock_wait_timeout = @@lock_wait_timeout, session lock_wait_timeout = 25
  /*M!100600 , @max_statement_time = @@max_statement_time, session max_statement_time = 0 */`

/** As the session was before, if anything was lifted. A variable that was never set makes everything beside it text. */
const restore = sql`set session lock_wait_timeout = cast(coalesce(@lock_wait_timeout, @@lock_wait_timeout) as unsigned)
  /*M!100600 , session max_statement_time = coalesce(@max_statement_time, @@max_statement_time) + 0e0 */`

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  for (const [place, number] of than.entries())
    if (version[place] !== number) return (version[place] ?? 0) < number
  return false
}

/**
 * Text is compared exactly, as the other databases do it: `a`, `A` and `a ` are three. The collation for that has a name of
 * its own on MariaDB and on MySQL, and each passes over the other's comment.
 */
class QueryCompiler extends MysqlQueryCompiler {
  protected override visitCreateTable(node: CreateTableNode): void {
    super.visitCreateTable(node)
    this.append(
      ' engine = InnoDB default character set utf8mb4 /*M!100600 collate utf8mb4_nopad_bin *//*!80017 collate utf8mb4_0900_bin */',
    )
  }
}

/** What makes connections; it is installed only by those who use it. */
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

/** @param onIdleError told of a connection lost while nobody used it; the pool replaces it by itself */
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
    // mysql2 looks for idle connections only where fewer than all may be idle.
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

/** What is used of a pool of an app's, made by `mysql2` or by `mysql2/promise`. */
interface AppsPool {
  /** The pool that the one with promises is made of. */
  pool?: AppsPool
  config: { connectionConfig: { host: string; port: number; database?: string } }
}

/** @param pool of the app that the module runs in, which also ends it and hears of connections that it lost */
export function mysqlPoolDialect(pool: AppsPool, patience: Patience): Dialect {
  const where = describeMysqlPool(pool)
  const open = () => plainPool(pool) as unknown as MysqlPool
  return dialect({ open, patience, where, foreign: true })
}

/** As far as an app's pool can be told from others, whichever copy of mysql2 made it. */
export function isMysqlPool(pool: object): pool is AppsPool {
  const { getConnection, config } = plainPool(pool as AppsPool) as Partial<AppsPool & MysqlPool>
  return typeof getConnection === 'function' && typeof config?.connectionConfig === 'object'
}

/** Where a pool of an app's leads. */
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
