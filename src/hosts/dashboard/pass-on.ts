/**
 * Passes requests on to the application server in place of Dashboard's own `Proxy.pass`, which crashes the process when an answer
 * has no body, is not a whole page, redirects to another host or breaks off.
 *
 * @module
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { runningServices } from '../../application/running.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { turn } from '../../core/spread.ts'
import { limitInterim } from '../../net/interim-answers.ts'
import { callerOf } from './caller.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  dashboardGlobals,
  faultIn,
  identification,
} from './dashboard.ts'
import { namesFile } from './file-names.ts'
import { refuse } from './guard-bodies.ts'
import { pageAttributes } from './guard-parser.ts'
import { fileType, HTML_TYPE } from './guard-public-files.ts'
import { type Beginning, beginningOf } from './held-answer.ts'
import { intoTemplate } from './template.ts'

/** Milliseconds to wait for the next bytes from the application server. */
const SILENCE = 60_000

/** Milliseconds for which Dashboard lets browsers cache a file. */
const EIGHT_DAYS = 8 * 24 * 60 * 60 * 1000

const guarded = new WeakSet<object>()

/** Replaces `Proxy.pass`, so that no answer from the application server crashes Dashboard. */
export function guardPassing(): void {
  const { Proxy: proxy } = dashboardExports()
  if (guarded.has(proxy)) return
  guarded.add(proxy)
  proxy.pass = passOn
}

async function passOn(request: DashboardRequest, response: DashboardResponse): Promise<void> {
  const gone = new AbortController()
  onceClosed(response, () => gone.abort())
  try {
    const answer = await ask(request, gone.signal)
    await send(answer, await beginningOf(answer, request, response), request, response)
  } catch (err) {
    if (gone.signal.aborted) return
    if (response.headersSent) return void response.destroy()
    runningServices()?.log.error(
      { err: faultIn(err) },
      'a request could not be passed on to the application server',
    )
    await unreachable(request, response)
  }
}

async function ask(request: DashboardRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { applicationServer, dashboardServer, packageJSON } = dashboardGlobals
  // Nobody whom our own pages would not take for somebody: MariaDB finds people of a tenant that differs in case.
  const caller = callerOf(request)
  const known = request.method === 'GET' ? request.headers['if-none-match'] : undefined
  const sent = bodyOf(request)
  const headers: Record<string, string> = {
    referer: dashboardServer + request.url,
    ...identification(),
    ...(known && { 'if-none-match': known }),
    ...(caller?.sessionid && { 'x-accountid': caller.accountid, 'x-sessionid': caller.sessionid }),
    ...(sent && { 'content-type': sent.type, 'content-length': String(sent.bytes.length) }),
  }
  const options = { method: request.method ?? 'GET', headers, signal }
  for (const handler of packageJSON.dashboard.proxy) await handler(request, options)
  // Node would connect first.
  signal.throwIfAborted()
  const address = new URL(applicationServer + request.url)
  const asked = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, options)
  asked.end(sent?.bytes)
  return answerTo(asked)
}

/** An error after the answer has begun breaks the answer, too. */
function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string) => void asked.destroy(new Error(`the application server ${problem}`))
    limitInterim(asked, () => fail('does not answer'))
    asked
      .on('response', resolve)
      .on('error', reject)
      .on('upgrade', (_answer, socket) => {
        socket.destroy()
        reject(new Error('the application server speaks another protocol'))
      })
      .setTimeout(SILENCE, () => fail('says nothing'))
  })
}

/** The body as it came. */
function bodyOf({ body, bodyRaw, headers }: DashboardRequest): { bytes: Buffer; type: string } | undefined {
  if (!body || !bodyRaw) return undefined
  return {
    bytes: typeof bodyRaw === 'string' ? Buffer.from(bodyRaw) : bodyRaw,
    type: headers['content-type'] || 'application/x-www-form-urlencoded',
  }
}

async function send(
  answer: IncomingMessage,
  beginning: Beginning,
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<unknown> {
  const { Response } = dashboardExports()
  const { location } = answer.headers
  switch (answer.statusCode) {
    case 200:
      if (!beginning.isWhole) return sendLarge(answer, beginning, request, response)
      if (isPage(answer)) return sendPage(beginning.bytes, request, response)
      return sendFile(answer, beginning.bytes, request, response)
    case 302:
      // Dashboard redirects with a page, and only to its own addresses.
      if (location?.startsWith('/')) return Response.redirect(request, response, location)
      if (location === undefined) break
      return response.writeHead(302, { location }).end()
    case 304:
      return response.writeHead(304).end()
    case 404:
      return refuse(request, response, 404, 'not-found')
    case 511:
      if (request.urlPath.startsWith('/api/')) break
      return Response.redirectToSignIn(request, response)
  }
  return unreachable(request, response)
}

/** Streams a large answer, no faster than the person reads it. */
function sendLarge(
  answer: IncomingMessage,
  { bytes, release }: Beginning,
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<void> {
  setFileHeaders(answer, request, response, answer.headers.etag)
  response.write(bytes, release)
  return pipeline(answer, response)
}

/** A page that is compressed cannot be put into the template. */
function isPage({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/html') === true && !headers['content-encoding']
}

/** Sends a page within Dashboard's template, or as it came if it asks for that or does not fit. */
async function sendPage(body: Buffer, request: DashboardRequest, response: DashboardResponse) {
  const { HTML, Response } = dashboardExports()
  response.setHeader('content-type', 'text/html; charset=utf-8')
  const html = body.toString()
  if (pageAttributes(html)['data-template'] !== 'false' && !namesFile(html)) {
    await turn()
    try {
      if (dashboardGlobals.iframed) return await Response.end(request, response, HTML.parse(html))
      return response.end(await intoTemplate(html, request, response))
    } catch (err) {
      runningServices()?.log.warn(
        { err: faultIn(err) },
        'a page of the application does not fit into the template',
      )
    }
  }
  return response.end(body)
}

/** Replaces Dashboard's own function, which remembers every address it was asked for. */
function sendFile(
  answer: IncomingMessage,
  body: Buffer,
  request: DashboardRequest,
  response: DashboardResponse,
): void {
  if (body.length > 0) setFileHeaders(answer, request, response, dashboardExports().Response.eTag(body))
  response.end(body)
}

function setFileHeaders(
  answer: IncomingMessage,
  request: DashboardRequest,
  response: DashboardResponse,
  tag: string | undefined,
): void {
  const {
    'content-type': type = HTML_TYPE,
    'cache-control': caching,
    'content-encoding': encoding,
  } = answer.headers
  response.setHeader('content-type', isPage(answer) ? type : fileType(request.extension, type))
  if (encoding) response.setHeader('content-encoding', encoding)
  // What is for one person changes, and no cache may keep it for the next.
  if (request.account) response.setHeader('cache-control', 'private, no-cache')
  else if (caching) response.setHeader('cache-control', caching)
  else response.setHeader('expires', new Date(Date.now() + EIGHT_DAYS).toUTCString())
  response.setHeader('vary', 'Accept-Encoding')
  if (tag !== undefined) response.setHeader('etag', tag)
}

function unreachable(request: DashboardRequest, response: DashboardResponse): Promise<unknown> {
  return refuse(request, response, 502, 'application-server-unreachable')
}
