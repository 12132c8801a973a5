import path from 'node:path'
import type { EnvironmentReader } from './environment-reader.ts'

/** Where and how rows are kept. */
export interface StorageConfig {
  dialect: 'sqlite' | 'postgresql'
  /** For PostgreSQL. */
  url: string | undefined
  /** For SQLite: a path, or `:memory:`. */
  file: string
  maxConnections: number
  /** Milliseconds after which an idle connection is closed. */
  idleTimeout: number
}

const POSTGRESQL = /^postgres(?:ql)?:\/\//i

export function storageConfig(read: EnvironmentReader, dataFolder: string): StorageConfig {
  const url = read.text('CONNECT_DATABASE_URL')
  const dialect = kind(read, url)
  if (dialect === 'postgresql' && url === undefined)
    read.refuse('CONNECT_DATABASE_URL', 'is missing: it says where PostgreSQL is')
  else if (dialect === 'postgresql' && url !== undefined && !(POSTGRESQL.test(url) && URL.canParse(url)))
    read.refuse('CONNECT_DATABASE_URL', 'must be an address that begins with postgres://')
  return {
    dialect,
    url: dialect === 'postgresql' ? url : undefined,
    file: read.text('CONNECT_DATABASE_FILE') ?? path.join(dataFolder, 'connect.db'),
    maxConnections: read.integer('CONNECT_MAX_CONNECTIONS', 10, { from: 1, to: 1000 }),
    idleTimeout: read.integer('CONNECT_IDLE_CONNECTION_LIMIT', 10_000, { from: 0, to: 86_400_000 }),
  }
}

/** An address of PostgreSQL's is enough to choose it. */
function kind(read: EnvironmentReader, url: string | undefined): StorageConfig['dialect'] {
  const named = read.text('CONNECT_STORAGE')?.toLowerCase()
  if (named === undefined) return url !== undefined && POSTGRESQL.test(url) ? 'postgresql' : 'sqlite'
  if (named === 'postgresql' || named === 'postgres') return 'postgresql'
  if (named !== 'sqlite')
    read.refuse('CONNECT_STORAGE', 'names a database that is not supported; there are sqlite and postgresql')
  return 'sqlite'
}
