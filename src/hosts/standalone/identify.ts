/**
 * Who is asking: a person by their cookie, or the application server for a person whose request it was sent.
 *
 * @module
 */
import type { Config } from '../../config.ts'
import { ConnectError } from '../../errors.ts'
import { isApplicationServer } from '../../handlers/application-server.ts'
import type { Cookies } from './cookies.ts'
import type { DashboardRequest } from './dashboard-request.ts'
import type { Sessions, SignedIn } from './sessions.ts'

export interface IdentifyParts {
  config: Pick<Config, 'applicationServer' | 'applicationServerToken'>
  sessions: Sessions
  cookies: Cookies
}

/**
 * An application server says for whom it asks in `x-accountid` and `x-sessionid`, as it was told them.
 *
 * @returns undefined for a guest
 * @throws ConnectError `invalid-application-server` (401)
 */
export async function identify(
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
