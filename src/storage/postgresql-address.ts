/**
 * Reads addresses of PostgreSQL, as `postgres://user:password@host:5432/database?sslmode=verify-full`. What they say of TLS means
 * what libpq means by it. pg 8 itself takes `require` for `verify-full`, with a warning, and ends the process at `ssl=false`.
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 *
 * @module
 */

import type { PoolConfig } from 'pg'
import { parsedUrl } from '../core/parsed-url.ts'
import { isTlsParameter, tlsOptions } from '../net/tls-settings.ts'
import { databaseTls } from './database-tls.ts'

type PostgresqlAddress = Pick<PoolConfig, 'connectionString' | 'ssl' | 'sslnegotiation'>

/** Of pg: whether it means what libpq does, and whether TLS begins without asking first. */
const OF_PG = ['uselibpqcompat', 'sslnegotiation']

/** @throws StorageError when it asks for a kind of encryption that there is not */
export function postgresqlAddress(url: string): PostgresqlAddress {
  // As text: pg takes addresses that are no URL, and a password may be another one when it is written again.
  const [server = '', ...more] = url.split('?')
  const query = more.join('?')
  const parameters = new URLSearchParams(query)
  const direct = parameters.get('sslnegotiation') === 'direct'
  for (const name of OF_PG) parameters.delete(name)
  const tls = databaseTls(describePostgresql(url), parameters)
  // What stays in the address outweighs whatever else pg is told.
  const kept = query.split('&').filter((pair) => pair && !isRead(pair))
  return {
    connectionString: [server, kept.join('&')].filter(Boolean).join('?'),
    ...(tls !== undefined && { ssl: tls && tlsOptions(tls) }),
    ...(direct && { sslnegotiation: 'direct' }),
  }
}

/** Where an address leads, without its password. */
export function describePostgresql(url: string | undefined): string {
  const parsed = parsedUrl(url ?? '')
  if (!parsed) return 'PostgreSQL'
  const { hostname, port, pathname } = parsed
  return `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`
}

function isRead(pair: string): boolean {
  return [...new URLSearchParams(pair).keys()].some((name) => OF_PG.includes(name) || isTlsParameter(name))
}
