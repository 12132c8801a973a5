/**
 * Who is asking, from what the app says of them.
 *
 * @module
 */
import type { Request } from 'express'
import type { Caller } from '../../context.ts'
import type { Authenticate } from './options.ts'

/** Longer ids than any that are kept. */
const LONGEST = 255

/**
 * @throws TypeError when the app gives something that is no id: an object, say, would be the same text for everybody
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
  const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof id === 'string' && id !== '' && id !== 'NaN' && id.length <= LONGEST) return id
  throw new TypeError(`authenticate() must give ${name} as text or a number, of at most ${LONGEST} letters`)
}
