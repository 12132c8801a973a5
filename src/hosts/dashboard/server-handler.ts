/**
 * Sees every request that Dashboard gets: before Dashboard knows who asks, for the webhook and to close a hole; after, for
 * the API, whose answers Dashboard would otherwise make of nothing but a result or the message of an error.
 *
 * @module
 */

import { routes } from '../../routes.ts'
import { WEBHOOK_PATH } from '../../webhooks/receive.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'
import { state } from './state.ts'

const API = new Set<string>(routes.flatMap((route) => (route.kind === 'api' ? route.path : [])))

const handler = {
  async before(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    // Dashboard joins the path of a file with that of a folder as it is: `..` would lead out of it.
    if (leadsUpwards(request.urlPath)) throw new Error('invalid-route')
    // Dashboard takes text with `<` behind `=` for an attack, which events of Stripe's may well have.
    if (request.urlPath === WEBHOOK_PATH) state.answer?.(request, response)
  },

  async after(request: DashboardRequest, response: DashboardResponse): Promise<void> {
    if (API.has(request.urlPath)) state.answer?.(request, response)
  },
}

function leadsUpwards(path: string): boolean {
  const plain = path.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/')
  return plain.split('/').includes('..')
}

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
