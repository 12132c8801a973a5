/**
 * Handles every request to Dashboard: before the sign-in check, to answer the webhook and close security holes; after it, to
 * answer the API, since Dashboard's own API answers hold only a result or an error's message.
 *
 * @module
 */

import { WEBHOOK_PATH } from '../../core/addresses.ts'
import { routes } from '../../features.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'
import { hasFailed } from './guard-sign-in.ts'
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
    // Dashboard takes text with `<` after `=` for an attack, and Stripe's events may contain that.
    if (request.urlPath === WEBHOOK_PATH) state.answer?.(request, response)
  },

  async after(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (hasFailed() && !request.account) {
      response.ended = true
      await refuse(request, response, 503, 'storage-unavailable')
      return
    }
    if (API.has(request.urlPath)) state.answer?.(request, response)
  },
}

/** True when Dashboard would look for a session in its database, and hold the body until it has found one. */
function hasSession({ headers }: DashboardRequest): boolean {
  return headers['x-sessionid'] !== undefined || (headers.cookie?.includes('sessionid=') ?? false)
}

/** False for a request that would exploit a hole in Dashboard or crash it. */
function isSafe({ url, urlPath, query = {} }: DashboardRequest): boolean {
  // Dashboard appends even a target that is no path to the application server's address, and crashes if the result is no URL.
  if (!url.startsWith('/')) return false
  // Dashboard joins a file's path to a folder unchecked: `..` would lead out of the folder.
  const plain = urlPath.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/')
  if (plain.split('/').includes('..')) return false
  // Dashboard decodes names once more when it sends a guest to sign in, and crashes if that fails.
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
// `require()` returns this.
export { handler as 'module.exports' }
