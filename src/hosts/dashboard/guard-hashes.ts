/**
 * Replaces the functions with which Dashboard hashes what people type. Dashboard keeps the last 10,000 texts of any length, passwords
 * among them, and gives every tenant the hash that was made with the key of the first.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { dashboardBcrypt, dashboardExports, dashboardGlobals } from './dashboard.ts'

const guarded = new WeakSet<object>()

/** Makes Dashboard keep nothing of what it hashes. */
export function guardHashes(): void {
  const { Hash } = dashboardExports()
  if (guarded.has(Hash)) return
  guarded.add(Hash)
  Hash.sha512Hash = sha512Hash
  Hash.sha512HashCompare = (text, hash, key) => sha512Hash(text, key) === hash
  Hash.bcryptHashCompare = (text, hash, key) =>
    dashboardBcrypt().compare(text + (key || dashboardGlobals.dashboardEncryptionKey || ''), hash)
}

/** The hashes are in Dashboard's database: without a key, they are made with the word `undefined`. */
function sha512Hash(text: string, key?: string): string {
  return createHash('sha512')
    .update(`${text}:${key || dashboardGlobals.dashboardEncryptionKey}`)
    .digest('hex')
}
