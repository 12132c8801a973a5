/**
 * Runs a suite on real servers that replicate: PostgreSQL with the replicas in `TEST_POSTGRESQL_REPLICA_URLS`, MariaDB with
 * the replicas in `TEST_MARIADB_REPLICA_URLS`.
 *
 * @module
 */

import { randomUUID } from 'node:crypto'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, expect } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StorageConfig } from '../../src/config/config.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type DatabaseServer, inDatabase, MARIADB, MEMORY, POSTGRESQL } from './database-servers.ts'
import { eventually } from './eventually.ts'
import { describeWhereSet } from './needs.ts'
import { type Relay, relayTo } from './relay.ts'

/** One replica, which a test can pause or cut off. */
interface TestReplica {
  /** The storage connects to the replica through this relay. */
  relay: Relay
  /** The replica goes on receiving changes and applies none. */
  pause(): Promise<void>
  resume(): Promise<void>
}

interface Replicated {
  /** The primary and its replicas, with a database for this suite. */
  config: StorageConfig
  /** Runs a statement on the primary, in that database. */
  ask(statement: string): ReturnType<DatabaseServer['ask']>
  replicas: TestReplica[]
  pauseAll(): Promise<void>
  resumeAll(): Promise<void>
}

/** How to pause replication on a kind of server. */
interface Kind {
  server: DatabaseServer
  pause: string
  resume: string
  /** Waits until no other suite, in any process, is pausing replicas. @returns a function that ends the turn */
  takeTurn(url: string): Promise<() => Promise<void>>
}

const KINDS: readonly Kind[] = [
  {
    server: POSTGRESQL,
    pause: 'select pg_wal_replay_pause()',
    resume: 'select pg_wal_replay_resume()',
    async takeTurn(url) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query('select pg_advisory_lock(72657)')
      return () => client.end()
    },
  },
  {
    server: MARIADB,
    pause: 'stop slave sql_thread',
    resume: 'start slave sql_thread',
    async takeTurn(url) {
      const client = await mysql.createConnection(url)
      await client.query(`select get_lock('replicas of tests', 100)`)
      return () => client.end()
    },
  },
]

type Suite = (servers: () => Replicated, kind: DatabaseServer) => void

/** Milliseconds to wait for other suites. */
const TURN = 120_000

/**
 * Describes a suite for each kind of server. Replicas are running and reachable before and after each test.
 *
 * @param suite gets a function to call inside tests
 * @example
 * eachReplicated('pages', (servers) => {
 *   test('are drawn', async () => {
 *     const storage = await openStorage(servers().config)
 *     await caughtUp(storage)
 *     await servers().pauseAll()
 *   })
 * })
 */
export function eachReplicated(name: string, suite: Suite): void {
  for (const kind of KINDS) {
    const { variable, replicasVariable } = kind.server
    describeWhereSet(
      `${name} on ${kind.server.name}`,
      [variable, replicasVariable],
      (primary = '', replicas = '') => suite(serversOf(kind, primary, replicas.split(',')), kind.server),
    )
  }
}

/** Waits until the storage reads from every replica, and every replica has all earlier changes. */
export async function caughtUp(storage: Storage): Promise<void> {
  const nobody = { appid: 'market', accountid: 'nobody' }
  const since = performance.now()
  storage.wrote(nobody)
  await eventually(async () => {
    // The storage looks at replicas more often while someone who wrote reads.
    await storage.reading(nobody, () => accountStore(storage).find('acct_none'))
    for (const { state, lag = Infinity } of storage.replicas()) {
      expect(state).toBe('in-use')
      expect(lag).toBeLessThan(performance.now() - since)
    }
  })
}

function serversOf(kind: Kind, primary: string, replicaUrls: readonly string[]): () => Replicated {
  const { server } = kind
  const database = `test_replicas_${randomUUID().replaceAll('-', '')}`
  let servers: Replicated | undefined
  let endTurn = async () => {}

  beforeAll(async () => {
    endTurn = await kind.takeTurn(primary)
    await server.ask(primary, `create database ${database}`)
    const replicas = await Promise.all(
      replicaUrls.map(async (address) => ({
        relay: await relayTo(new URL(inDatabase(address, database))),
        pause: async () => void (await server.ask(address, kind.pause)),
        resume: async () => void (await server.ask(address, kind.resume)),
      })),
    )
    const url = inDatabase(primary, database)
    servers = {
      config: {
        ...MEMORY,
        dialect: server.dialect,
        url,
        replicas: replicas.map(({ relay }) => relay.url),
        maxConnections: 10,
      },
      ask: (statement) => server.ask(url, statement),
      replicas,
      pauseAll: async () => void (await Promise.all(replicas.map((replica) => replica.pause()))),
      resumeAll: async () => void (await Promise.all(replicas.map((replica) => replica.resume()))),
    }
  }, TURN)
  afterAll(async () => {
    await Promise.all(servers?.replicas.map(({ relay }) => relay.remove()) ?? [])
    await server.ask(primary, server.drop(database))
    await endTurn()
  })
  return () => {
    if (!servers) throw new Error('servers are there only within tests')
    return servers
  }
}
