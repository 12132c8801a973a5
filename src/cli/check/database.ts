import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/config.ts'
import { migrations } from '../../features.ts'
import { openStorage } from '../../storage/open-storage.ts'
import { FAR_BEHIND } from '../../storage/replication/recent-writes.ts'
import type { ReplicaStatus, Storage } from '../../storage/storage.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Milliseconds between two looks at replicas in an unknown state. */
const LOOK_AGAIN = 100

interface LookAtDatabase {
  findings: Finding[]
  /** For the caller to close; undefined when the database cannot be read. */
  storage: Storage | undefined
}

/**
 * Checks the database, its tables, whether it takes changes, and its replicas. Creates no file and no table, and leaves no row
 * behind.
 */
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
    // The database has just answered, so this error is about the version of its tables.
    if (!(error instanceof StorageError)) throw error
    return problem('migrations.newer', { reason: error.message })
  }
}

/** Writes a row and deletes it again. */
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
  // A replica that shows none of our writes by then is behind.
  while (storage.replicas().some(unknown) && performance.now() - since < FAR_BEHIND) await sleep(LOOK_AGAIN)
  return storage.replicas().map(({ description, state, lag = 0, problem }) => {
    if (state === 'in-use') return ok('replica.ok', { description, lag })
    return problem === undefined
      ? warning('replica.behind', { description, limit: FAR_BEHIND / 1000 })
      : warning('replica.unreachable', { description, reason: problem })
  })
}
