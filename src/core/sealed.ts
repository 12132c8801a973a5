/**
 * Seals text so that only who has the key can read or change it: AES-256 in Galois/counter mode.
 *
 * @see https://nodejs.org/api/crypto.html#class-cipher
 * @module
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const [IV, TAG] = [12, 16]

/**
 * @param secrets the key is made of all of them
 * @param context what the text belongs to: it opens nowhere else
 * @example
 * const sealed = seal('what was typed', [secret, token], '/account/signin')
 * unseal(sealed, [secret, token], '/account/signin') // 'what was typed'
 */
export function seal(text: string, secrets: readonly string[], context: string): string {
  const iv = randomBytes(IV)
  const cipher = createCipheriv(CIPHER, keyOf(secrets), iv).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @returns undefined for what was not sealed with these secrets for this context */
export function unseal(sealed: string, secrets: readonly string[], context: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV + TAG) return undefined
  const decipher = createDecipheriv(CIPHER, keyOf(secrets), bytes.subarray(0, IV), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(IV, IV + TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString()
  } catch {
    return undefined
  }
}

function keyOf(secrets: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(secrets)).digest()
}
