/**
 * Answers programs at `/api/...` with JSON.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import { holdFor, senderOf, textLimit } from './body-rules.ts'
import type { HostHooks } from './host-hooks.ts'
import { invoke } from './invoke.ts'
import { isMultipart, readApiBody } from './read-body.ts'
import { contextOf } from './request-context.ts'
import type { ApiRoute } from './route.ts'
import { refuseCrossSite } from './same-origin.ts'
import { queryValues } from './validate.ts'

export function apiHandler(route: ApiRoute, hooks: HostHooks): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    // A cookie may sign the caller in, and another website must not write with it.
    if (route.method !== 'GET') refuseCrossSite(request, context.services.config.url)
    const holds = holdFor(senderOf(context), context.ip)
    const rules = { text: textLimit(context.caller !== undefined), hold: holds.text }
    try {
      const result = await invoke(route, context, {
        query: () => queryValues(request.originalUrl),
        async body(fileFields) {
          const received = holds.receive(hooks.received?.(request))
          const names = isMultipart(request) ? await fileFields() : []
          // The call needs no token: cross-site writes are refused above.
          const files = { hold: holds.files, isWanted: (name: string) => names.includes(name) }
          return readApiBody(request, received, { ...rules, files })
        },
      })
      response.set('cache-control', 'no-store').json(result)
    } finally {
      holds.release()
    }
  }
}
