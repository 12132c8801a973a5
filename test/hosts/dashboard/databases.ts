/** The databases that Dashboard is tried on. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describeWhereSet } from '../../support/needs.ts'

export interface KeptRows {
  /** What Dashboard is told. */
  env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

export interface Database {
  /** What Dashboard needs to be installed with. */
  driver: 'pg@8' | 'sqlite3@6'
  /** An empty one. */
  create(): Promise<KeptRows>
}

export function onEachDatabase(suite: (database: Database) => void): void {
  describeWhereSet('on PostgreSQL', ['TEST_POSTGRESQL_URL'], (server = '') =>
    suite({ driver: 'pg@8', create: () => createDatabase(server) }),
  )
  // npm compiles the driver on this machine, which takes minutes.
  describeWhereSet('on SQLite', ['TEST_SQLITE3'], () => suite({ driver: 'sqlite3@6', create: createFile }))
}

/** In the project's folder, which is removed as a whole. */
async function createFile(): Promise<KeptRows> {
  return { env: { STORAGE: 'sqlite', DATABASE_FILE: 'market.db' }, remove: async () => {} }
}

export async function createDatabase(server: string): Promise<KeptRows> {
  const name = `dashboard_${randomUUID().replaceAll('-', '')}`
  await query(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  if (process.env.TEST_TLS_CA) {
    // The server takes that user over TLS only, which Dashboard knows this one way to ask for.
    url.username = 'only_by_tls'
    url.search = 'sslmode=require'
  }
  return {
    env: { STORAGE: 'postgresql', DATABASE_URL: url.href },
    remove: () => query(server, `drop database ${name} with (force)`),
  }
}

/** @param server the address of the database that the statement is sent to */
async function query(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
