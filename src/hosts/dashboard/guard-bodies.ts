/**
 * Sees what is posted before Dashboard reads it. Dashboard reads everybody's files into memory, of any size and before it knows
 * who sends them, and ends when a body without files is too long.
 *
 * @module
 */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { runningServices } from '../../application/running.ts'
import { Translator } from '../../messages/translator.ts'
import { retryLater } from '../../web/answer-error.ts'
import { clientAddress } from '../../web/request-facts.ts'
import { LARGEST_HOLD, uploadBudget } from '../../web/upload-budget.ts'
import { limitRest } from '../../web/watch-body.ts'
import { type DashboardRequest, dashboardExports, dashboardGlobals, dashboardServer } from './dashboard.ts'
import { expectUpload } from './read-upload.ts'

type Receive = ReturnType<typeof dashboardServer>['receiveRequest']

/** Whose bodies Dashboard reads. */
const METHODS = new Set(['POST', 'PATCH', 'PUT', 'DELETE'])

/** Bytes that come at once, at most: what Node reads from a connection. */
const LARGEST_PIECE = 64 * 1024

const messages = new Translator('en')
const seen = new WeakSet<Server>()
let isGuarding = false

/** Dashboard keeps its server to itself: Node tells of it with the first request. */
export function guardBodies(): void {
  if (isGuarding) return
  isGuarding = true
  subscribe('http.server.request.start', (started) => {
    const { server } = started as { server: Server }
    if (seen.has(server)) return
    seen.add(server)
    const { receiveRequest } = dashboardServer()
    if (!server.listeners('request').includes(receiveRequest)) return
    server.off('request', receiveRequest).on('request', guard(receiveRequest))
  })
}

function guard(receive: Receive): Receive {
  return async (request, response) => {
    limitRest(request, response)
    if (!METHODS.has(request.method ?? '')) return receive(request, response)
    const type = request.headers['content-type'] ?? ''
    if (!type.includes('multipart/form-data')) return receiveText(request, response, receive)
    if (expectUpload(request)) return receiveUnread(request, response, receive)
    return receiveFiles(request, response, receive)
  }
}

function receiveText(request: IncomingMessage, response: ServerResponse, receive: Receive) {
  const limit = dashboardGlobals.maximumPostDataLength
  const length = announcedLength(request)
  if (length === undefined) {
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      // Dashboard sees this piece all the same, and ends when it is one too many.
      if (size > limit - LARGEST_PIECE) request.destroy()
    })
  } else if (length > limit) return refuse(request, response, 413, 'request-too-large')
  return receive(request, response)
}

/** Files for other modules and for the application: Dashboard holds them in memory until they are answered. */
function receiveFiles(request: IncomingMessage, response: ServerResponse, receive: Receive) {
  const { trustedProxies = 0 } = runningServices()?.config ?? {}
  const hold = uploadBudget.hold(`address ${clientAddress(request, trustedProxies)}`)
  response.once('close', () => hold.release())
  const length = announcedLength(request)
  if (length === undefined) {
    request.on('data', (piece: Buffer) => {
      if (!hold.take(piece.length)) request.destroy()
    })
  } else if (length > LARGEST_HOLD) return refuse(request, response, 413, 'request-too-large')
  else if (!hold.take(length)) return refuse(request, response, 503, 'uploads-busy')
  return receive(request, response)
}

/** Dashboard reads what its type says are files, and nothing where a body is there. */
function receiveUnread(request: IncomingMessage, response: ServerResponse, receive: Receive) {
  const type = request.headers['content-type']
  request.headers['content-type'] = ''
  // It looks at both before it waits for anything.
  const received = receive(Object.assign(request, { body: {} }), response)
  request.headers['content-type'] = type
  return received
}

/** @returns undefined when the body comes in chunks, nobody knows how many */
function announcedLength({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined
}

async function refuse(request: IncomingMessage, response: ServerResponse, status: 413 | 503, code: string) {
  retryLater({ status }, response)
  const sentence = messages.problem({ code })
  if (!request.url?.startsWith('/api/'))
    return dashboardExports().Response.throwError(request as DashboardRequest, response, status, sentence)
  response.statusCode = status
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify({ object: 'error', message: code, detail: sentence }))
}
