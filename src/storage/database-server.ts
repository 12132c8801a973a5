/**
 * The supported databases: SQLite, PostgreSQL, MySQL and MariaDB.
 *
 * @module
 */
import type { Dialect } from 'kysely'
import type { StorageConfig } from '../config/config.ts'
import type { DialectTraits } from './database.ts'
import {
  describeMysqlPool,
  isMysqlPool,
  loadMysql2,
  mysqlDialect,
  mysqlPoolDialect,
  mysqlTraits,
} from './dialects/mysql.ts'
import { describeMysql, mysqlAddress } from './dialects/mysql-address.ts'
import {
  isPostgresqlPool,
  postgresqlDialect,
  postgresqlPoolDialect,
  postgresqlTraits,
} from './dialects/postgresql.ts'
import { describePostgresql, postgresqlAddress } from './dialects/postgresql-address.ts'
import { sqliteDialect, sqliteTraits } from './dialects/sqlite.ts'
import type { Patience } from './patience.ts'
import { StorageError } from './storage-error.ts'

/** One kind of database. */
export interface DatabaseServer {
  traits: DialectTraits
  /** Which database and where it is, without passwords. */
  describe(config: StorageConfig): string
  dialect(config: StorageConfig, patience: Patience): Dialect
}

/**
 * @param onConnectionLost called when an idle connection is lost
 * @throws StorageError when mysql2 is missing, or an address cannot be used
 */
export async function serverOf(
  { dialect, url: primary = '', replicas }: StorageConfig,
  onConnectionLost: (error: Error) => void,
): Promise<DatabaseServer> {
  if (dialect === 'sqlite')
    return {
      traits: sqliteTraits,
      describe: ({ file }) => `SQLite in ${file}`,
      dialect: ({ file }, patience) => sqliteDialect(file, patience),
    }
  // Read every address first, while nothing is open that an error would have to close.
  if (dialect === 'mysql') {
    const mysql2 = await loadMysql2()
    for (const address of [primary, ...replicas]) mysqlAddress(address)
    return {
      traits: mysqlTraits,
      describe: ({ url }) => describeMysql(url),
      dialect: (config, patience) => mysqlDialect(mysql2, config, patience, onConnectionLost),
    }
  }
  for (const address of [primary, ...replicas]) postgresqlAddress(address)
  return {
    traits: postgresqlTraits,
    describe: ({ url }) => describePostgresql(url),
    dialect: (config, patience) => postgresqlDialect(config, patience, onConnectionLost),
  }
}

/** @throws StorageError when neither pg nor mysql2 made the pool */
export function serverOfPool(pool: object): DatabaseServer {
  if (isPostgresqlPool(pool))
    return {
      traits: postgresqlTraits,
      describe: () => `${describePostgresql(pool.options.connectionString)}, through the pool of the app`,
      dialect: (_config, patience) => postgresqlPoolDialect(pool, patience),
    }
  if (isMysqlPool(pool))
    return {
      traits: mysqlTraits,
      describe: () => `${describeMysqlPool(pool)}, through the pool of the app`,
      dialect: (_config, patience) => mysqlPoolDialect(pool, patience),
    }
  throw new StorageError('The pool that was given is none of pg nor of mysql2.')
}

/** Whether it is a pool that the module can use: of pg, or of mysql2. */
export function isPool(pool: object): boolean {
  return isPostgresqlPool(pool) || isMysqlPool(pool)
}
