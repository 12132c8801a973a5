/**
 * The module's routes as an Express application that answers Dashboard's requests.
 *
 * @module
 */
import express from 'express'
import { serves } from '../../application/running.ts'
import type { Services } from '../../context/context.ts'
import { routes } from '../../features.ts'
import { untilAnswered } from '../../storage/waiting.ts'
import { routesToExpress } from '../../web/routes-to-express.ts'
import { securityHeaders } from '../../web/security-headers.ts'
import type { ViewEngine } from '../../web/view-engine.ts'
import { dashboardGlobals } from './dashboard.ts'
import { expressRequest } from './express-request.ts'
import { dashboardHooks } from './hooks.ts'
import type { Answer } from './state.ts'
import { createUnavailable } from './unavailable.ts'

export function createConnectApp(services: Services, views: ViewEngine, stopping: AbortSignal): Answer {
  const app = express().disable('x-powered-by')
  app.use(securityHeaders(services.config.url, templateNeeds()))
  app.use((_request, response, next) => {
    const { contentSecurityPolicy } = dashboardGlobals
    if (contentSecurityPolicy) response.set('content-security-policy', contentSecurityPolicy)
    next()
  })
  app.use(routesToExpress(routes, services, dashboardHooks({ config: services.config, views, stopping })))
  const unavailable = createUnavailable(views)
  return (request, response, message) => {
    if (!serves(services, request.appid)) return unavailable(request, response)
    response.ended = true
    untilAnswered(request, response, () =>
      app(expressRequest(request, message) as express.Request, response as unknown as express.Response),
    )
  }
}

/** Dashboard's template hides elements with style attributes, and may contain inline scripts. */
function templateNeeds(): Record<string, readonly string[]> {
  return {
    styleSrc: ["'self'", "'unsafe-inline'"],
    ...(dashboardGlobals.inlineJS && { scriptSrc: ["'self'", "'unsafe-inline'"] }),
  }
}
