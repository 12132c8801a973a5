/**
 * Who is asking, from what the app says of them.
 *
 * @module
 */
import type { Request } from 'express'
import type { Caller } from '../../context/context.ts'
import type { Authenticate } from './options.ts'

/** Longer ids than any that are kept. */
const LONGEST = 255

/** What no database keeps, or keeps as something else: it might be somebody else's id. */
const NOT_KEPT = /[\0\p{Surrogate}]/u

/**
 * @throws TypeError when the app gives something that is no id: an object, say, would be the same text for everybody, and
 *   a number beyond 2^53 that of its neighbours
 */
export async function identify(
  authenticate: Authenticate<Request>,
  request: Request,
): Promise<Caller | undefined> {
  const identity = await authenticate(request)
  if (!identity) return undefined
  const { accountid, sessionid, administrator } = identity
  return {
    accountid: text('accountid', accountid),
    sessionid: text('sessionid', sessionid ?? accountid),
    administrator: administrator === true,
  }
}

function text(name: string, value: unknown): string {
  const id = typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value
  if (typeof id === 'string' && id !== '' && id.length <= LONGEST && !NOT_KEPT.test(id)) return id
  throw new TypeError(
    `authenticate() must give ${name} as text or a whole number up to 2^53, of at most ${LONGEST} letters`,
  )
}
