/** The databases that the tests run Dashboard on. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describeWhereSet } from '../../support/needs.ts'

export interface KeptRows {
  /** Dashboard's environment. */
  env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

export interface Database {
  /** The driver to install with Dashboard. */
  driver: 'pg@8' | 'sqlite3@6'
  /** Creates an empty database. */
  create(): Promise<KeptRows>
}

export function onEachDatabase(suite: (database: Database) => void): void {
  describeWhereSet('on PostgreSQL', ['TEST_POSTGRESQL_URL'], (server = '') =>
    suite({ driver: 'pg@8', create: () => createDatabase(server) }),
  )
  // npm compiles the driver on this machine, which takes minutes.
  describeWhereSet('on SQLite', ['TEST_SQLITE3'], () => suite({ driver: 'sqlite3@6', create: createFile }))
}

/** A file in the project's folder, which is removed as a whole. */
async function createFile(): Promise<KeptRows> {
  return { env: { STORAGE: 'sqlite', DATABASE_FILE: 'market.db' }, remove: async () => {} }
}

export async function createDatabase(server: string): Promise<KeptRows> {
  const name = `dashboard_${randomUUID().replaceAll('-', '')}`
  await query(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  if (process.env.TEST_TLS_CA) {
    // The server takes this user only over TLS, and Dashboard has only this way to ask for it.
    url.username = 'only_by_tls'
    url.search = 'sslmode=require'
  }
  return {
    env: { STORAGE: 'postgresql', DATABASE_URL: url.href },
    remove: () => query(server, `drop database ${name} with (force)`),
  }
}

/** @param server the address of the database to send the statement to */
async function query(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
