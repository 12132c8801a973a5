import { isTlsParameter, type TlsSettings, tlsSettings } from '../net/tls-settings.ts'
import { StorageError } from './storage-error.ts'

/**
 * What a database's address says of TLS.
 *
 * @param where which database, for messages
 * @returns undefined when nothing is said, false when it is not wanted
 * @throws StorageError when it asks for what there is not, or in a way that is not understood: such a connection would not be
 *   encrypted, and nothing would say so
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
