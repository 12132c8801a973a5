/**
 * Who is asking, from what the app says of them.
 *
 * @module
 */
import type { Request } from 'express'
import type { Caller } from '../../context/context.ts'
import { canBeOwner, LONGEST_ACCOUNTID } from '../../storage/owner.ts'
import type { Authenticate } from './options.ts'

/** @returns who is asking; undefined for a guest */
export type Identify = (request: Request) => Promise<Caller | undefined>

/**
 * Asks the app once a request about a person. What a gateway in front said of them, the headers middleware takes off the
 * request. Of a guest it asks again: what signs people in may stand between two middlewares of ours.
 */
export function identifyOnce(identify: Identify): Identify {
  const known = new WeakMap<Request, Caller>()
  return async (request) => {
    const caller = known.get(request) ?? (await identify(request))
    if (caller) known.set(request, caller)
    return caller
  }
}

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
  if (typeof id === 'string' && canBeOwner(id)) return id
  throw new TypeError(
    `authenticate() must give ${name} as text or a whole number up to 2^53, of at most ${LONGEST_ACCOUNTID} letters`,
  )
}
