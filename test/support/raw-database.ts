/**
 * Rows as they are in a database, past all that looks after them.
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

/** The tables whose rows belong to a tenant, and what tells each row from the others. */
export const TENANT_TABLES = {
  connect_stripe_accounts: 'stripeid',
  connect_persons: 'personid',
  connect_payouts: 'payoutid',
  connect_header_values: 'accountid',
  connect_decisions: 'decisionid',
  connect_users: 'accountid',
  connect_sessions: 'sessionid',
  connect_settings: 'name',
  connect_tickets: 'objectid',
  connect_inbox: 'eventid',
  connect_leases: 'name',
} as const

export type TenantTable = keyof typeof TENANT_TABLES

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

/** Makes the tables as a version made them that knew no later migration. */
export async function migrateTo(config: StorageConfig, name: string): Promise<void> {
  const { traits } = await serverOf(config, () => {})
  await withDatabase(config, async (db) => {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => allMigrations(migrations, traits, 'nobody') },
      migrationTableName: 'connect_migrations',
      migrationLockTableName: 'connect_migrations_lock',
    })
    const { error } = await migrator.migrateTo(name)
    if (error) throw error
  })
}

/** Inserts a row, with the columns that it names. */
export async function insertRow(db: Kysely<unknown>, table: TenantTable, row: Row): Promise<void> {
  await sql`
    insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))})
  `.execute(db)
}

/** All rows of a table, sorted by what tells them apart. */
export async function rowsOf(db: Kysely<unknown>, table: TenantTable): Promise<Row[]> {
  const key = TENANT_TABLES[table]
  const { rows } = await sql<Row>`select * from ${sql.table(table)} order by ${sql.ref(key)}`.execute(db)
  return rows.map((row) => ({ ...row }))
}
