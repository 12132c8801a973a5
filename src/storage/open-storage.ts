import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, Migrator, sql } from 'kysely'
import type { StorageConfig } from '../config.ts'
import type { Database, DialectTraits } from './database.ts'
import { decisions } from './decisions.ts'
import { describePostgresql, postgresqlDialect, postgresqlTraits } from './dialect-postgresql.ts'
import { sqliteDialect, sqliteTraits } from './dialect-sqlite.ts'
import { headerValues } from './header-values.ts'
import { inbox } from './inbox.ts'
import { migrations } from './migrations/index.ts'
import { payouts } from './payouts.ts'
import { persons } from './persons.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import type { Storage } from './storage.ts'
import { StorageError } from './storage-error.ts'
import { stripeAccounts } from './stripe-accounts.ts'
import type { Tables } from './tables.ts'
import { users } from './users.ts'

interface OpenStorageOptions {
  /** The time that rows are marked with; tests move it. */
  now?: () => Date
  /** Told of a connection that was lost while nobody used it; it is replaced by itself. */
  onConnectionLost?: (error: Error) => void
}

/**
 * Connects to the database and brings its tables up to date. Several instances may do so at once.
 *
 * @throws StorageError when it cannot be reached, opened or written to
 * @example
 * const storage = await openStorage(config.storage)
 * await storage.stripeAccounts.find(appid, stripeid)
 * await storage.close()
 */
export async function openStorage(
  config: StorageConfig,
  { now = () => new Date(), onConnectionLost = () => {} }: OpenStorageOptions = {},
): Promise<Storage> {
  const { dialect, traits, description } =
    config.dialect === 'sqlite'
      ? await openSqlite(config.file)
      : {
          dialect: postgresqlDialect(config, onConnectionLost),
          traits: postgresqlTraits,
          description: describePostgresql(config.url),
        }
  const db = new Kysely<Tables>({ dialect })
  try {
    await migrate(db, traits)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const database: Database = { db, traits, now }
  return {
    description,
    stripeAccounts: stripeAccounts(database),
    persons: persons(database),
    payouts: payouts(database),
    inbox: inbox(database),
    headerValues: headerValues(database),
    users: users(database),
    sessions: sessions(database),
    settings: settings(database),
    decisions: decisions(database),
    async ping() {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  }
}

async function openSqlite(file: string) {
  if (file !== ':memory:') {
    // Nobody else on the machine has a business with people's data.
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch(
      (error: NodeJS.ErrnoException) => {
        throw new StorageError(`The folder ${path.dirname(file)} cannot be made (${error.code}).`, error)
      },
    )
  }
  return { dialect: sqliteDialect(file), traits: sqliteTraits, description: `SQLite in ${file}` }
}

async function migrate(db: Kysely<Tables>, traits: DialectTraits): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations(traits) },
    migrationTableName: 'connect_migrations',
    migrationLockTableName: 'connect_migrations_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
