/**
 * Sees every request that Dashboard gets: before Dashboard knows who asks, for the webhook and to close holes; after, for
 * the API, whose answers Dashboard would otherwise make of nothing but a result or the message of an error.
 *
 * @module
 */

import { WEBHOOK_PATH } from '../../core/addresses.ts'
import { routes } from '../../features.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'
import { readOwnBody } from './read-own-body.ts'
import { state } from './state.ts'

const API = new Set<string>(routes.flatMap((route) => (route.kind === 'api' ? route.path : [])))

const handler = {
  async before(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (!isSafe(request)) throw new Error('invalid-route')
    if (hasSession(request) && !state.areSessionsRead()) {
      response.ended = true
      await refuse(request, response, 503, 'storage-unavailable')
      return
    }
    await readOwnBody(request, response)
    // Dashboard takes text with `<` behind `=` for an attack, which events of Stripe's may well have.
    if (request.urlPath === WEBHOOK_PATH) state.answer?.(request, response)
  },

  async after(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (API.has(request.urlPath)) state.answer?.(request, response)
  },
}

/** Dashboard would wait for the database to find the session, and hold the body meanwhile. */
function hasSession({ headers }: DashboardRequest): boolean {
  return headers['x-sessionid'] !== undefined || (headers.cookie?.includes('sessionid=') ?? false)
}

/** False for a request that would open a door of Dashboard's, or end it. */
function isSafe({ url, urlPath, query = {} }: DashboardRequest): boolean {
  // It writes what is no path behind the address of the application server, too, and ends when that makes no address.
  if (!url.startsWith('/')) return false
  // It joins the path of a file with that of a folder as it is: `..` would lead out of it.
  const plain = urlPath.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/')
  if (plain.split('/').includes('..')) return false
  // It decodes names once more when it sends a guest to sign in, and ends when that cannot be done.
  return Object.keys(query).every(canBeDecoded)
}

function canBeDecoded(text: string): boolean {
  try {
    decodeURI(text)
    return true
  } catch {
    return false
  }
}

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
