/**
 * Who is asking: a person by their cookie, or the application server for a person whose request it was sent.
 *
 * @module
 */

import { isApplicationServer } from '../../application/require-application-server.ts'
import type { Config } from '../../config/config.ts'
import { ConnectError } from '../../core/errors.ts'
import { isStorageError } from '../../storage/storage-error.ts'
import type { Cookies } from './cookies.ts'
import type { DashboardRequest } from './dashboard-request.ts'
import type { Sessions, SignedIn } from './sessions.ts'

export interface IdentifyParts {
  config: Pick<Config, 'applicationServer' | 'applicationServerToken'>
  sessions: Sessions
  cookies: Cookies
}

/** Requests of whom nobody knows who sent them. Asked again, the database might know, after handlers were passed over. */
const unknown = new WeakMap<DashboardRequest, unknown>()

/**
 * An application server says for whom it asks in `x-accountid` and `x-sessionid`, as it was told them.
 *
 * @returns undefined for a guest
 * @throws ConnectError `invalid-application-server` (401)
 * @throws StorageError when the database does not answer, and from then on for that request
 */
export async function identify(
  request: DashboardRequest,
  parts: IdentifyParts,
): Promise<SignedIn | undefined> {
  if (unknown.has(request)) throw unknown.get(request)
  try {
    return await lookUp(request, parts)
  } catch (error) {
    if (isStorageError(error)) unknown.set(request, error)
    throw error
  }
}

async function lookUp(
  request: DashboardRequest,
  { config, sessions, cookies }: IdentifyParts,
): Promise<SignedIn | undefined> {
  const { headers } = request
  if (headers['x-application-server'] === undefined || !request.urlPath.startsWith('/api/')) {
    return sessions.ofCookie(cookies.read(cookies.session, headers.cookie))
  }
  const signedIn =
    isApplicationServer(headers, config) &&
    (await sessions.ofPerson(String(headers['x-accountid'] ?? ''), String(headers['x-sessionid'] ?? '')))
  if (!signedIn) throw new ConnectError('invalid-application-server', { status: 401 })
  return signedIn
}
