/**
 * Replaces the functions with which Dashboard hashes what people type. Dashboard keeps the last 10,000 texts of any length, passwords
 * among them, gives every tenant the hash that was made with the key of the first, and hashes any number of passwords at a time, first
 * come, first served.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { runningServices } from '../../application/running.ts'
import { ConnectError } from '../../core/errors.ts'
import { HashTurns } from '../../web/hash-turns.ts'
import { clientAddress } from '../../web/request-facts.ts'
import { dashboardBcrypt, dashboardExports, dashboardGlobals } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'
import { currentRequest } from './guard-database.ts'

const guarded = new WeakSet<object>()

/** The requests that waited for a hash in vain. */
const late = new WeakSet<object>()

/**
 * Makes Dashboard keep nothing of what it hashes, and hash one password at a time.
 *
 * @param turns tests set their own
 */
export function guardHashes(turns = new HashTurns(1, { rests: true })): void {
  const { Hash, Response } = dashboardExports()
  if (guarded.has(Hash)) return
  guarded.add(Hash)
  Hash.sha512Hash = sha512Hash
  Hash.sha512HashCompare = (text, hash, key) => sha512Hash(text, key) === hash
  Hash.bcryptHashCompare = (text, hash, key) =>
    inTurn(turns, () => dashboardBcrypt().compare(keyed(text, key), hash))
  Hash.bcryptHashHash = (text, key) =>
    inTurn(turns, async () => {
      const { genSalt, hash } = dashboardBcrypt()
      return hash(keyed(text, key), await genSalt(dashboardGlobals.bcryptWorkloadFactor))
    })
  // Dashboard's pages fail for an error that they have no sentence for.
  const { throw500 } = Response
  Response.throw500 = (request, response, message) =>
    late.has(request) ? refuse(request, response, 503, 'too-busy') : throw500(request, response, message)
}

const keyed = (text: string, key?: string) => text + (key || dashboardGlobals.dashboardEncryptionKey || '')

/** A tenth of a second of work each, in JavaScript: several together would hold up everybody for as long as all of them take. */
async function inTurn<T>(turns: HashTurns, hash: () => Promise<T>): Promise<T> {
  const request = currentRequest()
  const { trustedProxies = 0 } = runningServices()?.config ?? {}
  try {
    return await turns.run(request && clientAddress(request, trustedProxies), hash)
  } catch (error) {
    if (request && error instanceof ConnectError) late.add(request)
    throw error
  }
}

/** The hashes are in Dashboard's database: without a key, they are made with the word `undefined`. */
function sha512Hash(text: string, key?: string): string {
  return createHash('sha512')
    .update(`${text}:${key || dashboardGlobals.dashboardEncryptionKey}`)
    .digest('hex')
}
