/**
 * Reads addresses of MySQL and MariaDB, e.g. `mysql://user:password@host:3306/database?sslmode=verify-full`.
 *
 * @module
 */

import { isIP } from 'node:net'
import { parsedUrl } from '../../core/parsed-url.ts'
import type { TlsSettings } from '../../net/tls-settings.ts'
import { StorageError } from '../storage-error.ts'
import { databaseTls } from './database-tls.ts'

interface MysqlAddress {
  host: string
  port: number
  user: string
  password: string
  database: string
  ssl?: TlsSettings
}

/** @throws StorageError when the address asks for TLS in a way that is not supported, or has an invalid `%` escape */
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

/** Which server and database an address names, without the password. */
export function describeMysql(text: string | undefined): string {
  const url = parsedUrl(text ?? '')
  if (!url) return 'MySQL'
  const name = url.protocol.toLowerCase() === 'mariadb:' ? 'MariaDB' : 'MySQL'
  return `${name} at ${url.hostname || 'localhost'}:${url.port || '3306'}${url.pathname}`
}

/** Without the brackets around an IPv6 address in a URL. */
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

function tls(url: URL): TlsSettings | undefined {
  const where = describeMysql(url.href)
  const settings = databaseTls(where, url.searchParams) || undefined
  // For an IP address, mysql2 would accept a certificate for `localhost` and refuse one for the address.
  if (settings?.verifyIdentity && isIP(hostOf(url)))
    throw new StorageError(
      `${where} cannot be used: the certificate can only be compared with a host’s name, and its address has an IP address; sslmode=verify-ca with sslrootcert compares none.`,
    )
  return settings
}
