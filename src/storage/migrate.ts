/**
 * Brings the tables up to date.
 *
 * @module
 */
import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { StorageError } from './storage-error.ts'
import type { EngineTables } from './tables.ts'

const TABLE = 'connect_migrations'

type NamedMigrations = Record<string, Migration>

/**
 * Several instances may run it at once.
 *
 * @returns the names of the migrations that ran, none when the tables were up to date
 * @throws StorageError
 */
export async function migrate(db: Kysely<EngineTables>, migrations: NamedMigrations): Promise<string[]> {
  const { error, results = [] } = await migratorOf(db, migrations).migrateToLatest()
  if (error) throw explained(error)
  return results.map(({ migrationName }) => migrationName)
}

/**
 * @returns the names of the migrations that have not run yet
 * @throws StorageError when a newer version of this package has run others
 */
export async function pendingMigrations(
  db: Kysely<EngineTables>,
  migrations: NamedMigrations,
): Promise<string[]> {
  const all = await migratorOf(db, migrations).getMigrations()
  const pending = all.filter(({ executedAt }) => !executedAt).map(({ name }) => name)
  // The table of migrations may not exist before the first one has run.
  if (pending.length < all.length) await refuseNewer(db, new Set(all.map(({ name }) => name)))
  return pending
}

async function refuseNewer(db: Kysely<EngineTables>, known: ReadonlySet<string>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)} order by name`.execute(db)
  const newer = rows.find(({ name }) => !known.has(name))
  if (newer) throw belongsToNewer(newer.name)
}

function migratorOf(db: Kysely<EngineTables>, migrations: NamedMigrations): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: TABLE,
    migrationLockTableName: 'connect_migrations_lock',
  })
}

function explained(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  const [, newer] = /previously executed migration (\S+) is missing/.exec(message) ?? []
  return newer === undefined
    ? new StorageError(`The tables of the database cannot be brought up to date: ${message}`, error)
    : belongsToNewer(newer, error)
}

function belongsToNewer(migration: string, cause?: unknown): StorageError {
  return new StorageError(
    `The database belongs to a newer version of this package, which ran ${migration}.`,
    cause,
  )
}
