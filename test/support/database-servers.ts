/**
 * The database servers that tests use. Emptying a database and using it again is quicker than creating one for each test.
 *
 * @module
 */
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { StorageConfig } from '../../src/config/config.ts'

/** A test's database. `remove` gives it up. */
export interface Place {
  config: StorageConfig
  remove(): Promise<void>
}

/** A database in memory, for a test with one instance: it goes when the storage is closed. */
export const MEMORY: StorageConfig = {
  dialect: 'sqlite',
  url: undefined,
  replicas: [],
  file: ':memory:',
  maxConnections: 4,
  idleTimeout: 1_000,
}

/** Milliseconds to wait for a server on the busiest machine. */
const PATIENCE = 60_000

type Rows = Record<string, unknown>[]

export interface DatabaseServer {
  name: 'PostgreSQL' | 'MariaDB'
  dialect: StorageConfig['dialect']
  /** The environment variables with the addresses of the server and of its replicas. */
  variable: string
  replicasVariable: string
  ask(url: string, ...statements: string[]): Promise<Rows>
  /** SQL for the `table_schema` of the connection's tables. */
  current: string
  drop(database: string): string
  /** A search string for the primary's address that makes a change wait for all replicas; undefined if the server cannot do so. */
  inStep?: string
  /** SQL that lets a session empty tables in any order. */
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
    const client = await createConnection({ uri: url, connectTimeout: PATIENCE })
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

export function inDatabase(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** The start of every database name of this run; see `global-set-up.ts`. */
export function databasePrefix(): string {
  return `test_${process.env.TEST_RUN}_`
}

/** Addresses of databases in use, and of databases known to exist. */
const inUse = new Set<string>()
const made = new Set<string>()

/**
 * @param options.fresh without tables; otherwise tables may exist, and are empty
 * @param options.replicas reads from the server's replicas, if it has any and can make a change wait for them
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
      // The test may have run any migrations, and the next test expects the usual ones.
      if (fresh) await server.ask(address, server.drop(database))
      if (fresh) made.delete(url)
      inUse.delete(url)
    },
  }
}

/** Each worker has its own names, so that no two workers take the same database. */
function unusedName(address: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${databasePrefix()}${process.env.VITEST_POOL_ID}_${number}`
    if (!inUse.has(inDatabase(address, name))) return name
  }
}

async function make(server: DatabaseServer, address: string, database: string): Promise<void> {
  await server.ask(address, `create database ${database}`).catch((error: { code?: string }) => {
    // An earlier test file in this worker created it.
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
