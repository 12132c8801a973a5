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

/** Servers go on with a statement that was given up: so many at most are under way in vain. */
const PRIMARY_LIMITS = { connect: 5_000, statement: 10_000 }
/** A large table may take hours, and one that was given up would begin again at the next start. */
const MIGRATION_LIMITS = { ...PRIMARY_LIMITS, statement: 0 }
/** What a replica does not answer in this time, the primary is asked for. */
const REPLICA_LIMITS = { connect: 1_000, statement: 5_000 }

/** Milliseconds within which a database answers that is there. */
const LOOK_LIMIT = 1_000
const LOOK_LIMITS = { connect: LOOK_LIMIT, statement: LOOK_LIMIT }

/** Milliseconds that closing waits for what is under way: a server that says nothing any more would hold up who is told to stop. */
const CLOSING = 3_000

interface OpenStorageOptions {
  /** The tenant whose rows are read and written; also that of rows from before there were tenants. */
  appid: string
  /** The time that rows are marked with; tests move it. */
  now?: () => Date
  /** Told of a connection that was lost while nobody used it; it is replaced by itself. */
  onConnectionLost?: (error: Error) => void
  /** Told what is wrong when the database stops answering, and undefined when it answers again. */
  onAnswering?: (problem: string | undefined) => void
  /** Told whenever a replica is left out or used again. */
  onReplica?: (status: ReplicaStatus) => void
  /** Told of a read that went wrong on a replica although it can be used; the primary has answered it. */
  onReadFailed?: (error: unknown) => void
  /** Those of features, which follow the engine's own. */
  migrations?: Migrations
  /** False leaves the tables as they are, for whoever only wants to look. */
  migrate?: boolean
  /** Told of each migration that was run. */
  onMigration?: (name: string) => void
  /** Connections that somebody else opens and ends, instead of those that the configuration names; without replicas. */
  pool?: object
}

/**
 * Connects to the database and brings its tables up to date. Several instances may do so at once, those of other tenants too.
 *
 * @throws StorageError when it cannot be reached, opened or written to
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
      // Of a server that says nothing, even the end would be waited for.
      other.destroy().catch(() => undefined)
    }
  }
  const watch = new Watch({ onChange: onAnswering, ...(!embedded && { look }) })
  const db = connect(config, PRIMARY_LIMITS, watch)
  // SQLite knows no limit, and a database in memory only one connection.
  const migrating = embedded ? db : connect({ ...config, maxConnections: 1 }, MIGRATION_LIMITS)
  let describe: (place: StorageConfig) => string
  try {
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

/** Not as raw SQL, which on SQLite waits for whoever is writing: it might write itself. */
async function ping(db: Kysely<EngineTables>): Promise<void> {
  await db.selectNoFrom((eb) => eb.val(1).as('answer')).execute()
}

function replicasOf({ replicas: { length } }: StorageConfig): string {
  if (length === 0) return ''
  return length === 1 ? ', with a replica' : `, with ${length} replicas`
}

async function makeFolder(file: string): Promise<void> {
  if (file === ':memory:') return
  // Nobody else on the machine has a business with people's data.
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new StorageError(`The folder ${path.dirname(file)} cannot be made (${error.code}).`, error)
  })
}
