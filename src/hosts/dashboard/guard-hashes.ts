/**
 * Replaces the functions with which Dashboard hashes what people type. Dashboard keeps the last 10,000 texts of any length, passwords
 * among them, gives every tenant the hash that was made with the key of the first, and hashes any number of passwords at a time.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { Turns } from '../../core/turns.ts'
import { dashboardBcrypt, dashboardExports, dashboardGlobals } from './dashboard.ts'

const guarded = new WeakSet<object>()

/** Makes Dashboard keep nothing of what it hashes. */
export function guardHashes(): void {
  const { Hash } = dashboardExports()
  if (guarded.has(Hash)) return
  guarded.add(Hash)
  Hash.sha512Hash = sha512Hash
  Hash.sha512HashCompare = (text, hash, key) => sha512Hash(text, key) === hash
  Hash.bcryptHashCompare = (text, hash, key) => alone(() => dashboardBcrypt().compare(keyed(text, key), hash))
  Hash.bcryptHashHash = (text, key) =>
    alone(async () => {
      const { genSalt, hash } = dashboardBcrypt()
      return hash(keyed(text, key), await genSalt(dashboardGlobals.bcryptWorkloadFactor))
    })
}

const keyed = (text: string, key?: string) => text + (key || dashboardGlobals.dashboardEncryptionKey || '')

const turns = new Turns()

/** A tenth of a second of work each, in JavaScript: several together would hold up everybody for as long as all of them take. */
async function alone<T>(hash: () => Promise<T>): Promise<T> {
  await turns.take(Number.POSITIVE_INFINITY, () => {
    throw new Error('a wait without a limit has ended')
  })
  try {
    return await hash()
  } finally {
    // What else has arrived comes before the next.
    setImmediate(() => turns.pass())
  }
}

/** The hashes are in Dashboard's database: without a key, they are made with the word `undefined`. */
function sha512Hash(text: string, key?: string): string {
  return createHash('sha512')
    .update(`${text}:${key || dashboardGlobals.dashboardEncryptionKey}`)
    .digest('hex')
}
