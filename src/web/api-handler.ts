/**
 * Answers programs at `/api/...` with JSON.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { HostHooks } from './host-hooks.ts'
import { holdFor, plainForm, readApiBody, refuseFiles, refuseProblems, textLimit } from './read-body.ts'
import { admit, contextOf } from './request-context.ts'
import type { ApiRoute } from './route.ts'
import { refuseCrossSite } from './same-origin.ts'
import { queryValues, validate } from './validate.ts'

export function apiHandler(route: ApiRoute, hooks: HostHooks): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    // A cookie may be what signs the caller in: another website's page must not write with it.
    if (route.method !== 'GET') refuseCrossSite(request, context.services.config.url)
    admit(route.audience, context)
    const query = validate(route.query, queryValues(request.originalUrl), 'query')
    const received = route.body && hooks.received?.(request)
    const holds = holdFor(context.caller?.accountid, context.ip)
    const rules = {
      text: textLimit(context.caller !== undefined),
      hold: holds.text,
      // Where they come from is known: no other website's page has sent them.
      ...(route.takesFiles && { files: { hold: holds.files, areWanted: () => true } }),
    }
    try {
      const sent = route.body ? await readApiBody(request, received, rules) : plainForm({})
      refuseFiles(sent)
      refuseProblems(sent)
      const body = route.body && validate(route.body, sent.values, 'body')
      const result = await route.handle(context, { query, body, files: sent.files })
      // Nothing leaves that the route does not declare.
      response.set('cache-control', 'no-store').json(route.returns.parse(result))
    } finally {
      holds.release()
      received?.hold?.release()
    }
  }
}
