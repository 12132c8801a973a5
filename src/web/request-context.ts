/**
 * Makes the Context of a request and keeps it for the handlers and the error handler.
 *
 * @module
 */
import type { Request, RequestHandler, Response } from 'express'
import type { Caller, Context, Services } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'
import type { Translators } from '../messages/translators.ts'
import type { HostHooks } from './host-hooks.ts'

const contexts = new WeakMap<Response, Context>()
const requests = new WeakMap<Context, Request>()

/** The translator for the language the browser prefers. */
export function translatorFor(request: Request, translators: Translators): Translator {
  return translators.in(request.acceptsLanguages([...translators.languages]) || 'en')
}

/**
 * Comes before every route. It attaches a guest's context first, so that a wrong token is answered like any other refusal.
 */
export function attachContext(services: Services, hooks: HostHooks): RequestHandler {
  return async (request, response, next) => {
    const requestId = hooks.requestId(request)
    const attach = (caller: Caller | undefined) => {
      const context: Context = {
        services,
        caller,
        requestId,
        ip: hooks.ip(request),
        userAgent: request.get('user-agent') ?? '',
        ...(hooks.isPerson && {
          isPerson: async (accountid) => hooks.isPerson?.(accountid, request) ?? false,
        }),
        ...(hooks.knownPerson && {
          knownPerson: async (accountid) => hooks.knownPerson?.(accountid, request),
        }),
        messages: translatorFor(request, services.translators),
        log: services.log.child({ requestId }),
      }
      contexts.set(response, context)
      requests.set(context, request)
    }
    attach(undefined)
    attach(await hooks.caller(request))
    next()
  }
}

/** @throws TypeError when no context is attached: the host is put together wrongly */
export function contextOf(response: Response): Context {
  const context = contexts.get(response)
  if (!context) throw new TypeError('attachContext must come before the routes')
  return context
}

/**
 * For a host's own pages, which read cookies.
 *
 * @throws TypeError for a context without a request
 */
export function requestOf(context: Context): Request {
  const request = requests.get(context)
  if (!request) throw new TypeError('the context belongs to no request')
  return request
}
