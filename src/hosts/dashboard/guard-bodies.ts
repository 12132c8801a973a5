/**
 * Reads request bodies before Dashboard does. Dashboard reads files before it knows the sender: through the temporary folder,
 * where it leaves some, and with a parser that takes seconds for a megabyte of carriage returns. It crashes when a body without
 * files is too long or is not text.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { runningServices } from '../../application/running.ts'
import { ConnectError } from '../../core/errors.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { translators } from '../../runtime/translators.ts'
import { LARGEST_HOLD } from '../../web/body-budget.ts'
import { type Holds, holdFor } from '../../web/body-rules.ts'
import { ConnectionLimits } from '../../web/connection-limits.ts'
import { ALLOWED_METHODS } from '../../web/methods.ts'
import { readBytes, readForm, refuseProblems } from '../../web/read-body.ts'
import { answerProgram, retryLater } from '../../web/refusal.ts'
import { refuseConnection } from '../../web/refuse-connection.ts'
import { clientAddress, requestIdOf } from '../../web/request-facts.ts'
import { RequestTurns } from '../../web/request-turns.ts'
import { refusalOf } from '../../web/unserved.ts'
import { hasTooMany, urlEncoded } from '../../web/validate.ts'
import { limitRest } from '../../web/watch-body.ts'
import { isApplicationCall } from './application-calls.ts'
import {
  type DashboardCall,
  type DashboardRequest,
  dashboardExports,
  dashboardServer,
  faultIn,
} from './dashboard.ts'
import { noteFailures } from './guard-database.ts'
import { isOwnForm, largestText, routeAt } from './own-forms.ts'
import { expectBody, firstValues } from './read-own-body.ts'
import { decodableCookies, safeAddress } from './safe-address.ts'

type Receive = ReturnType<typeof dashboardServer>['receiveRequest']

/** The methods whose bodies Dashboard reads. */
const METHODS = new Set(['POST', 'PATCH', 'PUT', 'DELETE'])

const messages = translators.english
const seen = new WeakSet<Server>()
let isGuarding = false

/** Dashboard does not export its server: Node publishes it with the first request. */
export function guardBodies(): void {
  if (isGuarding) return
  isGuarding = true
  const { receiveRequest } = dashboardServer()
  subscribe('http.server.request.start', (started) => {
    const { server } = started as { server: Server }
    if (seen.has(server)) return
    seen.add(server)
    if (!server.listeners('request').includes(receiveRequest)) return
    const turns = new RequestTurns()
    new ConnectionLimits().watch(server, turns)
    turns.serve(server.off('request', receiveRequest), guard(receiveRequest))
    // We never open a tunnel.
    server.on('connect', (_request, socket) => {
      socket.on('error', () => undefined)
      // The refusal would go out before an answer that is still awaited.
      if (turns.current(socket)) socket.destroy()
      else refuseConnection(socket, { status: 405, headers: { allow: ALLOWED_METHODS } })
    })
  })
}

function guard(receive: Receive): RequestListener {
  return (request, response) => {
    noteFailures(request, () => receiveGuarded(request, response, receive)).catch((error) =>
      answerFault(error, request, response),
    )
  }
}

/** Answers after an error, Dashboard's own included, which would otherwise end the process for everybody. */
async function answerFault(err: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = requestIdOf(request)
  runningServices()?.log.error({ err: faultIn(err), requestId }, 'a request could not be answered')
  if (response.headersSent) return void response.destroy()
  // Dashboard may fail to draw even its error page.
  await refuse(request, response, 500, 'internal-error', requestId).catch(() => response.writeHead(500).end())
}

async function receiveGuarded(
  request: IncomingMessage,
  response: ServerResponse,
  receive: Receive,
): Promise<unknown> {
  limitRest(request, response)
  const refusal = refusalOf(request)
  if (refusal) {
    // Dashboard would pass on a TRACE with the application server's token.
    const { status, headers } = refusal
    response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' }).end()
    return undefined
  }
  const address = safeAddress(request.url ?? '')
  // Before Dashboard's handlers, which ask the application server for files.
  if (address === undefined) return refuse(request, response, 404, 'not-found')
  request.url = address
  if (request.headers.cookie) request.headers.cookie = decodableCookies(request.headers.cookie)
  if (!METHODS.has(request.method ?? '')) return receive(request, response)
  const type = request.headers['content-type'] ?? ''
  const isMultipart = type.includes('multipart/form-data')
  if (expectBody(request, isMultipart)) return receiveRead(request, response, receive, { body: {} })
  const { trustedProxies = 0 } = runningServices()?.config ?? {}
  const holds = holdFor(undefined, clientAddress(request, trustedProxies))
  onceClosed(response, () => holds.release())
  // Dashboard leaves a request without a body as it is.
  if (!isMultipart && announcedLength(request) === 0) return receive(request, response)
  let body: Body
  try {
    body = await readerOf(request, isMultipart)(request, holds)
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error
    return refuse(request, response, error.status, error.code)
  }
  return receiveRead(request, response, receive, body)
}

/** A body as Dashboard parses it. */
interface Body {
  body: Record<string, unknown>
  bodyRaw?: string | Buffer
  uploads?: DashboardCall['uploads']
}

type ReadBody = (request: IncomingMessage, holds: Holds) => Promise<Body>

function readerOf({ url = '' }: IncomingMessage, isMultipart: boolean): ReadBody {
  if (!isMultipart) return readText
  // A path without a page in Dashboard is the application's.
  return routeAt(url) ? readFiles : readUnparsed
}

/** Reads a body for the application, which gets it as it came. */
async function readUnparsed(request: IncomingMessage, { files: hold }: Holds): Promise<Body> {
  refuseLonger(request, LARGEST_HOLD)
  return { body: {}, bodyRaw: await readBytes(request, LARGEST_HOLD, hold) }
}

/**
 * Dashboard decodes the body to text but sends the application server its original length, in bytes or letters. If the two
 * differ, the answer fails twice and Dashboard crashes.
 */
async function readText(request: IncomingMessage, { text: hold }: Holds): Promise<Body> {
  const limit = largestText(request.url)
  refuseLonger(request, limit)
  const bytes = await readBytes(request, limit, hold)
  request.headers['content-length'] = String(bytes.length)
  const text = bytes.toString()
  // No page takes more values, and the application gets the body as it came.
  const body = hasTooMany(text) ? {} : Object.fromEntries(urlEncoded(text))
  return { body, bodyRaw: isUtf8(bytes) ? text : bytes }
}

/**
 * Reads files for other modules, and holds them in memory until the request is answered. A guest may send no more in files than
 * in text, and Dashboard itself wants none.
 */
async function readFiles(request: IncomingMessage, holds: Holds): Promise<Body> {
  const text = largestText(request.url)
  const limit = isOwnForm(request.url) || (await isGuest(request)) ? text : LARGEST_HOLD
  refuseLonger(request, limit)
  const files = { hold: holds.files, isWanted: () => true, largest: limit, total: limit }
  const form = await readForm(request, { text, hold: holds.text, value: text, files })
  refuseProblems(form)
  const uploads = form.files.map(({ field, name, type, bytes }) => [field, { name, type, buffer: bytes }])
  return {
    body: firstValues(form.values),
    // Dashboard takes the first of several files with one name.
    ...(uploads.length > 0 && { uploads: Object.fromEntries(uploads.reverse()) }),
  }
}

async function isGuest(request: IncomingMessage): Promise<boolean> {
  return !(await dashboardServer().authenticateRequest(request as DashboardRequest))
}

/** @throws ConnectError when the announced length is over the limit, before the body is read */
function refuseLonger(request: IncomingMessage, limit: number): void {
  if ((announcedLength(request) ?? 0) > limit) throw new ConnectError('request-too-large', { status: 413 })
}

/** Hands a body to Dashboard, which reads files by the content type and reads nothing when `body` is set. */
function receiveRead(request: IncomingMessage, response: ServerResponse, receive: Receive, body: Body) {
  const type = request.headers['content-type']
  request.headers['content-type'] = ''
  // Dashboard checks both before it waits for anything.
  const received = receive(Object.assign(request, body), response)
  request.headers['content-type'] = type
  return received
}

/** @returns undefined for a chunked body, whose length is unknown */
function announcedLength({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined
}

/** Says why a request is refused before it reaches a route. */
export async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  requestId = requestIdOf(request),
): Promise<unknown> {
  if (request.url?.startsWith('/api/') || isApplicationCall(request)) {
    const told = { messages, requestId }
    return answerProgram({ status, problem: { code } }, told, response)
  }
  retryLater({ status }, response)
  const sentence = messages.problem({ code, values: { requestId } })
  return dashboardExports().Response.throwError(request as DashboardRequest, response, status, sentence)
}
