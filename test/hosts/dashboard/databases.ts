/** The databases that the tests run Dashboard on. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import type { StorageConfig } from '../../../src/config/config.ts'
import { MEMORY } from '../../support/database-servers.ts'
import { describeWhereSet } from '../../support/needs.ts'

export interface KeptRows {
  /** Dashboard's environment. */
  env: NodeJS.ProcessEnv
  /** The database, from the folder of the project. */
  place(folder: string): StorageConfig
  remove(): Promise<void>
}

export interface Database {
  /** The driver to install with Dashboard. */
  driver: 'pg@8' | 'sqlite3@6'
  /** Creates an empty database. */
  create(name?: string): Promise<KeptRows>
}

export function onEachDatabase(suite: (database: Database) => void): void {
  describeWhereSet('on PostgreSQL', ['TEST_POSTGRESQL_URL'], (server = '') =>
    suite({ driver: 'pg@8', create: () => createDatabase(server) }),
  )
  // npm compiles the driver on this machine, which takes minutes.
  describeWhereSet('on SQLite', ['TEST_SQLITE3'], () => suite({ driver: 'sqlite3@6', create: createFile }))
}

/** A file in the project's folder, which is removed as a whole. */
async function createFile(name = 'market'): Promise<KeptRows> {
  const file = `${name}.db`
  return {
    env: { STORAGE: 'sqlite', DATABASE_FILE: file },
    place: (folder) => ({ ...MEMORY, file: path.join(folder, file) }),
    remove: async () => {},
  }
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
    place: () => ({ ...MEMORY, dialect: 'postgresql', url: url.href }),
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
