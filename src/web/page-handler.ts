/**
 * Shows pages to people and takes their forms.
 *
 * @module
 */
import type { Request, RequestHandler, Response } from 'express'
import type { Context } from '../context/context.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import { ConnectError, type Problem } from '../core/errors.ts'
import { turn } from '../core/spread.ts'
import { logRefusedKey, toRefusal } from './answer-error.ts'
import type { Hold } from './body-budget.ts'
import { type FileRules, holdFor, senderOf, textLimit } from './body-rules.ts'
import type { HostHooks, PageContent } from './host-hooks.ts'
import { keptInputs, rememberForm } from './kept-form.ts'
import { link } from './link.ts'
import { formWithin, readForm, readGuestForm, refuseFiles, refuseProblems } from './read-body.ts'
import { retryLater } from './refusal.ts'
import { findRefused, keepRefused, REFUSED } from './refused-form.ts'
import { contextOf } from './request-context.ts'
import type { Page, PageResult, Visit } from './route.ts'
import { hasToken, refuseCrossSite, wrongToken } from './same-origin.ts'
import type { FormValues, PostedForm } from './sent.ts'
import { queryValues } from './validate.ts'

/** Sends a page's result; `toPath` puts the mount path before the module's addresses. */
type Send = (result: PageResult, status: number, request: Request, response: Response) => Promise<void>

export function sendPage(hooks: HostHooks, toPath: (path: string, request: Request) => string): Send {
  return async (result, status, request, response) => {
    response.set('cache-control', 'no-store')
    retryLater({ status }, response)
    if (result.headers) response.set(result.headers)
    if ('redirect' in result) return response.redirect(303, toPath(result.redirect, request))
    if ('leave' in result) return response.redirect(303, result.leave)
    const csrfToken = await hooks.csrfToken(request)
    response.status(result.status ?? status)
    const surroundings = { context: contextOf(response), csrfToken, request, response }
    await turn()
    response.type('html').send(await hooks.draw(result, surroundings))
  }
}

/** Shows a page: after a refused form with everything typed and every problem, under the refusal's status. */
export function showPage(page: Page, hooks: HostHooks, send: Send): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    const query = () => queryValues(request.originalUrl)
    const visit = page.enter(context, query)
    const said = page.takesForm ? query()[REFUSED] : undefined
    const refused =
      typeof said === 'string'
        ? await findRefused(said, { page, context, csrfToken: await hooks.csrfToken(request) })
        : undefined
    await send(await visit.load(refused?.attempt), refused?.status ?? 200, request, response)
  }
}

/**
 * Leads a refused form back to its page, which shows it again. That includes an expired token: the page shown again carries a new
 * one. A form sent after the person's session ended is kept in their browser until they have signed in again.
 *
 * The caller and the query are checked before the body is read.
 */
export function takeForm(page: Page, hooks: HostHooks, send: Send): RequestHandler {
  const answer = async (
    visit: Visit,
    takesFiles: boolean,
    posted: PostedForm,
    request: Request,
    response: Response,
  ) => {
    rememberForm(request, posted)
    const { 'csrf-token': token, ...body } = posted.values
    const showAgain = async (problems: readonly Problem[], status: number) => {
      const attempt = { values: withoutSecrets(body, page), problems }
      const place = { page, context: contextOf(response), csrfToken: await hooks.csrfToken(request) }
      const said = await keepRefused({ attempt, status }, place)
      const result = said
        ? { redirect: comingBack(page, queryValues(request.originalUrl), said) }
        : await visit.load(attempt)
      await send(result, status, request, response)
    }
    try {
      await hooks.checkForm(request, token)
      // The token is right, but it came after a file, which was not kept.
      if (takesFiles && posted.unkept.length > 0) throw wrongToken()
      refuseFiles(posted)
      refuseProblems(posted)
      const result = await visit.submit({ body, files: posted.files })
      if ('again' in result) await showAgain([], 200)
      else await send(result, 200, request, response)
    } catch (error) {
      const refusal = toRefusal(error)
      if (!refusal) throw error
      logRefusedKey(error, contextOf(response).log)
      await showAgain(refusal.problems, refusal.status)
    }
  }
  return async (request, response) => {
    const context = contextOf(response)
    refuseCrossSite(request, context.services.config.url)
    const query = () => queryValues(request.originalUrl)
    let visit: Visit
    try {
      visit = page.enter(context, query)
    } catch (error) {
      const isSignedOut = error instanceof ConnectError && error.code === 'sign-in-required'
      const kept = isSignedOut && (await signedOutForm(page, context, request, hooks))
      if (!kept) throw error
      return send(kept, 401, request, response)
    }
    const holds = holdFor(senderOf(context), context.ip)
    try {
      const received = holds.receive(hooks.received?.(request))
      const takesFiles = page.takesFiles(query())
      const files = takesFiles && filesAfter(await hooks.csrfToken(request), holds.files)
      const text = textLimit(context.caller !== undefined)
      const rules = { text, hold: holds.text, ...(files && { files }) }
      const posted = received ? formWithin(received.form, text) : await readForm(request, rules)
      await answer(visit, takesFiles, posted, request, response)
    } finally {
      holds.release()
    }
  }
}

function withoutSecrets(values: FormValues, { secrets }: Page): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)))
}

/** The address of a page that shows a refused form. */
function comingBack({ path }: Page, query: FormValues, said: string): string {
  const { [REFUSED]: _before, ...others } = query
  return link(path, { ...others, [REFUSED]: said })
}

/** Keeps no file that comes before the form's token. Every form of ours has its token first. */
function filesAfter(token: string, hold: Hold): FileRules {
  return { hold, areWanted: (fields) => hasToken(fields, token) }
}

/**
 * Keeps what was typed by a person whose session has ended, on a page in their browser that sends it again after they sign in.
 * The server stores nothing.
 *
 * @returns undefined when there is nothing to keep
 */
async function signedOutForm(
  page: Page,
  context: Context,
  request: Request,
  hooks: HostHooks,
): Promise<PageContent | undefined> {
  const received = hooks.received?.(request)
  const posted = received
    ? formWithin(received.form, textLimit(false))
    : await readGuestForm(request, context.ip)
  refuseProblems(posted)
  const { 'csrf-token': _token, ...values } = posted.values
  const takesFiles = page.takesFiles(queryValues(request.originalUrl))
  const kept = keptInputs(values, takesFiles ? posted.unkept : [], request)
  const title = context.messages.text('signed-out.title')
  const signIn = hooks.signIn(hooks.base(request) + ACCOUNT_PAGES.signedIn, request)
  return kept && { view: 'signed-out', data: { title, signIn, ...kept } }
}
