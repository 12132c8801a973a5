import path from 'node:path'
import { own } from '../core/own.ts'
import { parsedUrl } from '../core/parsed-url.ts'
import type { EnvironmentReader } from './environment-reader.ts'
import { hasSemicolons, semicolonAddress } from './semicolon-address.ts'

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

/** What Dashboard keeps its rows in beside these. */
const UNSUPPORTED: Readonly<Record<string, string>> = { mssql: 'Microsoft SQL Server', db2: 'IBM Db2' }

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
  const text = read.text('CONNECT_DATABASE_URL')
  const dialect = kind(read, text)
  return {
    dialect,
    url: address(read, dialect, text),
    replicas: replicas(read, dialect),
    file: read.text('CONNECT_DATABASE_FILE') ?? path.join(dataFolder, 'connect.db'),
    maxConnections: read.integer('CONNECT_MAX_CONNECTIONS', 10, { from: 1, to: 1000 }),
    idleTimeout: read.integer('CONNECT_IDLE_CONNECTION_LIMIT', 10_000, { from: 0, to: 86_400_000 }),
  }
}

function address(read: EnvironmentReader, dialect: Dialect, text: string | undefined): string | undefined {
  if (dialect === 'sqlite') return undefined
  const url = text && asUrl(text, dialect)
  if (text === undefined)
    read.refuse('CONNECT_DATABASE_URL', 'is missing: it says where the database is', EXAMPLES[dialect])
  else if (!url) read.refuse('CONNECT_DATABASE_URL', wrongAddress(dialect), EXAMPLES[dialect])
  return url
}

/** A URL is enough to choose its kind. CONNECT_DATABASE_URL outweighs STORAGE, the kind that Dashboard uses. */
function kind(read: EnvironmentReader, text: string | undefined): Dialect {
  const named = read.text('CONNECT_STORAGE')?.toLowerCase()
  const isOwnAddress = read.isOwn('CONNECT_DATABASE_URL')
  const said = text === undefined ? undefined : dialectOf(text)
  const decides = named === undefined || (isOwnAddress && !read.isOwn('CONNECT_STORAGE'))
  if (decides && said) return said
  if (named !== undefined) return dialectNamed(read, named)
  if (text !== undefined && hasSemicolons(text))
    read.refuse('CONNECT_STORAGE', 'is missing: the address of the database does not say of which kind it is')
  else if (isOwnAddress)
    read.refuse('CONNECT_DATABASE_URL', 'must be an address that begins with postgresql:// or mysql://')
  return 'sqlite'
}

function dialectNamed(read: EnvironmentReader, named: string): Dialect {
  const unsupported = own(UNSUPPORTED, named)
  const dialect = own(DIALECTS, named)
  if (unsupported !== undefined)
    read.refuse(
      'CONNECT_STORAGE',
      `names ${unsupported}, which is not supported: give the module another database in CONNECT_STORAGE and CONNECT_DATABASE_URL, beside Dashboard’s`,
      `${read.isOwn('CONNECT_STORAGE') ? '' : `${named} CONNECT_STORAGE=`}postgresql CONNECT_DATABASE_URL=${EXAMPLES.postgresql}`,
    )
  else if (!dialect)
    read.refuse(
      'CONNECT_STORAGE',
      `names a database that is not supported; there are ${Object.keys(DIALECTS).join(', ')}`,
    )
  return dialect ?? 'sqlite'
}

function dialectOf(url: string): Dialect | undefined {
  return SCHEMES.find(([pattern]) => pattern.test(url))?.[1]
}

/** @returns undefined for the address of another kind of database, and for none at all */
function asUrl(text: string, dialect: Dialect): string | undefined {
  const url = hasSemicolons(text) ? semicolonAddress(text, dialect) : text
  return url !== undefined && dialectOf(url) === dialect && parsedUrl(url) ? url : undefined
}

function wrongAddress(dialect: Dialect): string {
  return `must be an address that begins with ${dialect}://, or names at least Server=...;Database=...`
}

/** Dashboard's replicas follow Dashboard's database, so they are of no use to a module with another database. */
function replicas(read: EnvironmentReader, dialect: Dialect): readonly string[] {
  const isOwn = read.isOwn('CONNECT_STORAGE_REPLICATION')
  const ownFile = dialect === 'sqlite' && read.isOwn('CONNECT_STORAGE')
  const ownDatabase = ownFile || read.isOwn('CONNECT_DATABASE_URL')
  if (!read.flag('CONNECT_STORAGE_REPLICATION')) return []
  if (ownDatabase && !isOwn && !read.isOwn('CONNECT_READ_DATABASE_URL1')) return []
  if (dialect === 'sqlite') {
    // As Dashboard does, which ignores its own.
    if (isOwn)
      read.refuse('CONNECT_STORAGE_REPLICATION', 'needs a database server: SQLite has no replicas', 'false')
    return []
  }
  const addresses = read.numbered({
    first: 'CONNECT_READ_DATABASE_URL1',
    ownOnly: ownDatabase,
    problem: (value) => (asUrl(value, dialect) ? undefined : wrongAddress(dialect)),
    example: EXAMPLES[dialect],
  })
  return addresses.flatMap((text) => asUrl(text, dialect) ?? [])
}
