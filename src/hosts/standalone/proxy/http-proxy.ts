/**
 * Passes requests on to the application server and its answers back, streamed both ways.
 *
 * @module
 */
import { STATUS_CODES } from 'node:http'
import { PassThrough } from 'node:stream'
import { type Dispatcher, errors, Pool } from 'undici'
import { onceClosed } from '../../../core/once-closed.ts'
import { spread } from '../../../core/spread.ts'
import { MOST_INTERIM } from '../../../net/interim-answers.ts'
import type { StandaloneRequest, StandaloneResponse } from '../standalone-request.ts'
import { type Headers, responseHeaders } from './forward-headers.ts'
import { moveTogether } from './move-together.ts'

/** Milliseconds within which the application server must begin its answer. */
const ANSWER_TIME = 60_000
/**
 * Milliseconds to keep an idle connection when the application server does not say how long: less than common servers do, since a
 * request on a closing connection is lost.
 */
const IDLE_TIME = 1_500

/** One for all: an error with its stack costs more than the rest of leaving. */
const LEFT = new Error('the person left')

/** Why there is no answer, before the response has begun. */
type ProxyFailure = 'application-server-unreachable' | 'application-server-timeout'

export interface ProxyOptions {
  /** Milliseconds within which the application server must begin its answer; by default a minute. */
  answerTime?: number
  /** Answers in place of the application server. */
  fail(request: StandaloneRequest, response: StandaloneResponse, failure: ProxyFailure, cause: Error): void
}

export class HttpProxy {
  readonly #pool: Pool
  readonly #basePath: string
  readonly #fail: ProxyOptions['fail']

  /** @param target the address of the application server; its path, if any, goes before every path */
  constructor(target: URL, { answerTime = ANSWER_TIME, fail }: ProxyOptions) {
    this.#pool = new Pool(target.origin, {
      headersTimeout: answerTime,
      // No limit once an answer has begun: a stream's events may be far apart.
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_TIME,
      connect: { timeout: Math.min(answerTime, 10_000) },
    })
    this.#basePath = target.pathname.replace(/\/$/, '')
    this.#fail = fail
  }

  /**
   * @param headers all the headers that the application server gets, see `requestHeaders`
   * @param answered called when the application server begins its answer or the response closes
   */
  forward(
    request: StandaloneRequest,
    response: StandaloneResponse,
    headers: Headers,
    answered: () => void,
  ): void {
    this.#dispatch(request, response, { headers, answered, again: !hasBody(request) })
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  #dispatch(
    request: StandaloneRequest,
    response: StandaloneResponse,
    { headers, answered, again }: { headers: Headers; answered: () => void; again: boolean },
  ): void {
    const body = hasBody(request) ? detached(request) : null
    const retry = again && (request.method === 'GET' || request.method === 'HEAD')
    const options: Dispatcher.DispatchOptions = {
      method: request.method as Dispatcher.HttpMethod,
      path: this.#basePath + request.url,
      headers,
      body,
    }
    this.#pool.dispatch(
      options,
      new Answer(request, response, {
        answered,
        failed: (error) => {
          // The rest of the upload is read and dropped, because the person reads the answer only after that.
          body?.destroy()
          letRunOut(request)
          if (response.destroyed || response.writableEnded) return
          if (response.headersSent) response.destroy()
          else if (retry && error instanceof errors.SocketError)
            this.#dispatch(request, response, { headers, answered, again: false })
          else this.#fail(request, response, toFailure(error), error)
        },
      }),
    )
  }
}

/** Bytes of a first piece that is sent as text, so that Node joins it with the head and writes both at once. */
const SMALL = 4096

/** Streams an answer, no faster than the person reads it, and aborts it when they leave. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #request: StandaloneRequest
  readonly #response: StandaloneResponse
  readonly #answered: () => void
  readonly #failed: (error: Error) => void
  #controller: Dispatcher.DispatchController | undefined
  #isHeadWritten = false
  #interim = 0

  constructor(
    request: StandaloneRequest,
    response: StandaloneResponse,
    { answered, failed }: { answered: () => void; failed: (error: Error) => void },
  ) {
    this.#request = request
    this.#response = response
    this.#answered = answered
    this.#failed = failed
    onceClosed(response, () => this.#leave())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#response.destroyed) this.#leave()
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    message?: string,
  ): void {
    // Interim answers are about this connection; the final one follows.
    if (status < 200) {
      this.#interim += 1
      if (this.#interim > MOST_INTERIM) controller.abort(new Error('the application server does not answer'))
      return
    }
    this.#answered()
    const headers = responseHeaders((controller.rawHeaders ?? []) as Buffer[])
    this.#response.writeHead(status, reasonPhrase(status, message), headers)
    const isBodiless = this.#request.method === 'HEAD' || status === 204 || status === 304
    // Ended here, because undici takes a 304 with a content length for one that was cut off.
    if (isBodiless) this.#response.end()
    // Later, because the body may arrive in the same tick.
    else process.nextTick(writeHead, this)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const isRead =
      this.#isHeadWritten || chunk.length > SMALL
        ? this.#response.write(chunk)
        : this.#response.write(chunk.toString('latin1'), 'latin1')
    this.#isHeadWritten = true
    if (isRead) return
    controller.pause()
    this.#response.once('drain', () => controller.resume())
  }

  onResponseEnd(): void {
    this.#response.end()
    // After an early answer, the rest of the upload must be read before the connection's next request.
    letRunOut(this.#request)
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#failed(error)
  }

  #leave(): void {
    this.#answered()
    if (this.#response.writableFinished) return
    // Thousands may leave at once.
    spread(() => this.#controller?.abort(LEFT))
  }

  /** Writes the head byte for byte: flushHeaders() would encode it as UTF-8. */
  writeHead(): void {
    if (!this.#isHeadWritten && !this.#response.writableEnded) this.#response.write('', 'latin1')
    this.#isHeadWritten = true
  }
}

const writeHead = (answer: Answer) => answer.writeHead()

/** undici decodes it as UTF-8; Node takes bytes, and throws on control characters. */
function reasonPhrase(status: number, message = ''): string {
  if (message === STATUS_CODES[status]) return message
  return Buffer.from(message)
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}

function hasBody({ headers }: StandaloneRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A copy of the upload that can fail without closing the person's connection, which still gets an answer. */
function detached(request: StandaloneRequest): PassThrough {
  const copy = new PassThrough()
  copy.on('error', () => undefined)
  request.on('error', (error) => copy.destroy(error))
  moveTogether(request, copy)
  return copy
}

function letRunOut(request: StandaloneRequest): void {
  // Node itself finishes a request without a body.
  if (!hasBody(request)) return
  request.removeAllListeners('readable').resume()
}

function toFailure(error: Error): ProxyFailure {
  const late = error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError
  return late ? 'application-server-timeout' : 'application-server-unreachable'
}
