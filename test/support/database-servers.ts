/**
 * The servers that tests keep rows on, with databases that are emptied and used again: quicker than a new one for each test.
 *
 * @module
 */
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { StorageConfig } from '../../src/config/config.ts'

/** Where a test keeps its rows, and how it is left. */
export interface Place {
  config: StorageConfig
  remove(): Promise<void>
}

/** The storage configuration of a test that needs no file: one instance, gone when it is closed. */
export const MEMORY: StorageConfig = {
  dialect: 'sqlite',
  url: undefined,
  replicas: [],
  file: ':memory:',
  maxConnections: 4,
  idleTimeout: 1_000,
}

type Rows = Record<string, unknown>[]

export interface DatabaseServer {
  name: 'PostgreSQL' | 'MariaDB'
  dialect: StorageConfig['dialect']
  /** The variables that say where one is, and where those are that follow it. */
  variable: string
  replicasVariable: string
  ask(url: string, ...statements: string[]): Promise<Rows>
  /** The database of an address. */
  current: string
  drop(database: string): string
  /** Asked of the primary in an address, a change is done only when all that follow it have it; undefined where that cannot be. */
  inStep?: string
  /** Has a session empty tables in any order. */
  anyOrder: string
}

export const POSTGRESQL: DatabaseServer = {
  name: 'PostgreSQL',
  dialect: 'postgresql',
  variable: 'TEST_POSTGRESQL_URL',
  replicasVariable: 'TEST_POSTGRESQL_REPLICA_URLS',
  async ask(url, ...statements) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      let rows: Rows = []
      for (const statement of statements) rows = (await client.query(statement)).rows
      return rows
    } finally {
      await client.end()
    }
  },
  current: 'current_schema()',
  inStep: 'options=-c%20synchronous_commit%3Dremote_apply',
  drop: (database) => `drop database if exists ${database} with (force)`,
  anyOrder: `set session_replication_role = replica`,
}

export const MARIADB: DatabaseServer = {
  name: 'MariaDB',
  dialect: 'mysql',
  variable: 'TEST_MARIADB_URL',
  replicasVariable: 'TEST_MARIADB_REPLICA_URLS',
  async ask(url, ...statements) {
    const client = await createConnection(url)
    try {
      let rows: Rows = []
      for (const statement of statements) rows = (await client.query(statement))[0] as Rows
      return rows
    } finally {
      await client.end()
    }
  },
  current: 'database()',
  drop: (database) => `drop database if exists ${database}`,
  anyOrder: 'set foreign_key_checks = 0',
}

/** The address of a database of that server. */
export function inDatabase(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** What names of databases of this run begin with; see `global-set-up.ts`. */
export function databasePrefix(): string {
  return `test_${process.env.TEST_RUN}_`
}

/** Addresses of databases that somebody has at the moment, and of those that are known to be there. */
const inUse = new Set<string>()
const made = new Set<string>()

/**
 * @param options.fresh without tables; else they may be there, and are empty
 * @param options.replicas whether those that follow the server are read from, where there are any and tests need not wait for
 *   them
 */
export async function takeDatabase(
  server: DatabaseServer,
  address: string,
  { fresh = false, replicas = false } = {},
): Promise<Place> {
  const database = unusedName(address)
  const url = inDatabase(address, database)
  inUse.add(url)
  if (fresh) await server.ask(address, server.drop(database))
  if (fresh || !made.has(url)) await make(server, address, database)
  made.add(url)
  await empty(server, url)
  const followers = replicas && server.inStep ? process.env[server.replicasVariable]?.split(',') : undefined
  return {
    config: {
      ...MEMORY,
      dialect: server.dialect,
      url: followers ? `${url}?${server.inStep}` : url,
      replicas: followers?.map((follower) => inDatabase(follower, database)) ?? [],
    },
    async remove() {
      // Its migrations may be anything by now, and the next is promised the usual ones.
      if (fresh) await server.ask(address, server.drop(database))
      if (fresh) made.delete(url)
      inUse.delete(url)
    },
  }
}

/** One worker's, so that no other takes it at the same time. */
function unusedName(address: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${databasePrefix()}${process.env.VITEST_POOL_ID}_${number}`
    if (!inUse.has(inDatabase(address, name))) return name
  }
}

async function make(server: DatabaseServer, address: string, database: string): Promise<void> {
  await server.ask(address, `create database ${database}`).catch((error: { code?: string }) => {
    // By a file of tests that this worker had before.
    if (!['42P04', 'ER_DB_CREATE_EXISTS'].includes(error.code ?? '')) throw error
  })
}

async function empty({ ask, current, anyOrder }: DatabaseServer, url: string): Promise<void> {
  const tables = await ask(
    url,
    `select table_name as name from information_schema.tables
      where table_schema = ${current} and table_name not like 'connect_migrations%'`,
  )
  if (tables.length > 0) await ask(url, anyOrder, ...tables.map(({ name }) => `delete from ${name}`))
}
