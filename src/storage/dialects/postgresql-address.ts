/**
 * Reads addresses of PostgreSQL, e.g. `postgres://user:password@host:5432/database?sslmode=verify-full`. TLS parameters mean what
 * they mean to libpq. pg 8 itself treats `require` as `verify-full`, with a warning, and `ssl=false` ends the process.
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 *
 * @module
 */

import type { PoolConfig } from 'pg'
import { parsedUrl } from '../../core/parsed-url.ts'
import { isTlsParameter, tlsOptions } from '../../net/tls-settings.ts'
import { databaseTls } from './database-tls.ts'

type PostgresqlAddress = Pick<PoolConfig, 'connectionString' | 'ssl' | 'sslnegotiation'>

/** pg's own parameters: whether to treat `sslmode` as libpq does, and whether TLS begins without asking the server first. */
const OF_PG = ['uselibpqcompat', 'sslnegotiation']

/** @throws StorageError when the address asks for TLS in a way that is not supported */
export function postgresqlAddress(url: string): PostgresqlAddress {
  // Split as text: pg accepts addresses that are not URLs, and writing a URL again may change the password.
  const [server = '', ...more] = url.split('?')
  const query = more.join('?')
  const parameters = new URLSearchParams(query)
  const direct = parameters.get('sslnegotiation') === 'direct'
  for (const name of OF_PG) parameters.delete(name)
  const tls = databaseTls(describePostgresql(url), parameters)
  // Remove what was read, because pg prefers the address to its other options.
  const kept = query.split('&').filter((pair) => pair && !isRead(pair))
  return {
    connectionString: [server, kept.join('&')].filter(Boolean).join('?'),
    ...(tls !== undefined && { ssl: tls && tlsOptions(tls) }),
    ...(direct && { sslnegotiation: 'direct' }),
  }
}

/** Which server and database an address names, without the password. */
export function describePostgresql(url: string | undefined): string {
  const parsed = parsedUrl(url ?? '')
  if (!parsed) return 'PostgreSQL'
  const { hostname, port, pathname } = parsed
  return `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`
}

function isRead(pair: string): boolean {
  return [...new URLSearchParams(pair).keys()].some((name) => OF_PG.includes(name) || isTlsParameter(name))
}
