/**
 * Every request arrives here. The module's own go to Express. Webhooks and requests for the application server stay out of
 * Express, which would cost more than half of the speed.
 *
 * @module
 */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { ConnectError } from '../../core/errors.ts'
import { andThen, inTurn, isPromise, type MaybePromise } from '../../core/maybe-promise.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { turn } from '../../core/spread.ts'
import { isStorageError, isTold } from '../../storage/storage-error.ts'
import { untilAnswered } from '../../storage/waiting.ts'
import { toRefusal } from '../../web/answer-error.ts'
import type { CountWaiting } from '../../web/connection-limits.ts'
import { type Refusal, refuseConnection } from '../../web/refuse-connection.ts'
import { isHost } from '../../web/request-facts.ts'
import { refusalOf } from '../../web/unserved.ts'
import { logAccess } from './access-log.ts'
import { answerFailure } from './failure-page.ts'
import { type Handlers, runServerHandlers } from './handlers.ts'
import { type IdentifyParts, identify, identifyAnew } from './identify.ts'
import { isOwn, isPlain } from './own-paths.ts'
import type { PageFrame } from './page-frame.ts'
import { EarlyBytes } from './proxy/early-bytes.ts'
import { type ForwardOptions, type Headers, requestHeaders } from './proxy/forward-headers.ts'
import type { HttpProxy } from './proxy/http-proxy.ts'
import type { WebSocketProxy } from './proxy/web-socket-proxy.ts'
import type { SignedIn } from './sessions.ts'
import {
  type StandaloneRequest,
  type StandaloneResponse,
  signInRequest,
  toStandaloneRequest,
} from './standalone-request.ts'
import type { Webhooks } from './webhooks.ts'

export interface FrontParts extends IdentifyParts {
  appid: string
  /** The module's own pages and API. */
  app(request: IncomingMessage, response: ServerResponse): void
  webhooks: Webhooks
  handlers: Handlers
  forward: ForwardOptions
  /** Undefined when there is no application server. */
  http: HttpProxy | undefined
  webSocket: WebSocketProxy | undefined
  countWaiting: CountWaiting
  frame: PageFrame
  log: Logger
}

export class Front {
  readonly #parts: FrontParts
  /** Connections that Node has handed over and no longer closes. */
  readonly #upgraded = new Set<Duplex>()

  constructor(parts: FrontParts) {
    this.#parts = parts
  }

  request(incoming: IncomingMessage, response: StandaloneResponse): void {
    const request = this.#understand(incoming)
    if ('status' in request) {
      const { status, headers } = request
      response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' }).end()
      return
    }
    logAccess(request, response, this.#parts.log)
    const fail = (error: unknown) => this.#fail(error, request, response)
    try {
      const answering = this.#answer(request, response)
      if (isPromise(answering)) answering.catch(fail)
    } catch (error) {
      fail(error)
    }
  }

  #answer(request: StandaloneRequest, response: StandaloneResponse): MaybePromise<void> {
    const { app, webhooks } = this.#parts
    const webhook = request.method === 'POST' ? webhooks.get(request.urlPath) : undefined
    if (webhook)
      return webhook(request, response).then((isAnswered) => {
        if (!isAnswered) untilAnswered(request, response, () => app(request, response))
      })
    if (isPlain(request.urlPath)) return app(request, response)
    return andThen(this.#prepare(request, response), (isAnswered) => {
      if (isAnswered) return
      if (isOwn(request.urlPath)) return untilAnswered(request, response, () => app(request, response))
      return this.#passOn(request, response)
    })
  }

  #passOn(request: StandaloneRequest, response: StandaloneResponse): MaybePromise<void> {
    const { countWaiting, frame, http } = this.#parts
    if (!http) return answerFailure(request, response, { status: 404, code: 'not-found', frame })
    return andThen(this.#headers(request), (headers) => {
      if (response.destroyed) return
      const answered = countWaiting(request.socket)
      if (answered) http.forward(request, response, headers, answered)
      else request.socket.destroy()
    })
  }

  /** @param incoming asks for a WebSocket or for a tunnel */
  async upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { webSocket, countWaiting } = this.#parts
    this.#upgraded.add(socket)
    socket.on('error', () => socket.destroy())
    // Closed without waiting for the other side.
    socket.once('finish', () => socket.destroy())
    socket.once('close', () => this.#upgraded.delete(socket))
    const early = new EarlyBytes(socket, head)
    const request = this.#understand(incoming)
    if ('status' in request) return refuseConnection(socket, request)
    if (!webSocket || isOwn(request.urlPath) || isPlain(request.urlPath))
      return refuseConnection(socket, { status: 404, headers: {} })
    // For handlers that answer themselves: an upgrade comes without a response.
    const response: StandaloneResponse = new ServerResponse(incoming)
    response.shouldKeepAlive = false
    response.assignSocket(socket as Socket)
    response.once('finish', () => socket.end())
    try {
      await turn()
      if (socket.destroyed) return
      const headers = (await this.#prepare(request, response)) ? undefined : await this.#headers(request)
      if (!headers || socket.destroyed) return
      const answered = countWaiting(request.socket)
      if (!answered) return void socket.destroy()
      onceClosed(socket, answered)
      webSocket.forward(request, socket, early, headers, answered)
      response.detachSocket(socket as Socket)
    } catch (error) {
      this.#fail(error, request, response)
    }
  }

  /** Closes every upgraded connection: a WebSocket would delay a stop for as long as the person stays. */
  closeUpgraded(): void {
    for (const socket of this.#upgraded) socket.destroy()
  }

  #understand(incoming: IncomingMessage): StandaloneRequest | Refusal {
    const refusal = refusalOf(incoming)
    if (refusal) return refusal
    if (!namesOneHost(incoming)) return { status: 400, headers: {} }
    // Node decodes no other encoding, and does not report it later.
    if ((incoming.headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
      return { status: 501, headers: {} }
    const { appid, forward } = this.#parts
    const request = toStandaloneRequest(incoming, { appid, trustedProxies: forward.trustedProxies })
    return request ?? { status: 400, headers: {} }
  }

  /** Identifies the caller and runs the handlers. @returns true when a handler has answered */
  #prepare(request: StandaloneRequest, response: StandaloneResponse): MaybePromise<boolean> {
    const { server } = this.#parts.handlers
    return andThen(runServerHandlers(server, 'before', request, response), (isAnswered) => {
      if (isAnswered) return true
      return andThen(this.#signIn(request), (isKnown) =>
        isKnown ? runServerHandlers(server, 'after', request, response) : false,
      )
    })
  }

  /** @returns false when the database does not say who is asking: handlers cannot decide without that */
  #signIn(request: StandaloneRequest): MaybePromise<boolean> {
    const known = (signedIn: SignedIn | undefined) => {
      if (signedIn) signInRequest(request, signedIn)
      return true
    }
    // A request for the application server is identified once; Express identifies its requests again.
    const isOurs = isOwn(request.urlPath)
    const signedIn = (isOurs ? identify : identifyAnew)(request, this.#parts)
    if (!isPromise(signedIn)) return known(signedIn)
    return signedIn.then(known, (error) => {
      // Our own pages and API report that themselves, and keep what was typed.
      if (isStorageError(error) && isOurs) return false
      // A caller with wrong credentials is a guest to the handlers; the API says what is wrong.
      if (error instanceof ConnectError && error.status === 401) return true
      throw error
    })
  }

  /** The headers for the application server, with those the handlers add. */
  #headers(request: StandaloneRequest): MaybePromise<Headers> {
    const headers = requestHeaders(request, this.#parts.forward)
    const options = { method: request.method, path: request.url, headers }
    const { proxy } = this.#parts.handlers
    const running = inTurn(proxy, (handler) => andThen(handler(request, options), () => false))
    return andThen(running, () => options.headers)
  }

  #fail(error: unknown, request: StandaloneRequest, response: StandaloneResponse): void {
    const { frame, log } = this.#parts
    const refusal = toRefusal(error)
    const { status, code } = refusal ?? { status: 500, code: 'internal-error' }
    const about = { err: error, requestId: request.requestId }
    if (!refusal) log.error(about, 'a request failed before it was passed on')
    else if (!isTold(error)) log.warn(about, 'a request could not be passed on')
    if (response.headersSent) response.destroy()
    else answerFailure(request, response, { status, code, frame })
  }
}

/** With two, the application server may use the other one. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function namesOneHost({ headers, rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  return hosts <= 1 && (!headers.host || isHost(headers.host))
}
