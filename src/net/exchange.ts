/**
 * Sends one request to a server and reads the whole answer, or nothing. The bytes are limited, and so is the time from the
 * connection to the last byte; beyond a limit the connection is destroyed. `fetch` loses its time limit when its signal is
 * garbage-collected, and then reads for as long as the server writes.
 *
 * @module
 */
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { within } from '../core/within.ts'
import { limitInterim } from './interim-answers.ts'

const PLAIN_AGENT = new http.Agent({ keepAlive: true })
const TLS_AGENT = new https.Agent({ keepAlive: true })

export interface Question {
  /** `http` or `https`. */
  protocol: string
  host: string
  port: string | number
  method: string
  path: string
  headers: OutgoingHttpHeaders
  body?: string | Uint8Array
}

/** What one answer may take. */
interface Limits {
  milliseconds: number
  bytes: number
}

export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

/** There was no complete answer. The messages of these errors quote nothing that was sent. */
export class NoAnswerError extends Error {
  override readonly name: string = 'NoAnswerError'
}

/** An answer came, but not one that this server gives. */
export class WrongAnswerError extends NoAnswerError {
  override readonly name = 'WrongAnswerError'
}

/** A kept-alive connection was closed, most likely before the server saw the request. */
class StaleConnectionError extends NoAnswerError {}

/**
 * @throws NoAnswerError
 * @example
 * const { status, body } = await exchange(question, { milliseconds: 9_000, bytes: 65_536 })
 */
export async function exchange(question: Question, limits: Limits): Promise<Answer> {
  const until = performance.now() + limits.milliseconds
  try {
    return await send(question, limits, question.protocol === 'http' ? PLAIN_AGENT : TLS_AGENT)
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error
    return send(question, { ...limits, milliseconds: until - performance.now() }, false)
  }
}

/**
 * A GET of an address. Redirects are not followed.
 *
 * @throws NoAnswerError
 * @example
 * const { status, body } = await get(new URL('http://127.0.0.1:3000/template.html'), {}, { milliseconds: 5_000, bytes: 65_536 })
 */
export function get(url: URL, headers: OutgoingHttpHeaders, limits: Limits): Promise<Answer> {
  const { protocol, hostname, port, pathname, search } = url
  const host = hostname.replace(/^\[|\]$/g, '')
  return exchange(
    { protocol: protocol.slice(0, -1), host, port, method: 'GET', path: pathname + search, headers },
    limits,
  )
}

async function send(
  { protocol, body, ...options }: Question,
  { milliseconds, bytes }: Limits,
  agent: http.Agent | false,
): Promise<Answer> {
  const request = (protocol === 'http' ? http : https).request({ ...options, agent })
  // The request may also fail after the answer has begun, when nothing else listens.
  request.on('error', () => undefined)
  let hasBegun = false
  const answer = async (): Promise<Answer> => {
    request.end(body)
    const response = await responseTo(request)
    hasBegun = true
    return {
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: await read(response, bytes),
    }
  }
  try {
    // The time limit holds whatever the server does, even when Node emits no event for it.
    return await within(milliseconds, answer(), () => {
      throw new NoAnswerError('there was no whole answer in time')
    })
  } catch (cause) {
    if (cause instanceof NoAnswerError) {
      request.destroy()
      throw cause
    }
    if (hasBegun) throw new NoAnswerError('the answer ended early', { cause })
    if (request.reusedSocket) throw new StaleConnectionError('the connection was closed', { cause })
    throw new NoAnswerError('there was no answer', { cause })
  }
}

/** Settles whenever the request ends, even when Node emits another event than `error`. */
function responseTo(request: http.ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', (response: IncomingMessage) => {
      // Node hides interim answers, except a 101 that names no protocol: it passes that on as the answer.
      if ((response.statusCode ?? 0) >= 200) resolve(response)
      else reject(new WrongAnswerError('the server wants to speak something else than HTTP'))
    })
    request.once('error', reject)
    limitInterim(request, () => reject(new WrongAnswerError('the server only announces an answer')))
    request.once('close', () => reject(new Error('the connection was closed without an answer')))
    const refuse = (_response: IncomingMessage, socket: Duplex) => {
      // Neither the request nor the agent owns the socket any more, so nothing else would close it.
      socket.destroy()
      reject(new WrongAnswerError('the server wants to speak something else than HTTP'))
    }
    // Without a listener Node closes the connection silently.
    request.once('upgrade', refuse)
    request.once('connect', refuse)
  })
}

function headersOf({ headers }: IncomingMessage): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function read(response: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    // Leaving the loop destroys the connection.
    if (size > limit) throw new WrongAnswerError(`the answer has more than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
