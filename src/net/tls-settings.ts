/**
 * Reads the TLS settings in the address of any server: `?sslmode=verify-full&sslrootcert=/etc/ca.pem`. The names are those of
 * PostgreSQL, of MySQL (`ssl-mode=VERIFY_IDENTITY&ssl-ca=...`) and of mysql2 (`ssl={"rejectUnauthorized":true}`).
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 * @see https://dev.mysql.com/doc/refman/8.4/en/connection-options.html
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ConnectionOptions, createSecureContext } from 'node:tls'
import { z } from 'zod'

interface Checks {
  /** Whether the server's certificate must come from a trusted CA. */
  rejectUnauthorized: boolean
  /** Whether the certificate must also be for the name in the address. */
  verifyIdentity: boolean
}

export interface TlsSettings extends Checks {
  /** The only trusted CA, instead of those that Node.js trusts. */
  ca?: string
  /** The certificate that we show the server. */
  cert?: string
  key?: string
}

const NOTHING: Checks = { rejectUnauthorized: false, verifyIdentity: false }
const ISSUER: Checks = { rejectUnauthorized: true, verifyIdentity: false }
const NAME: Checks = { rejectUnauthorized: true, verifyIdentity: true }

type Mode = 'disable' | 'no-verify' | 'require' | 'verify-ca' | 'verify-full'

const MODES: Readonly<Record<string, Mode>> = {
  disable: 'disable',
  disabled: 'disable',
  false: 'disable',
  'no-verify': 'no-verify',
  // A connection that asks for TLS never falls back to plain text, which nobody would notice.
  allow: 'require',
  prefer: 'require',
  preferred: 'require',
  require: 'require',
  required: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
  'verify-identity': 'verify-full',
  true: 'verify-full',
}

const MISTAKEN = 'sslmode must be one of disable, no-verify, require, verify-ca, verify-full'

/** The `ssl` parameter of mysql2. */
const JSON_SETTINGS = z.strictObject({
  rejectUnauthorized: z.boolean().optional(),
  verifyIdentity: z.boolean().optional(),
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
})

const PARAMETERS = ['ssl', 'sslmode', 'sslrootcert', 'sslca', 'sslcert', 'sslkey']

/** Whether a parameter of an address is a TLS setting. */
export function isTlsParameter(name: string): boolean {
  return PARAMETERS.includes(plain(name))
}

/**
 * @param parameters the part of an address after the `?`
 * @returns undefined when the address says nothing about TLS, false when it turns TLS off
 * @throws Error that says in half a sentence what is wrong, without secrets
 * @example
 * tlsSettings(new URLSearchParams('sslmode=require')) // { rejectUnauthorized: false, verifyIdentity: false }
 */
export function tlsSettings(parameters: URLSearchParams): TlsSettings | false | undefined {
  const said = new Map([...parameters].map(([name, value]) => [plain(name), value]))
  const word = said.get('sslmode') ?? said.get('ssl')
  if (word?.startsWith('{')) return fromJson(word)
  const ca = said.get('sslrootcert') || said.get('sslca')
  const cert = said.get('sslcert')
  const key = said.get('sslkey')
  if (word === undefined && !ca && !cert) return undefined
  const mode = word === undefined ? 'verify-full' : MODES[word.toLowerCase().replaceAll('_', '-')]
  if (mode === undefined) throw new Error(MISTAKEN)
  if (mode === 'disable') return false
  return usable({
    ...checksOf(mode, ca),
    ...(ca && ca !== 'system' && { ca: contents('sslrootcert', ca) }),
    ...(cert && { cert: contents('sslcert', cert) }),
    ...(key && { key: contents('sslkey', key) }),
  })
}

/** The settings as options of Node.js itself. */
export function tlsOptions({ verifyIdentity, ...options }: TlsSettings): ConnectionOptions {
  return verifyIdentity ? options : { ...options, checkServerIdentity: () => undefined }
}

/** `sslMode`, `ssl-mode` and `ssl_mode` are the same. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}

function checksOf(mode: Exclude<Mode, 'disable'>, ca: string | undefined): Checks {
  if (mode === 'no-verify') return NOTHING
  if (!ca) return mode === 'require' ? NOTHING : NAME
  // A public CA gives anybody a certificate, so the certificate proves nothing unless its name is checked too.
  return mode === 'verify-full' || ca === 'system' ? NAME : ISSUER
}

function fromJson(text: string): TlsSettings {
  const { data } = JSON_SETTINGS.safeParse(parsed(text))
  if (!data) throw new Error(MISTAKEN)
  const { rejectUnauthorized = true, verifyIdentity, ca, cert, key } = data
  const checks = (verifyIdentity ?? ca === undefined) ? NAME : ISSUER
  return usable({
    ...(rejectUnauthorized ? checks : NOTHING),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function contents(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${parameter} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Checked here, because Node.js ignores a CA that is no certificate, and drivers do not catch the error for a wrong key. */
function usable(settings: TlsSettings): TlsSettings {
  const { ca, cert, key } = settings
  try {
    if (ca !== undefined) new X509Certificate(ca)
  } catch {
    throw new Error('sslrootcert is no certificate in PEM')
  }
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new Error(
      `sslcert and sslkey are no certificate with its key in PEM (${(error as Error).message})`,
      {
        cause: error,
      },
    )
  }
  return settings
}
