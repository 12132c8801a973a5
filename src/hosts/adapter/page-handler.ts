/**
 * Shows pages to people and takes their forms.
 *
 * @module
 */
import type { Request, RequestHandler, Response } from 'express'
import { ConnectError } from '../../errors.ts'
import type { FormValues, Page, PageResult } from '../../route.ts'
import { RETRY_AFTER, toRefusal } from './answer-error.ts'
import type { HostHooks } from './host-hooks.ts'
import { rememberForm } from './kept-form.ts'
import { readForm } from './read-body.ts'
import { admit, contextOf } from './request-context.ts'
import { refuseCrossSite } from './same-origin.ts'
import { signedOutPage } from './signed-out-page.ts'
import { queryValues, validate } from './validate.ts'

/** Sends what a page answers with; `toPath` puts the mount path before addresses of the module. */
type Send = (result: PageResult, status: number, request: Request, response: Response) => Promise<void>

export function sendPage(hooks: HostHooks, toPath: (path: string, request: Request) => string): Send {
  return async (result, status, request, response) => {
    response.set('cache-control', 'no-store')
    if (status === 503) response.set('retry-after', String(RETRY_AFTER))
    if (result.headers) response.set(result.headers)
    if ('redirect' in result) {
      response.redirect(303, toPath(result.redirect, request))
      return
    }
    const csrfToken = await hooks.csrfToken(request)
    response.status(result.status ?? status)
    await hooks.send(result, { context: contextOf(response), csrfToken, request, response })
  }
}

export function showPage(page: Page, send: Send): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    admit(page.audience, context)
    const query = validate(page.query, queryValues(request.originalUrl), 'query')
    const result = await page.load(context, { query, attempt: undefined })
    await send(result, 200, request, response)
  }
}

/**
 * A refused form is the page again with all that was typed and every problem, under the refusal's status.
 * That holds for a token that has run out too: the page shown again carries a good one. A form that was sent after the
 * person's session ended is kept in their browser until they have signed in again.
 */
export function takeForm(
  page: Page,
  submit: NonNullable<Page['submit']>,
  hooks: HostHooks,
  send: Send,
): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    refuseCrossSite(request, context.services.config.url)
    const posted = hooks.received?.(request)?.form ?? (await readForm(request))
    rememberForm(request, posted)
    const { 'csrf-token': token, ...body } = posted.values
    if (page.audience !== 'guest' && !context.caller) {
      const kept = signedOutPage({ values: body, files: posted.files }, context.messages, request, hooks)
      if (kept) return send(kept, 401, request, response)
    }
    admit(page.audience, context)
    const query = validate(page.query, queryValues(request.originalUrl), 'query')
    try {
      await hooks.checkForm(request, token)
      if (posted.problems.length > 0) throw ConnectError.of(posted.problems, 413)
      const result = await submit(context, { query, body, files: posted.files })
      await send(result, 200, request, response)
    } catch (error) {
      const refusal = toRefusal(error)
      if (!refusal) throw error
      const attempt = { values: body satisfies FormValues, problems: refusal.problems }
      const result = await page.load(context, { query, attempt })
      await send(result, refusal.status, request, response)
    }
  }
}
