/**
 * Reads addresses of MySQL and MariaDB, as `mysql://user:password@host:3306/database?sslmode=verify-full`.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { StorageError } from './storage-error.ts'

interface Tls {
  rejectUnauthorized: boolean
  /** Whether the certificate must be the host's. */
  verifyIdentity?: boolean
  ca?: string
}

/** The words of MySQL (`ssl-mode=VERIFY_CA`) and of PostgreSQL (`sslmode=verify-ca`), which mean the same. */
const TLS_MODES: Readonly<Record<string, Tls | false>> = {
  disable: false,
  disabled: false,
  'no-verify': { rejectUnauthorized: false },
  require: { rejectUnauthorized: false },
  required: { rejectUnauthorized: false },
  'verify-ca': { rejectUnauthorized: true },
  'verify-full': { rejectUnauthorized: true, verifyIdentity: true },
  'verify-identity': { rejectUnauthorized: true, verifyIdentity: true },
  false: false,
  true: { rejectUnauthorized: true, verifyIdentity: true },
}

interface MysqlAddress {
  host: string
  port: number
  user: string
  password: string
  database: string
  ssl?: Tls
}

/** @throws StorageError when it asks for a kind of encryption that there is not, or has a `%` that stands for nothing */
export function mysqlAddress(text: string): MysqlAddress {
  const url = new URL(text)
  const ssl = tls(url)
  return {
    host: hostOf(url),
    port: Number(url.port || 3306),
    user: decoded(url, url.username),
    password: decoded(url, url.password),
    database: decoded(url, url.pathname.slice(1)),
    ...(ssl && { ssl }),
  }
}

/** Where an address leads, without its password. */
export function describeMysql(text: string | undefined): string {
  if (!text || !URL.canParse(text)) return 'MySQL'
  const url = new URL(text)
  const name = url.protocol.toLowerCase() === 'mariadb:' ? 'MariaDB' : 'MySQL'
  return `${name} at ${url.hostname || 'localhost'}:${url.port || '3306'}${url.pathname}`
}

/** Without the brackets that an address of IPv6 has in a URL. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '') || 'localhost'
}

function decoded({ href }: URL, part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    throw new StorageError(
      `${describeMysql(href)} cannot be used: a % in its address stands for nothing; a password’s own is written %25.`,
      error,
    )
  }
}

function tls({ href, searchParams }: URL): Tls | undefined {
  const word = ['sslmode', 'ssl-mode', 'ssl'].map((name) => searchParams.get(name)).find(Boolean)
  if (!word) return undefined
  const mode = jsonMode(word) ?? TLS_MODES[word.toLowerCase().replaceAll('_', '-')]
  if (mode === undefined)
    throw new StorageError(
      `${describeMysql(href)} cannot be used: sslmode must be one of ${Object.keys(TLS_MODES).join(', ')}.`,
    )
  const ca = searchParams.get('sslrootcert') ?? searchParams.get('ssl-ca')
  if (mode === false) return undefined
  return ca ? { ...mode, ca: certificate(href, ca) } : mode
}

/** mysql2's own way to write it: `ssl={"rejectUnauthorized":true}`. */
function jsonMode(word: string): Tls | undefined {
  if (!word.startsWith('{')) return undefined
  try {
    return { rejectUnauthorized: true, ...JSON.parse(word) }
  } catch {
    return undefined
  }
}

function certificate(href: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new StorageError(`${describeMysql(href)} cannot be used: ${(error as Error).message}.`, error)
  }
}
