import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { StorageConfig } from '../config/config.ts'
import type { Database } from './database.ts'
import { serverOf, serverOfPool } from './database-server.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { allMigrations, type Migrations } from './migrations/index.ts'
import type { Owner } from './owner.ts'
import { type Limits, Patience } from './patience.ts'
import type { ReplicaStatus } from './replication/replica.ts'
import { ReplicatedReads } from './replication/replicated-reads.ts'
import { settings } from './settings.ts'
import type { Storage } from './storage.ts'
import { StorageError } from './storage-error.ts'
import type { EngineTables } from './tables.ts'
import { tickets } from './tickets.ts'
import { transact } from './transact.ts'
import { tryWriting } from './try-writing.ts'
import { atMost } from './waiting.ts'
import { Watch } from './watch.ts'

/** Milliseconds. A server goes on with a statement that we gave up on; PostgreSQL and MariaDB end it at this limit. */
const PRIMARY_LIMITS = { connect: 5_000, statement: 10_000 }
/** No limit on statements: a migration of a large table may take hours, and would begin again at the next start. */
const MIGRATION_LIMITS = { ...PRIMARY_LIMITS, statement: 0 }
/** The primary answers a read that a replica does not answer in this time. */
const REPLICA_LIMITS = { connect: 1_000, statement: 5_000 }

/** Milliseconds within which a working database answers. */
const LOOK_LIMIT = 1_000
const LOOK_LIMITS = { connect: LOOK_LIMIT, statement: LOOK_LIMIT }

/** Milliseconds that closing waits for running statements. A silent server must not keep the process from stopping. */
const CLOSING = 3_000

interface OpenStorageOptions {
  /** The tenant whose rows are read and written. It also gets the rows from before there were tenants. */
  appid: string
  /** The clock for times in rows; tests replace it. */
  now?: () => Date
  /** Called when an idle connection is lost; the pool replaces it. */
  onConnectionLost?: (error: Error) => void
  /** Called with the problem when the database stops answering, and with undefined when it answers again. */
  onAnswering?: (problem: string | undefined) => void
  /** Called when a replica is left out or used again. */
  onReplica?: (status: ReplicaStatus) => void
  /** Called when a read fails on a working replica; the primary answers it instead. */
  onReadFailed?: (error: unknown) => void
  /** The features' migrations, which follow the engine's. */
  migrations?: Migrations
  /** False leaves the tables as they are, for a command that only looks at the database. */
  migrate?: boolean
  /** Called for each migration that ran. */
  onMigration?: (name: string) => void
  /** The app's own pool, used instead of the configured address and replicas. The app ends it. */
  pool?: object
}

/**
 * Connects to the database and brings its tables up to date. Several instances may do so at once, including other tenants'.
 *
 * @throws StorageError when the database cannot be reached, opened or written to
 * @example
 * const storage = await openStorage(config.storage, { appid: config.appid })
 * await storage.settings.get('countries')
 * await storage.close()
 */
export async function openStorage(
  config: StorageConfig,
  {
    appid,
    now = () => new Date(),
    onConnectionLost = () => {},
    onAnswering = () => {},
    onReplica = () => {},
    onReadFailed = () => {},
    migrations: further = {},
    migrate: migrates = true,
    onMigration = () => {},
    pool,
  }: OpenStorageOptions,
): Promise<Storage> {
  const server = pool ? serverOfPool(pool) : await serverOf(config, onConnectionLost)
  const { traits } = server
  const migrations = allMigrations(further, traits, appid)
  const embedded = !pool && config.dialect === 'sqlite'
  if (embedded) await makeFolder(config.file)
  const connect = (place: StorageConfig, limits: Limits, watching?: Watch) =>
    new Kysely<EngineTables>({ dialect: server.dialect(place, new Patience(limits, watching)) })
  const look = async () => {
    const other = connect({ ...config, maxConnections: 1 }, LOOK_LIMITS)
    try {
      await atMost(LOOK_LIMIT, () => ping(other))
    } finally {
      // Not awaited: a silent server never confirms the end.
      other.destroy().catch(() => undefined)
    }
  }
  const watch = new Watch({ onChange: onAnswering, ...(!embedded && { look }) })
  const db = connect(config, PRIMARY_LIMITS, watch)
  // SQLite has no limit on statements, and a database in memory has only one connection.
  const migrating = embedded ? db : connect({ ...config, maxConnections: 1 }, MIGRATION_LIMITS)
  let describe: (place: StorageConfig) => string
  try {
    const problem = await traits.problem?.(migrating)
    if (problem) throw new StorageError(`${server.describe(config)} cannot be used: ${problem}.`)
    if (migrates) (await migrate(migrating, migrations)).forEach(onMigration)
    const product = await traits.product?.(db)
    describe = (place) => (product ? server.describe(place).replace(/^\w+/, product) : server.describe(place))
  } catch (error) {
    await db.destroy()
    throw error
  } finally {
    if (!embedded) await migrating.destroy()
  }
  const reads = new ReplicatedReads({
    primary: db,
    servers: (pool ? [] : config.replicas).map((url) => ({
      description: describe({ ...config, url }),
      capacity: config.maxConnections,
      connect: (maxConnections) => connect({ ...config, url, maxConnections }, REPLICA_LIMITS),
    })),
    connect: () => connect({ ...config, maxConnections: 1 }, REPLICA_LIMITS),
    now,
    onReplica,
    onReadFailed,
  })
  const database: Database = {
    appid,
    db,
    traits,
    now,
    read: (query) => reads.read(query),
    async change(run) {
      let writers: Owner[] = []
      const result = await transact(db, traits, (transaction) => {
        writers = []
        return run(transaction, (owner) => writers.push(owner))
      })
      for (const writer of writers) reads.wrote(writer)
      return result
    },
  }
  return {
    appid,
    description: describe(config) + (pool ? '' : replicasOf(config)),
    database,
    settings: settings(database),
    tickets: tickets(database),
    isAnswering: () => watch.isAnswering,
    ping: () => ping(db),
    tryWriting: () => tryWriting(settings(database)),
    pendingMigrations: () => pendingMigrations(db, migrations),
    reading: (person, run) => reads.reading(person, run),
    writing: (person, run) => reads.writing(person, run),
    wrote: (person) => reads.wrote(person),
    replicas: () => reads.status(),
    async close() {
      watch.stop()
      const closed = Promise.all([reads.stop(), db.destroy()])
      await Promise.race([closed, sleep(CLOSING, undefined, { ref: false })])
    },
  }
}

/** Not as raw SQL, which might write and so waits for other writers on SQLite. */
async function ping(db: Kysely<EngineTables>): Promise<void> {
  await db.selectNoFrom((eb) => eb.val(1).as('answer')).execute()
}

function replicasOf({ replicas: { length } }: StorageConfig): string {
  if (length === 0) return ''
  return length === 1 ? ', with a replica' : `, with ${length} replicas`
}

async function makeFolder(file: string): Promise<void> {
  if (file === ':memory:') return
  // Other users of the machine must not read people's data.
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new StorageError(`The folder ${path.dirname(file)} cannot be made (${error.code}).`, error)
  })
}
