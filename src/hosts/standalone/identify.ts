/**
 * Identifies the caller: a person by their cookie, or the application server for a person whose request it received.
 *
 * @module
 */

import { isApplicationServer } from '../../application/is-application-server.ts'
import type { Config } from '../../config/config.ts'
import { ConnectError } from '../../core/errors.ts'
import type { MaybePromise } from '../../core/maybe-promise.ts'
import { forRequest } from '../../storage/waiting.ts'
import type { Cookies } from './cookies.ts'
import type { Sessions, SignedIn } from './sessions.ts'
import type { StandaloneRequest } from './standalone-request.ts'

export interface IdentifyParts {
  config: Pick<Config, 'applicationServer' | 'applicationServerToken'>
  sessions: Sessions
  cookies: Cookies
}

/**
 * Each request is looked up once: a second look-up might succeed after the first failed and the handlers were skipped.
 */
const lookedUp = new WeakMap<StandaloneRequest, Promise<SignedIn | undefined>>()

/**
 * An application server names the person in `x-accountid` and `x-sessionid`, with the values it received.
 *
 * @returns undefined for a guest
 * @throws ConnectError `invalid-application-server` (401)
 * @throws StorageError when the database does not answer
 */
export function identify(request: StandaloneRequest, parts: IdentifyParts): Promise<SignedIn | undefined> {
  const known = lookedUp.get(request) ?? Promise.resolve(identifyAnew(request, parts))
  lookedUp.set(request, known)
  return known
}

/** As `identify`, for a long request, or for one that is identified only once. It does not wait when the session is in memory. */
export function identifyAnew(
  request: StandaloneRequest,
  parts: IdentifyParts,
): MaybePromise<SignedIn | undefined> {
  const { sessions, cookies } = parts
  const { headers, urlPath } = request
  if (headers['x-application-server'] !== undefined && urlPath.startsWith('/api/'))
    return forRequest(request, () => asApplicationServer(request, parts))
  const cookie = cookies.read(cookies.session, headers.cookie)
  if (cookie === undefined) return undefined
  return sessions.ready(cookie) ?? forRequest(request, () => sessions.ofCookie(cookie))
}

async function asApplicationServer(
  { headers }: StandaloneRequest,
  { config, sessions }: IdentifyParts,
): Promise<SignedIn> {
  const signedIn =
    isApplicationServer(headers, config) &&
    (await sessions.ofPerson(String(headers['x-accountid'] ?? ''), String(headers['x-sessionid'] ?? '')))
  if (!signedIn) throw new ConnectError('invalid-application-server', { status: 401 })
  return signedIn
}
