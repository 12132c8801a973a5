import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { tlsOptions, tlsSettings } from './tls-settings.ts'

/**
 * What an address of Redis says of TLS.
 *
 * @param url `redis://` or, for TLS, `rediss://`; with the same words about TLS as a database's address
 * @returns undefined for a connection that is not encrypted
 * @throws Error that says in half a sentence what it asks for in vain
 * @example
 * redisTls(new URL('rediss://cache.internal:6380?sslrootcert=/etc/ca.pem'))
 */
export function redisTls({ protocol, hostname, searchParams }: URL): ConnectionOptions | undefined {
  const settings = tlsSettings(searchParams)
  const encrypted = protocol === 'rediss:'
  if (encrypted && settings === false) throw new Error('rediss:// asks for TLS and sslmode for none')
  if (!encrypted && !settings) return undefined
  // Whoever serves several names at one address finds the right one by it.
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return { ...(settings && tlsOptions(settings)), ...(named && { servername: hostname }) }
}
