/**
 * Handles every request to Dashboard: before the sign-in check, to read bodies and answer the webhook; after it, to
 * answer the API, since Dashboard's own API answers hold only a result or an error's message, and its reference.
 *
 * @module
 */

import { runningServices } from '../../application/running.ts'
import { API_DOCS, HOST_PAGES, isWebhookPath, isWithin } from '../../core/addresses.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { routes } from '../../features.ts'
import { isCallForItself } from './application-calls.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'
import { hasFailed, noteFailure } from './guard-database.ts'
import { refusesInput } from './guard-input.ts'
import { isForAnybody } from './guard-public-files.ts'
import { readOwnBody } from './read-own-body.ts'
import { state } from './state.ts'
import { answerUnidentified } from './unidentified.ts'

/** The API's routes and its reference page. Dashboard would take the page for a route of its own API and answer with JSON. */
const API = new Set<string>(
  routes.flatMap(({ kind, path }) => (kind === 'api' || isReference(path) ? path : [])),
)

/** The API's reference, which everybody may read. */
function isReference(path: string): boolean {
  return isWithin(path, [API_DOCS.page])
}

const handler = {
  async before(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (isCallForItself(request)) {
      response.ended = true
      await refuse(request, response, 404, 'not-found')
      return
    }
    const isAway = hasSession(request) && !state.areSessionsRead()
    if (isAway) noteFailure()
    await readOwnBody(request, response)
    if (isAway) return answerUnidentified(request, response)
    if (isReference(request.urlPath)) request.allowAPIRequest = true
    // Dashboard takes text with `<` after `=` for an attack, and Stripe's events may contain that.
    if (isWebhookPath(request.urlPath)) state.answer?.(request, response)
  },

  async after(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (hasFailed() && !request.account) return answerUnidentified(request, response)
    if (await refusesInput(request, response)) return
    announceSignOut(request, response)
    if (API.has(request.urlPath)) state.answer?.(request, response)
  },
}

/** Ends the person's streams, at every instance. */
function announceSignOut({ urlPath, session, appid }: DashboardRequest, response: DashboardResponse): void {
  if (urlPath !== HOST_PAGES.signOut || !session) return
  const { sessionid } = session
  const services = runningServices(appid)
  onceClosed(response, () =>
    services?.announcements.sessionEnded({ appid: services.config.appid, sessionid }),
  )
}

/** True when Dashboard would look for a session in its database, and hold the body until it has found one. */
function hasSession({ headers, urlPath }: DashboardRequest): boolean {
  if (isForAnybody(urlPath)) return false
  return headers['x-sessionid'] !== undefined || (headers.cookie?.includes('sessionid=') ?? false)
}

export default handler
// `require()` returns this.
export { handler as 'module.exports' }
