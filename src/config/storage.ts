import path from 'node:path'
import { parsedUrl } from '../core/parsed-url.ts'
import type { EnvironmentReader } from './environment-reader.ts'

/** Where and how the module keeps its rows. */
export interface StorageConfig {
  /** `mysql` stands for MariaDB too. */
  dialect: 'sqlite' | 'postgresql' | 'mysql'
  /** The address of a database server; undefined for SQLite. */
  url: string | undefined
  /** The addresses of servers that follow the one at `url` and are read from; empty unless replication is turned on. */
  replicas: readonly string[]
  /** For SQLite: a path, or `:memory:`. */
  file: string
  /** The most open connections to each server. */
  maxConnections: number
  /** Milliseconds after which an idle connection is closed. */
  idleTimeout: number
}

type Dialect = StorageConfig['dialect']

const DIALECTS: Readonly<Record<string, Dialect>> = {
  sqlite: 'sqlite',
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
}

/** How the addresses of each kind of server begin. */
const SCHEMES: readonly [pattern: RegExp, dialect: Dialect][] = [
  [/^postgres(?:ql)?:\/\//i, 'postgresql'],
  [/^(?:mysql|mariadb):\/\//i, 'mysql'],
]

const EXAMPLES: Readonly<Record<Dialect, string>> = {
  sqlite: './data/connect.db',
  postgresql: 'postgres://user:password@127.0.0.1:5432/marketplace',
  mysql: 'mysql://user:password@127.0.0.1:3306/marketplace',
}

export function storageConfig(read: EnvironmentReader, dataFolder: string): StorageConfig {
  const url = read.text('CONNECT_DATABASE_URL')
  const dialect = kind(read, url)
  const example = EXAMPLES[dialect]
  if (dialect !== 'sqlite' && url === undefined)
    read.refuse('CONNECT_DATABASE_URL', 'is missing: it says where the database is', example)
  else if (dialect !== 'sqlite' && url !== undefined && !leadsTo(url, dialect))
    read.refuse('CONNECT_DATABASE_URL', `must be an address that begins with ${dialect}://`, example)
  return {
    dialect,
    url: dialect === 'sqlite' ? undefined : url,
    replicas: replicas(read, dialect),
    file: read.text('CONNECT_DATABASE_FILE') ?? path.join(dataFolder, 'connect.db'),
    maxConnections: read.integer('CONNECT_MAX_CONNECTIONS', 10, { from: 1, to: 1000 }),
    idleTimeout: read.integer('CONNECT_IDLE_CONNECTION_LIMIT', 10_000, { from: 0, to: 86_400_000 }),
  }
}

/** A server's address is enough to choose its kind. CONNECT_DATABASE_URL outweighs STORAGE, the kind that Dashboard uses. */
function kind(read: EnvironmentReader, url: string | undefined): Dialect {
  const named = read.text('CONNECT_STORAGE')?.toLowerCase()
  const ownAddressOnly = read.isOwn('CONNECT_DATABASE_URL') && !read.isOwn('CONNECT_STORAGE')
  if (named === undefined || ownAddressOnly) return (url && dialectOf(url)) || 'sqlite'
  const dialect = DIALECTS[named]
  if (!dialect) read.refuse('CONNECT_STORAGE', `names a database that is not supported; there are ${known()}`)
  return dialect ?? 'sqlite'
}

function known(): string {
  return Object.keys(DIALECTS).join(', ')
}

function dialectOf(url: string): Dialect | undefined {
  return SCHEMES.find(([pattern]) => pattern.test(url))?.[1]
}

function leadsTo(url: string, dialect: Dialect): boolean {
  return dialectOf(url) === dialect && parsedUrl(url) !== undefined
}

/** Dashboard's replicas follow Dashboard's database, so they are of no use to a module with another database. */
function replicas(read: EnvironmentReader, dialect: Dialect): readonly string[] {
  const ownFile = dialect === 'sqlite' && read.isOwn('CONNECT_STORAGE')
  const ownDatabase = ownFile || read.isOwn('CONNECT_DATABASE_URL')
  const asked = read.choice('CONNECT_STORAGE_REPLICATION', ['true', 'false']) === 'true'
  if (!asked || (ownDatabase && !read.isOwn('CONNECT_STORAGE_REPLICATION'))) return []
  if (dialect === 'sqlite') {
    read.refuse('CONNECT_STORAGE_REPLICATION', 'needs a database server: SQLite has no replicas', 'false')
    return []
  }
  return read.numbered({
    first: 'CONNECT_READ_DATABASE_URL1',
    ownOnly: ownDatabase,
    problem: (value) =>
      leadsTo(value, dialect) ? undefined : `must be an address that begins with ${dialect}://`,
    example: EXAMPLES[dialect],
  })
}
