/**
 * Sees what is posted before Dashboard reads it. Dashboard reads everybody's files before it knows who sends them: through the
 * temporary folder, where it leaves some, with a parser that takes seconds for a megabyte of carriage returns. It ends when a
 * body without files is too long.
 *
 * @module
 */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { runningServices } from '../../application/running.ts'
import { ConnectError } from '../../core/errors.ts'
import { Translator } from '../../messages/translator.ts'
import { retryLater } from '../../web/answer-error.ts'
import { isWithin, MODULE_PATHS } from '../../web/module-paths.ts'
import { type PostedForm, readForm, refuseProblems } from '../../web/read-body.ts'
import { clientAddress } from '../../web/request-facts.ts'
import { LARGEST_HOLD, uploadBudget } from '../../web/upload-budget.ts'
import { limitRest } from '../../web/watch-body.ts'
import { type DashboardRequest, dashboardExports, dashboardGlobals, dashboardServer } from './dashboard.ts'
import { expectUpload, firstValues } from './read-upload.ts'

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
    // What takes none of ours is answered without.
    if (expectUpload(request) || isOurs(request)) return receiveRead(request, response, receive)
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

/** Files for other modules and for the application: they are held in memory until they are answered. */
async function receiveFiles(request: IncomingMessage, response: ServerResponse, receive: Receive) {
  const { trustedProxies = 0 } = runningServices()?.config ?? {}
  const hold = uploadBudget.hold(`address ${clientAddress(request, trustedProxies)}`)
  response.once('close', () => hold.release())
  if ((announcedLength(request) ?? 0) > LARGEST_HOLD)
    return refuse(request, response, 413, 'request-too-large')
  const text = dashboardGlobals.maximumPostDataLength
  const files = { hold, areWanted: () => true, largest: LARGEST_HOLD, total: LARGEST_HOLD }
  let form: PostedForm
  try {
    form = await readForm(request, { text, value: text, files })
    refuseProblems(form)
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error
    return refuse(request, response, error.status, error.code)
  }
  const uploads = form.files.map(({ field, name, type, bytes }) => [field, { name, type, buffer: bytes }])
  // Of several with one name Dashboard takes the first.
  if (uploads.length > 0) Object.assign(request, { uploads: Object.fromEntries(uploads.reverse()) })
  return receiveRead(request, response, receive, firstValues(form.values))
}

/** Dashboard reads what its type says are files, and nothing where a body is there. */
function receiveRead(
  request: IncomingMessage,
  response: ServerResponse,
  receive: Receive,
  body: Record<string, unknown> = {},
) {
  const type = request.headers['content-type']
  request.headers['content-type'] = ''
  // It looks at both before it waits for anything.
  const received = receive(Object.assign(request, { body }), response)
  request.headers['content-type'] = type
  return received
}

function isOurs({ url = '' }: IncomingMessage): boolean {
  return isWithin(url.split('?', 1)[0] ?? '', MODULE_PATHS)
}

/** @returns undefined when the body comes in chunks, nobody knows how many */
function announcedLength({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined
}

async function refuse(request: IncomingMessage, response: ServerResponse, status: number, code: string) {
  retryLater({ status }, response)
  const sentence = messages.problem({ code })
  if (!request.url?.startsWith('/api/'))
    return dashboardExports().Response.throwError(request as DashboardRequest, response, status, sentence)
  response.statusCode = status
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify({ object: 'error', message: code, detail: sentence }))
}
