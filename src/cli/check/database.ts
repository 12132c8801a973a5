import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/config.ts'
import { migrations } from '../../features.ts'
import { openStorage } from '../../storage/open-storage.ts'
import { FAR_BEHIND } from '../../storage/replication/recent-writes.ts'
import type { ReplicaStatus, Storage } from '../../storage/storage.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Milliseconds between two looks at replicas of which nothing is known yet. */
const LOOK_AGAIN = 100

interface LookAtDatabase {
  findings: Finding[]
  /** To be closed by the caller; undefined when it cannot be read from. */
  storage: Storage | undefined
}

/** The database, its tables, whether it takes changes, and its replicas. No file and no table is made, and no row is left. */
export async function lookAtDatabase({ appid, storage: config }: Config): Promise<LookAtDatabase> {
  const { dialect, file } = config
  if (dialect === 'sqlite' && file !== ':memory:' && !existsSync(file))
    return { findings: [warning('database.no-file', { file })], storage: undefined }
  let storage: Storage | undefined
  try {
    storage = await openStorage(config, { appid, migrations, migrate: false })
    await storage.ping()
    const answers = ok('database.ok', { description: storage.description })
    const tables = await lookAtTables(storage)
    if (tables.state === 'ok')
      return {
        findings: [answers, tables, await lookAtWriting(storage), ...(await lookAtReplicas(storage))],
        storage,
      }
    await storage.close()
    return { findings: [answers, tables], storage: undefined }
  } catch (error) {
    await storage?.close()
    if (!(error instanceof StorageError)) throw error
    const values = { reason: error.message, dialect }
    return { findings: [problem('database.unreachable', values)], storage: undefined }
  }
}

async function lookAtTables(storage: Storage): Promise<Finding> {
  try {
    const pending = await storage.pendingMigrations()
    if (pending.length === 0) return ok('migrations.ok')
    return warning('migrations.pending', { names: pending.join(', ') })
  } catch (error) {
    // It answered just now.
    if (!(error instanceof StorageError)) throw error
    return problem('migrations.newer', { reason: error.message })
  }
}

/** A row is written, and deleted again. */
async function lookAtWriting(storage: Storage): Promise<Finding> {
  try {
    await storage.tryWriting()
    return ok('writing.ok')
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return problem('writing.refused', { reason: error.message })
  }
}

async function lookAtReplicas(storage: Storage): Promise<Finding[]> {
  const since = performance.now()
  const unknown = ({ lag, problem }: ReplicaStatus) => lag === undefined && problem === undefined
  // What has nothing of ours after that time is behind.
  while (storage.replicas().some(unknown) && performance.now() - since < FAR_BEHIND) await sleep(LOOK_AGAIN)
  return storage.replicas().map(({ description, state, lag = 0, problem }) => {
    if (state === 'in-use') return ok('replica.ok', { description, lag })
    return problem === undefined
      ? warning('replica.behind', { description, limit: FAR_BEHIND / 1000 })
      : warning('replica.unreachable', { description, reason: problem })
  })
}
