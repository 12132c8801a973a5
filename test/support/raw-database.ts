/**
 * The rows of a database, read and written without the stores.
 *
 * @module
 */
import { Kysely, Migrator, sql } from 'kysely'
import type { StorageConfig } from '../../src/config/config.ts'
import { migrations } from '../../src/features.ts'
import { serverOf } from '../../src/storage/database-server.ts'
import { allMigrations } from '../../src/storage/migrations/index.ts'
import { Patience } from '../../src/storage/patience.ts'

export type Row = Record<string, unknown>

const PATIENCE = new Patience({ connect: 5_000, statement: 30_000 })

/** A session belongs to the tenant of its person. */
const OF_A_PERSON = 'connect_sessions'

/** The tables whose rows belong to a tenant. */
export async function tenantTables(db: Kysely<unknown>): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables
    .filter(({ name, columns }) => name === OF_A_PERSON || columns.some((column) => column.name === 'appid'))
    .map(({ name }) => name)
    .sort()
}

export async function withDatabase<T>(
  config: StorageConfig,
  work: (db: Kysely<unknown>) => Promise<T>,
): Promise<T> {
  const server = await serverOf(config, () => {})
  const db = new Kysely<unknown>({ dialect: server.dialect(config, PATIENCE) })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/**
 * Creates the tables as a version did whose last migration was `name`.
 *
 * @throws Error if a newer version has made tables already: ask for a database that is `fresh`
 */
export async function migrateTo(config: StorageConfig, name: string): Promise<void> {
  const { traits } = await serverOf(config, () => {})
  await withDatabase(config, async (db) => {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => allMigrations(migrations, traits, 'nobody') },
      migrationTableName: 'connect_migrations',
      migrationLockTableName: 'connect_migrations_lock',
    })
    if ((await migrator.getMigrations()).some(({ executedAt }) => executedAt))
      throw new Error(`The database has tables already, so it cannot become one of ${name}`)
    const { error } = await migrator.migrateTo(name)
    if (error) throw error
  })
}

/** Inserts a row, with the columns that it names. */
export async function insertRow(db: Kysely<unknown>, table: string, row: Row): Promise<void> {
  await sql`
    insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))})
  `.execute(db)
}

/** All rows of a table, in an order that depends on nothing but them. */
export async function rowsOf(db: Kysely<unknown>, table: string): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db)
  return rows
    .map((row): [string, Row] => [JSON.stringify(row), { ...row }])
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, row]) => row)
}
