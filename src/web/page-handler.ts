/**
 * Shows pages to people and takes their forms.
 *
 * @module
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response } from 'express'
import type { Context } from '../context/context.ts'
import { ConnectError, type Problem } from '../core/errors.ts'
import { turn } from '../core/spread.ts'
import { isStorageError } from '../storage/storage-error.ts'
import { forStream } from '../storage/waiting.ts'
import { logFault, toRefusal } from './answer-error.ts'
import { type AskedFiles, askedFiles } from './asked-files.ts'
import type { Hold } from './body-budget.ts'
import { type FileRules, holdFor, senderOf, textLimit } from './body-rules.ts'
import { sift } from './for-stripe-alone.ts'
import type { HostHooks } from './host-hooks.ts'
import { rememberForm } from './kept-form.ts'
import { formWithin, isMultipart, readForm, refuseFiles, refuseProblems } from './read-body.ts'
import { failureOf, retryLater, withReference } from './refusal.ts'
import {
  addressOfRefused,
  findRefused,
  giveUpRefused,
  keepRefused,
  type Place,
  refusedIn,
  withoutSecrets,
} from './refused-form.ts'
import { contextOf } from './request-context.ts'
import type { Page, PageResult, Visit } from './route.ts'
import { hasToken, refuseCrossSite, wrongToken } from './same-origin.ts'
import { openToStripe } from './security-headers.ts'
import type { PostedForm } from './sent.ts'
import { keepSignedOut } from './signed-out-form.ts'
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
    if ('file' in result) return sendFile(result.file, request, response)
    const csrfToken = await hooks.csrfToken(request)
    response.status(result.status ?? status)
    const surroundings = { context: contextOf(response), csrfToken, request, response }
    await turn()
    const html = await hooks.draw(result, surroundings)
    if (result.callsStripe) openToStripe(response, surroundings.context.services.config.stripe)
    response.type('html').send(html)
  }
}

/** What fails before there is a first part is answered as on a page. Statements wait for each part, not for the whole. */
async function sendFile(
  { name, type, parts }: { name: string; type: string; parts: AsyncIterable<string> },
  request: Request,
  response: Response,
): Promise<void> {
  const rest = parts[Symbol.asyncIterator]()
  const first = await rest.next()
  async function* all() {
    if (!first.done) yield first.value
    yield* { [Symbol.asyncIterator]: () => rest }
  }
  response.type(type).attachment(name)
  if (request.method === 'HEAD') return void response.end()
  try {
    await forStream(() => pipeline(Readable.from(all()), response))
  } catch (error) {
    // The person has left.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

/** Shows a page: after a refused form with everything typed and every problem, under the refusal's status. */
export function showPage(page: Page, hooks: HostHooks, send: Send): RequestHandler {
  return async (request, response) => {
    const context = contextOf(response)
    const query = () => queryValues(request.originalUrl)
    const visit = page.enter(context, query)
    const said = page.takesForm ? refusedIn(query()) : undefined
    const place = said === undefined ? undefined : await placeOf(page, visit, request, response, hooks)
    const refused = place && said !== undefined ? await findRefused(said, place) : undefined
    await send(await visit.load(refused?.attempt), refused?.status ?? 200, request, response)
  }
}

/**
 * Leads a refused form back to its page, which shows it again. That includes a fault of ours, and an expired token: the page shown
 * again carries a new one. A form sent after the person's session ended is kept until they have signed in again.
 *
 * The caller and the query are checked before the body is read.
 */
export function takeForm(page: Page, hooks: HostHooks, send: Send): RequestHandler {
  const answer = async (
    visit: Visit,
    asked: AskedFiles,
    sent: PostedForm,
    request: Request,
    response: Response,
  ) => {
    const { posted, forStripe } = sift(sent, page, contextOf(response).services)
    rememberForm(request, posted)
    const { 'csrf-token': token, ...body } = posted.values
    const query = queryValues(request.originalUrl)
    const before = refusedIn(query)
    const showAgain = async (problems: readonly Problem[], status: number, typed = body) => {
      const attempt = { values: withoutSecrets(typed, page), problems }
      const place = await placeOf(page, visit, request, response, hooks)
      const said = place && (await keepRefused({ attempt, status }, place, before).catch(unlessStorage))
      const result = said ? { redirect: addressOfRefused(page, query, said) } : await visit.load(attempt)
      await send(result, status, request, response)
    }
    try {
      if (isOfAnother(hooks.formOwner?.(token), contextOf(response)))
        return await showAgain([{ code: 'form-of-another-person' }], 403, {})
      await hooks.checkForm(request, token)
      if (asked.failure) throw asked.failure
      // The token is right, but it came after a file, which was not kept.
      if (posted.unkept.some(({ field }) => asked.names.includes(field))) throw wrongToken()
      if (forStripe.length > 0)
        throw ConnectError.of(forStripe.map((field) => ({ code: 'only-as-token', field })))
      refuseProblems(posted)
      refuseFiles(posted)
      const result = await visit.submit({ body, files: posted.files })
      if ('again' in result) return await showAgain([], 200)
      if (before !== undefined) await giveUp(before, await placeOf(page, visit, request, response, hooks))
      await send(result, 200, request, response)
    } catch (error) {
      // It was taken: what failed is the rest of the answer.
      if (response.headersSent) throw error
      const { log, requestId } = contextOf(response)
      logFault(error, log)
      const refusal = toRefusal(error)
      const { status, problem } = failureOf(refusal)
      const problems = (refusal?.problems ?? [problem]).map((each) => withReference(each, requestId))
      await showAgain(problems, status)
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
      const kept = isSignedOut && (await keepSignedOut(page, context, request, hooks))
      if (!kept) throw error
      return send({ leave: kept }, 303, request, response)
    }
    const holds = holdFor(senderOf(context), context.ip)
    try {
      const received = holds.receive(hooks.received?.(request))
      const asked = isMultipart(request) ? await askedFiles(() => visit.fileFields()) : { names: [] }
      const files = filesAfter(await hooks.csrfToken(request), asked.names, holds.files)
      const text = textLimit(context.caller !== undefined)
      const rules = { text, hold: holds.text, files }
      const posted = received ? formWithin(received.form, text) : await readForm(request, rules)
      await answer(visit, asked, posted, request, response)
    } finally {
      holds.release()
    }
  }
}

async function giveUp(said: string, place: Place | undefined): Promise<void> {
  if (place) await giveUpRefused(said, place).catch(unlessStorage)
}

/** A form kept, or given up, is a comfort: its answer does not depend on it. */
function unlessStorage(error: unknown): undefined {
  if (!isStorageError(error)) throw error
}

/** Somebody else has signed in with the same browser, who must not see what was typed. */
function isOfAnother(owner: string | undefined, { caller }: Context): boolean {
  return owner !== undefined && caller !== undefined && owner !== caller.accountid
}

/** @returns undefined when a form of the page may not be kept */
async function placeOf(
  page: Page,
  visit: Visit,
  request: Request,
  response: Response,
  hooks: HostHooks,
): Promise<Place | undefined> {
  const { services, caller } = contextOf(response)
  const keeper = caller ?? (await visit.keeper())
  if (!keeper) return undefined
  const owner = keeper === 'address' ? undefined : keeper
  return { page, services, owner, csrfToken: await hooks.csrfToken(request) }
}

/** Keeps no file that nobody asked for, or that comes before the form's token. Every form of ours has its token first. */
function filesAfter(token: string, names: readonly string[], hold: Hold): FileRules {
  return { hold, isWanted: (name, fields) => names.includes(name) && hasToken(fields, token) }
}
