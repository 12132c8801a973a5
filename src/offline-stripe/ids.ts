/**
 * Ids that look like Stripe's.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Ids of another length than the usual one. */
const LENGTHS: Record<string, number> = { acct: 16, req: 14, whsec: 32 }
const USUAL_LENGTH = 24

/** A new id, e.g. `po_1Q2w3e4r5t6y7u8i9o0pAsDf` for the prefix `po`. */
export function newId(prefix: string): string {
  const bytes = randomBytes((LENGTHS[prefix] ?? USUAL_LENGTH) - 1)
  return `${prefix}_1${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`
}
