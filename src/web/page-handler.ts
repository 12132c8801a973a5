/**
 * Shows pages to people and takes their forms.
 *
 * @module
 */
import type { Request, RequestHandler, Response } from 'express'
import type { Context } from '../context/context.ts'
import { logRefusedKey, toRefusal } from './answer-error.ts'
import type { Hold } from './body-budget.ts'
import type { HostHooks, PageContent } from './host-hooks.ts'
import { rememberForm } from './kept-form.ts'
import {
  type FileRules,
  holdFor,
  type PostedForm,
  readForm,
  readGuestForm,
  refuseFiles,
  refuseProblems,
  textLimit,
} from './read-body.ts'
import { retryLater } from './refusal.ts'
import { admit, contextOf } from './request-context.ts'
import type { FormValues, Page, PageResult } from './route.ts'
import { hasToken, refuseCrossSite, wrongToken } from './same-origin.ts'
import { signedOutPage } from './signed-out-page.ts'
import { queryValues, validate } from './validate.ts'

/** Sends what a page answers with; `toPath` puts the mount path before addresses of the module. */
type Send = (result: PageResult, status: number, request: Request, response: Response) => Promise<void>

export function sendPage(hooks: HostHooks, toPath: (path: string, request: Request) => string): Send {
  return async (result, status, request, response) => {
    response.set('cache-control', 'no-store')
    retryLater({ status }, response)
    if (result.headers) response.set(result.headers)
    if ('redirect' in result) {
      response.redirect(303, toPath(result.redirect, request))
      return
    }
    const csrfToken = await hooks.csrfToken(request)
    response.status(result.status ?? status)
    const surroundings = { context: contextOf(response), csrfToken, request, response }
    response.type('html').send(await hooks.draw(result, surroundings))
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
 *
 * Who asks, and for what, is found out before anything of the body is read.
 */
export function takeForm(
  page: Page,
  submit: NonNullable<Page['submit']>,
  hooks: HostHooks,
  send: Send,
): RequestHandler {
  const answer = async (posted: PostedForm, query: unknown, request: Request, response: Response) => {
    const context = contextOf(response)
    rememberForm(request, posted)
    const { 'csrf-token': token, ...body } = posted.values
    try {
      await hooks.checkForm(request, token)
      // The token is right, but came after a file.
      if (page.takesFiles?.(query) && posted.unkept.length > 0) throw wrongToken()
      refuseFiles(posted)
      refuseProblems(posted)
      const result = await submit(context, { query, body, files: posted.files })
      await send(result, 200, request, response)
    } catch (error) {
      const refusal = toRefusal(error)
      if (!refusal) throw error
      logRefusedKey(error, context.log)
      const attempt = { values: body satisfies FormValues, problems: refusal.problems }
      const result = await page.load(context, { query, attempt })
      await send(result, refusal.status, request, response)
    }
  }
  return async (request, response) => {
    const context = contextOf(response)
    refuseCrossSite(request, context.services.config.url)
    if (page.audience !== 'guest' && !context.caller) {
      const kept = await signedOutForm(page, context, request, hooks)
      if (kept) return send(kept, 401, request, response)
    }
    admit(page.audience, context)
    const query = validate(page.query, queryValues(request.originalUrl), 'query')
    const received = hooks.received?.(request)
    const holds = holdFor(context.caller?.accountid, context.ip)
    try {
      const files = page.takesFiles?.(query) && filesAfter(await hooks.csrfToken(request), holds.files)
      const text = textLimit(context.caller !== undefined)
      const rules = { text, hold: holds.text, ...(files && { files }) }
      await answer(received?.form ?? (await readForm(request, rules)), query, request, response)
    } finally {
      holds.release()
      received?.hold?.release()
    }
  }
}

/** What comes before the token of the form, which every form of ours has first, is not kept. */
function filesAfter(token: string, hold: Hold): FileRules {
  return { hold, areWanted: (fields) => hasToken(fields, token) }
}

/**
 * What was typed, for somebody who has no session any more.
 *
 * @returns undefined when there is nothing to keep
 */
async function signedOutForm(
  page: Page,
  context: Context,
  request: Request,
  hooks: HostHooks,
): Promise<PageContent | undefined> {
  const posted = hooks.received?.(request)?.form ?? (await readGuestForm(request, context.ip))
  refuseProblems(posted)
  const { 'csrf-token': _token, ...values } = posted.values
  const fileNames = page.takesFiles ? posted.unkept.map(({ name }) => name) : []
  return signedOutPage({ values, fileNames }, context.messages, request, hooks)
}
