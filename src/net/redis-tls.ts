import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { tlsOptions, tlsSettings } from './tls-settings.ts'

/**
 * Reads the TLS settings in the address of a Redis server.
 *
 * @param url `redis://` or, for TLS, `rediss://`; its TLS parameters are those of a database's address
 * @returns undefined for a connection without TLS
 * @throws Error that says in half a sentence what is wrong with the settings
 * @example
 * redisTls(new URL('rediss://cache.internal:6380?sslrootcert=/etc/ca.pem'))
 */
export function redisTls({ protocol, hostname, searchParams }: URL): ConnectionOptions | undefined {
  const settings = tlsSettings(searchParams)
  const encrypted = protocol === 'rediss:'
  if (encrypted && settings === false) throw new Error('rediss:// asks for TLS and sslmode for none')
  if (!encrypted && !settings) return undefined
  // A server with several names at one address picks its certificate by this one.
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return { ...(settings && tlsOptions(settings)), ...(named && { servername: hostname }) }
}
