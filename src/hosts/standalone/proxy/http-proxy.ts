/**
 * Passes requests on to the application server and its answers back, streamed both ways.
 *
 * @module
 */
import { PassThrough } from 'node:stream'
import { type Dispatcher, errors, Pool } from 'undici'
import type { DashboardRequest, DashboardResponse } from '../dashboard-request.ts'
import { type Headers, responseHeaders } from './forward-headers.ts'

/** Milliseconds until an application server must have begun to answer. */
const ANSWER_TIME = 60_000
/**
 * Milliseconds that an idle connection is kept where the application server does not say how long: less than common
 * servers keep theirs, since a request on a connection that is just being closed is lost.
 */
const IDLE_TIME = 1_500

/** Why there is no answer; the request was not answered yet. */
type ProxyFailure = 'application-server-unreachable' | 'application-server-timeout'

export interface ProxyOptions {
  /** Milliseconds until the application server must have begun to answer; a minute when absent. */
  answerTime?: number
  /** Answers in place of the application server. */
  fail(request: DashboardRequest, response: DashboardResponse, failure: ProxyFailure, cause: Error): void
}

export class HttpProxy {
  readonly #pool: Pool
  readonly #basePath: string
  readonly #fail: ProxyOptions['fail']

  /** @param target the address of the application server; its path, if any, is put before every path */
  constructor(target: URL, { answerTime = ANSWER_TIME, fail }: ProxyOptions) {
    this.#pool = new Pool(target.origin, {
      headersTimeout: answerTime,
      // Events may be far apart in a stream of them: an answer that has begun may take its time.
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_TIME,
      connect: { timeout: Math.min(answerTime, 10_000) },
    })
    this.#basePath = target.pathname.replace(/\/$/, '')
    this.#fail = fail
  }

  /**
   * @param headers all that the application server gets, see `requestHeaders`
   * @param answered called when the application server has begun to answer, unless the response is closed before
   */
  forward(
    request: DashboardRequest,
    response: DashboardResponse,
    headers: Headers,
    answered: () => void,
  ): void {
    this.#dispatch(request, response, { headers, answered, again: !hasBody(request) })
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  #dispatch(
    request: DashboardRequest,
    response: DashboardResponse,
    { headers, answered, again }: { headers: Headers; answered: () => void; again: boolean },
  ): void {
    const body = hasBody(request) ? detached(request) : null
    const options: Dispatcher.DispatchOptions = {
      method: request.method as Dispatcher.HttpMethod,
      path: this.#basePath + request.url,
      headers,
      body,
    }
    const retry = again && (request.method === 'GET' || request.method === 'HEAD')
    this.#pool.dispatch(options, {
      ...answerInto(request, response, answered),
      onResponseError: (_controller, error) => {
        // What is left of the person's upload is let run out, so that they read the answer.
        body?.destroy()
        letRunOut(request)
        if (response.destroyed || response.writableEnded) return
        if (response.headersSent) response.destroy()
        else if (retry && error instanceof errors.SocketError)
          this.#dispatch(request, response, { headers, answered, again: false })
        else this.#fail(request, response, toFailure(error), error)
      },
    })
  }
}

/** Carries an answer over, no faster than the person reads it, and gives it up when they leave. */
function answerInto(
  request: DashboardRequest,
  response: DashboardResponse,
  answered: () => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller) => {
      const leave = () => {
        if (!response.writableFinished) controller.abort(new Error('the person left'))
      }
      if (response.destroyed) leave()
      response.once('close', leave)
      response.on('drain', () => controller.resume())
    },
    onResponseStart: (controller, status, _headers, message) => {
      // Interim answers are about this connection; the one that counts follows.
      if (status < 200) return
      answered()
      const headers = responseHeaders((controller.rawHeaders ?? []) as Buffer[])
      response.writeHead(status, reasonPhrase(message), headers)
      const bodiless = request.method === 'HEAD' || status === 204 || status === 304
      // Ended here, since undici takes a 304 that says how long the page is for one that was cut off.
      if (bodiless) response.end()
      // The head at once, byte for byte: flushHeaders() would encode it as UTF-8.
      else response.write('', 'latin1')
    },
    onResponseData: (controller, chunk) => {
      if (!response.write(chunk)) controller.pause()
    },
    onResponseEnd: () => {
      response.end()
      // Answered before the upload was read: the rest must run out before the connection's next request.
      letRunOut(request)
    },
  }
}

/** undici has read it as UTF-8; Node takes bytes, and throws at control characters. */
function reasonPhrase(message = ''): string {
  return Buffer.from(message)
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}

function hasBody({ headers }: DashboardRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * A copy of the upload that can fail without closing the person's connection, on which the failure is answered. What arrives
 * together goes on together: thousands of small pieces cost as many writes.
 */
function detached(request: DashboardRequest): PassThrough {
  const copy = new PassThrough()
  let isDue = false
  const move = () => {
    isDue = false
    while (!copy.writableNeedDrain && !copy.destroyed) {
      const pieces = request.read() as Buffer | null
      if (pieces === null) return
      copy.write(pieces)
    }
  }
  // Node tells of every piece before it looks at the next one.
  const moveSoon = () => {
    if (!isDue) setImmediate(move)
    isDue = true
  }
  copy.on('error', () => undefined).on('drain', moveSoon)
  request.on('error', (error) => copy.destroy(error))
  request.on('readable', moveSoon).once('end', () => copy.end())
  return copy
}

function letRunOut(request: DashboardRequest): void {
  request.removeAllListeners('readable').resume()
}

function toFailure(error: Error): ProxyFailure {
  const late = error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError
  return late ? 'application-server-timeout' : 'application-server-unreachable'
}
