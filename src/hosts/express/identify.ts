/**
 * Identifies the caller from what the app says.
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
 * Asks the app once per request about a signed-in person, because the headers middleware removes a gateway's headers. It asks
 * again about a guest, because the app's sign-in may run between two of our middlewares.
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
 * @throws TypeError when the app gives something that is no id: objects all become the same text, and a number beyond 2^53
 *   becomes the same text as its neighbours
 */
export async function identify(
  authenticate: Authenticate<Request>,
  request: Request,
): Promise<Caller | undefined> {
  const identity = await authenticate(request)
  if (!identity) return undefined
  const { accountid, sessionid, administrator, name, email } = identity
  return {
    accountid: text('accountid', accountid),
    sessionid: text('sessionid', sessionid ?? accountid),
    administrator: administrator === true,
    name: shortText(name),
    email: shortText(email),
  }
}

/** Letters of a name or an e-mail address. */
const LONGEST_TEXT = 300

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined
}

function text(name: string, value: unknown): string {
  const id = typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value
  if (typeof id === 'string' && canBeOwner(id)) return id
  throw new TypeError(
    `authenticate() must give ${name} as text or a whole number up to 2^53, of at most ${LONGEST_ACCOUNTID} letters`,
  )
}
