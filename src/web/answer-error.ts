/**
 * Answers a request whose route threw: a refusal says what to do, a fault of ours gives only the request's id.
 *
 * @module
 */
import type { ErrorRequestHandler, Request } from 'express'
import type { Logger } from 'pino'
import type { Context } from '../context/context.ts'
import type { ConnectError } from '../core/errors.ts'
import { safeReturnUrl } from '../core/return-url.ts'
import { isStorageError, isTold } from '../storage/storage-error.ts'
import { isKeyRefused, toConnectError } from '../stripe/errors.ts'
import type { HostHooks, PageContent } from './host-hooks.ts'
import { keptForm } from './kept-form.ts'
import { answerFailure, failureOf, isOurs } from './refusal.ts'
import { contextOf } from './request-context.ts'
import { pathOf } from './request-facts.ts'
import type { Page } from './route.ts'

/** @returns undefined for a fault of ours, which is neither a refusal nor Stripe's */
export function toRefusal(error: unknown): ConnectError | undefined {
  try {
    return toConnectError(error)
  } catch {
    return undefined
  }
}

/**
 * Logs what the visitor cannot mend: a fault of ours, and that Stripe refuses the key. They are only told to try again later.
 *
 * @returns false for any other error
 */
export function logFault(error: unknown, log: Logger): boolean {
  const refusal = toRefusal(error)
  if (isKeyRefused(error))
    log.error({ err: error }, 'Stripe refuses the key, or what it was asked with it: look at STRIPE_KEY')
  else if (!refusal || isOurs(refusal)) log.error({ err: error }, 'a request failed')
  else return false
  return true
}

/**
 * @param programs paths besides `/api/...` that are answered with JSON
 * @param pages by their paths
 */
export function answerError(
  hooks: HostHooks,
  programs: ReadonlySet<string>,
  pages: ReadonlyMap<string, Page>,
): ErrorRequestHandler {
  const isProgram = ({ path }: Request) => path.startsWith('/api/') || programs.has(path)
  const keptInForm = async (refusal: ConnectError | undefined, context: Context, request: Request) => {
    const page = request.method === 'POST' ? pages.get(request.path) : undefined
    return page?.takesForm && isStorageError(refusal)
      ? keptForm(page, refusal, context, request, hooks)
      : undefined
  }
  return async (error, request, response, _next) => {
    const context = contextOf(response)
    const refusal = toRefusal(error)
    if (!logFault(error, context.log) && refusal && refusal.status >= 500 && !isTold(error))
      context.log.warn({ err: error }, 'a request could not be served')
    if (response.headersSent) {
      response.destroy()
      return
    }
    // The route may have set the type of its own answer already.
    response.removeHeader('content-type')
    if (!isProgram(request) && refusal?.code === 'sign-in-required') {
      response.set('cache-control', 'no-store')
      response.redirect(303, hooks.signIn(comesBackTo(request.originalUrl), request))
      return
    }
    const { messages, requestId } = context
    const draw = async (page: PageContent) => {
      const kept = await keptInForm(refusal, context, request)
      const shown = kept ?? { content: page, csrfToken: await hooks.csrfToken(request) }
      return hooks.draw(shown.content, { ...shown, context, request, response })
    }
    const told = { isProgram: isProgram(request), messages, requestId, draw }
    const undrawn = await answerFailure(failureOf(refusal), told, response)
    if (undrawn) context.log.error({ err: undrawn }, 'an error page could not be shown')
  }
}

/** The page that a guest asked for. Without its querystring if that is too long for a redirect, which none of ours is. */
export function comesBackTo(url: string): string {
  const path = pathOf(url)
  return safeReturnUrl(path) ?? safeReturnUrl(path?.split('?', 1)[0]) ?? '/'
}
