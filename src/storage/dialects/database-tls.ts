import { isTlsParameter, type TlsSettings, tlsSettings } from '../../net/tls-settings.ts'
import { StorageError } from '../storage-error.ts'

/**
 * Reads the TLS settings in a database's address.
 *
 * @param where which database, for messages
 * @returns undefined when the address does not mention TLS, false when it turns TLS off
 * @throws StorageError when the address asks for TLS in a way that is not supported: the connection would silently be unencrypted
 */
export function databaseTls(where: string, parameters: URLSearchParams): TlsSettings | false | undefined {
  const settings = settingsOf(where, parameters)
  if (settings !== undefined) return settings
  const unknown = [...parameters.keys()].find((name) => /ssl|tls/i.test(name) && !isTlsParameter(name))
  if (unknown !== undefined)
    throw refused(where, `${unknown} in its address is not understood; sslmode=require asks for TLS`)
  return undefined
}

function settingsOf(where: string, parameters: URLSearchParams): TlsSettings | false | undefined {
  try {
    return tlsSettings(parameters)
  } catch (error) {
    throw refused(where, (error as Error).message, error)
  }
}

function refused(where: string, problem: string, cause?: unknown): StorageError {
  return new StorageError(`${where} cannot be used: ${problem}.`, cause)
}
