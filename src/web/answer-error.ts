/**
 * Answers for everything that a route threw: a refusal in words that say what to do, or, for a fault of ours,
 * nothing but the request's id.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Logger } from 'pino'
import type { Context } from '../context/context.ts'
import type { ConnectError } from '../core/errors.ts'
import { isStorageError, isTold } from '../storage/storage-error.ts'
import { isKeyRefused, toConnectError } from '../stripe/errors.ts'
import type { HostHooks } from './host-hooks.ts'
import { keptForm } from './kept-form.ts'
import { contextOf } from './request-context.ts'
import type { Page } from './route.ts'

/** Seconds after which it is worth trying again. */
export const RETRY_AFTER = 5

/** Says when to come back where the refusal may pass. */
export function retryLater({ status }: Pick<ConnectError, 'status'>, response: ServerResponse): void {
  if (status === 503) response.setHeader('retry-after', String(RETRY_AFTER))
}

/** @returns undefined for what is neither a refusal nor Stripe's: a fault of ours */
export function toRefusal(error: unknown): ConnectError | undefined {
  try {
    return toConnectError(error)
  } catch {
    return undefined
  }
}

/**
 * Logs what nobody would mend who is not told: whoever asked is told to come back, as often as they like.
 *
 * @returns false for anything else
 */
export function logRefusedKey(error: unknown, log: Logger): boolean {
  if (!isKeyRefused(error)) return false
  log.error({ err: error }, 'Stripe refuses the key, or what it was asked with it: look at STRIPE_KEY')
  return true
}

/**
 * @param programs paths that are answered with JSON besides `/api/...`
 * @param pages by their paths
 */
export function answerError(
  hooks: HostHooks,
  programs: ReadonlySet<string>,
  pages: ReadonlyMap<string, Page>,
): ErrorRequestHandler {
  return async (error, request, response, _next) => {
    const context = contextOf(response)
    const refusal = toRefusal(error)
    if (!refusal) context.log.error({ err: error }, 'a request failed')
    else if (!logRefusedKey(error, context.log) && refusal.status >= 500 && !isTold(error))
      context.log.warn({ err: error }, 'a request could not be served')
    if (response.headersSent) {
      response.destroy()
      return
    }
    // The route may have begun to describe an answer of another kind.
    response.removeHeader('content-type')
    response.set('cache-control', 'no-store')
    if (refusal) retryLater(refusal, response)
    if (request.path.startsWith('/api/') || programs.has(request.path)) {
      answerProgram(refusal, context, response)
    } else if (refusal?.code === 'sign-in-required') {
      response.redirect(303, hooks.signIn(request.originalUrl, request))
    } else {
      await answerPerson(refusal, context, request, response, hooks, pages.get(request.path))
    }
  }
}

function answerProgram(refusal: ConnectError | undefined, context: Context, response: Response): void {
  const problem = refusal?.problems[0] ?? { code: 'internal-error', values: { requestId: context.requestId } }
  response.status(refusal?.status ?? 500).json({
    object: 'error',
    message: problem.code,
    ...(problem.field !== undefined && { field: problem.field }),
    detail: context.messages.problem(problem),
    // Where the application server sends the person instead.
    ...(problem.values?.redirect !== undefined && { redirect: problem.values.redirect }),
  })
}

async function answerPerson(
  refusal: ConnectError | undefined,
  context: Context,
  request: Request,
  response: Response,
  hooks: HostHooks,
  page: Page | undefined,
): Promise<void> {
  const { messages, requestId } = context
  const status = refusal?.status ?? 500
  const sentence = refusal?.problems[0]
    ? messages.problem(refusal.problems[0])
    : messages.text('error-page.internal')
  const title = messages.maybe(`error-page.title.${status}`) ?? messages.text('error-page.title')
  response.status(status)
  try {
    const isForm = page?.submit && request.method === 'POST'
    const kept =
      isForm && isStorageError(refusal) ? await keptForm(page, refusal, context, request, hooks) : undefined
    if (kept) return await hooks.send(kept.content, { ...kept, context, request, response })
    const data = { title, status, sentence, ...(status >= 500 && { requestId }) }
    const csrfToken = await hooks.csrfToken(request)
    await hooks.send({ view: 'error', data }, { context, csrfToken, request, response })
  } catch (error) {
    // The page needs the database (the form's token, the person's menus): when that is what failed, words do.
    context.log.error({ err: error }, 'an error page could not be shown')
    response.type('text/plain').send(`${title}\n${sentence}\n${requestId}\n`)
  }
}
