/**
 * Makes an Express router of the route declarations: it turns a request into a context and an input, and a result into a
 * response, and does no more.
 *
 * @module
 */
import { type Request, type RequestHandler, Router } from 'express'
import type { Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { whilePersonWaits } from '../stripe/patience.ts'
import { answerError } from './answer-error.ts'
import { apiHandler } from './api-handler.ts'
import type { HostHooks } from './host-hooks.ts'
import { sendPage, showPage, takeForm } from './page-handler.ts'
import { readYourWrites } from './read-your-writes.ts'
import { attachContext } from './request-context.ts'
import type { Route } from './route.ts'
import { streamHandler } from './stream-handler.ts'
import { limitRest } from './watch-body.ts'
import { webhookAhead, webhookHandler } from './webhook-handler.ts'

/** The handlers of one path by method; HEAD is GET without a body. */
type Verbs = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', RequestHandler>>

/**
 * @example
 * const app = express()
 * app.use(routesToExpress(routes, services, hooks))
 */
export function routesToExpress(routes: readonly Route[], services: Services, hooks: HostHooks): Router {
  const router = Router({ caseSensitive: true })
  const follow = readYourWrites(services, hooks)
  router.use((request, response, next) => {
    limitRest(request, response)
    next()
  })
  for (const route of routes)
    if (route.kind === 'webhook') router.post(route.path, webhookAhead(route, services, hooks))
  router.use(attachContext(services, hooks))
  for (const [path, verbs] of gatherVerbs(routes, hooks)) {
    const allowed = Object.keys(verbs).flatMap((method) => (method === 'GET' ? [method, 'HEAD'] : method))
    router.all(path, (request, response, next) => {
      const handler = verbs[(request.method === 'HEAD' ? 'GET' : request.method) as keyof Verbs]
      if (handler) return follow(request, response, () => handler(request, response, next))
      response.set('allow', allowed.join(', '))
      throw new ConnectError('method-not-allowed', { status: 405 })
    })
  }
  router.use(() => {
    throw new ConnectError('not-found', { status: 404 })
  })
  const programs = routes.filter((route) => route.kind === 'webhook' || route.kind === 'stream')
  const pages = new Map(routes.flatMap((route) => (route.kind === 'page' ? [[route.path, route]] : [])))
  router.use(answerError(hooks, new Set(programs.map((route) => route.path)), pages))
  return router
}

function gatherVerbs(routes: readonly Route[], hooks: HostHooks): Map<string, Verbs> {
  const gathered = new Map<string, Verbs>()
  const own = new Set<string>(routes.map((route) => route.path))
  // A return-url is a path of the site and stays as it is; the module's own paths get the mount path.
  const toPath = (path: string, request: Request) =>
    own.has(path.split('?', 1)[0] ?? path) ? hooks.base(request) + path : path
  const send = sendPage(hooks, toPath)
  for (const route of routes) {
    const verbs = gathered.get(route.path) ?? {}
    gathered.set(route.path, verbs)
    switch (route.kind) {
      case 'api':
        verbs[route.method] = waitedFor(apiHandler(route, hooks))
        break
      case 'page':
        verbs.GET = waitedFor(showPage(route, hooks, send))
        if (route.takesForm) verbs.POST = waitedFor(takeForm(route, hooks, send))
        break
      case 'stream':
        verbs.GET = streamHandler(route, hooks)
        break
      case 'webhook':
        verbs.POST = webhookHandler
    }
  }
  return gathered
}

function waitedFor(handler: RequestHandler): RequestHandler {
  return (request, response, next) => whilePersonWaits(() => handler(request, response, next))
}
