/**
 * Passes requests on to the application server in the place of Dashboard's own `Proxy.pass`, which ends the process, for everybody,
 * when the application's answer to one request has no body, is no whole page, redirects to another host or breaks off.
 *
 * @module
 */
import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { runningServices } from '../../application/running.ts'
import { own } from '../../core/own.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  dashboardGlobals,
  identification,
} from './dashboard.ts'
import { refuse } from './guard-bodies.ts'

/** Bytes of an answer that are read before it is passed on: a page is put into the template as a whole, a file is given a tag. */
const READ_FIRST = 16 * 1024 * 1024

/** Milliseconds without a word of the application server. */
const SILENCE = 60_000

/** Milliseconds for which Dashboard lets browsers keep what is no page. */
const EIGHT_DAYS = 8 * 24 * 60 * 60 * 1000

/** On the first element of a page that is to stand without Dashboard's template. */
const WITHOUT_TEMPLATE = /<html[^<>]* data-template=(?:"false"|'false'|false)/

const guarded = new WeakSet<object>()

/** From now on no answer of the application server ends Dashboard. */
export function guardPassing(): void {
  const { Proxy: proxy } = dashboardExports()
  if (guarded.has(proxy)) return
  guarded.add(proxy)
  proxy.pass = passOn
}

async function passOn(request: DashboardRequest, response: DashboardResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    const answer = await ask(request, gone.signal)
    await send(answer, await beginningOf(answer), request, response)
  } catch (err) {
    if (gone.signal.aborted) return
    if (response.headersSent) return void response.destroy()
    runningServices()?.log.error({ err }, 'a request could not be passed on to the application server')
    await unreachable(request, response)
  }
}

async function ask(request: DashboardRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { applicationServer, dashboardServer, packageJSON } = dashboardGlobals
  const { account, session } = request
  const known = request.method === 'GET' ? request.headers['if-none-match'] : undefined
  const sent = await bodyOf(request)
  const headers: Record<string, string> = {
    referer: dashboardServer + request.url,
    ...identification(),
    ...(known && { 'if-none-match': known }),
    ...(account && session && { 'x-accountid': account.accountid, 'x-sessionid': session.sessionid }),
    ...(sent && { 'content-type': sent.type, 'content-length': String(sent.bytes.length) }),
  }
  const options = { method: request.method ?? 'GET', headers, signal }
  for (const handler of packageJSON.dashboard.proxy) await handler(request, options)
  const address = new URL(applicationServer + request.url)
  const asked = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, options)
  // What breaks once the answer has begun breaks the answer, too.
  asked.on('error', () => undefined)
  asked.setTimeout(SILENCE, () => void asked.destroy(new Error('the application server says nothing')))
  asked.end(sent?.bytes)
  const [answer] = await once(asked, 'response')
  return answer
}

/** What was posted, as far as Dashboard has kept it. */
async function bodyOf({
  body,
  bodyRaw,
  uploads = {},
  headers,
}: DashboardRequest): Promise<{ bytes: Buffer; type: string } | undefined> {
  if (!body) return undefined
  if (bodyRaw)
    return {
      bytes: Buffer.from(bodyRaw as string),
      type: headers['content-type'] || 'application/x-www-form-urlencoded',
    }
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) form.append(name, String(value))
  for (const [field, { name = '', type = '', buffer }] of Object.entries(uploads))
    form.append(field, new Blob([new Uint8Array(buffer)], { type }), name)
  const encoded = new Response(form)
  return {
    bytes: Buffer.from(await encoded.arrayBuffer()),
    type: encoded.headers.get('content-type') ?? '',
  }
}

interface Beginning {
  bytes: Buffer
  /** Whether that is all. */
  isWhole: boolean
}

async function beginningOf(answer: IncomingMessage): Promise<Beginning> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer.iterator({ destroyOnReturn: false })) {
    pieces.push(piece)
    size += piece.length
    if (size > READ_FIRST) return { bytes: Buffer.concat(pieces), isWhole: false }
  }
  return { bytes: Buffer.concat(pieces), isWhole: true }
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
      if (!beginning.isWhole) return sendLarge(answer, beginning.bytes, response)
      if (answer.headers['content-type']?.startsWith('text/html'))
        return sendPage(beginning.bytes, request, response)
      return sendFile(beginning.bytes, request, response)
    case 302:
      // Dashboard redirects by a page, to its own addresses only.
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

/** As it comes, so that no more of it is held than the person reads. */
function sendLarge(answer: IncomingMessage, bytes: Buffer, response: DashboardResponse): Promise<void> {
  const type = answer.headers['content-type']
  if (type !== undefined) response.setHeader('content-type', type)
  response.write(bytes)
  return pipeline(answer, response)
}

/** Within Dashboard's template, unless the page says not to; as it came, where Dashboard cannot put it there. */
async function sendPage(body: Buffer, request: DashboardRequest, response: DashboardResponse) {
  const { HTML, Response } = dashboardExports()
  const html = body.toString()
  if (!WITHOUT_TEMPLATE.test(html)) {
    try {
      return await Response.end(request, response, HTML.parse(html))
    } catch (err) {
      runningServices()?.log.warn({ err }, 'a page of the application does not fit into the template')
    }
  }
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(body)
}

/** Dashboard's own function remembers every address that it was asked for. */
function sendFile(body: Buffer, request: DashboardRequest, response: DashboardResponse): void {
  const { eTag, mimeTypes } = dashboardExports().Response
  if (body.length > 0) {
    response.setHeader('content-type', own(mimeTypes, request.extension ?? '') ?? 'text/html; charset=utf-8')
    response.setHeader('expires', new Date(Date.now() + EIGHT_DAYS).toUTCString())
    response.setHeader('etag', eTag(body))
    response.setHeader('vary', 'Accept-Encoding')
  }
  response.end(body)
}

function unreachable(request: DashboardRequest, response: DashboardResponse): Promise<unknown> {
  return refuse(request, response, 502, 'application-server-unreachable')
}
