/**
 * Sends one request to Stripe and reads the whole answer, or nothing. The bytes are limited, and so is the time from the
 * connection to the last byte; beyond a limit the connection is destroyed.
 *
 * @module
 */
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { within } from '../core/within.ts'
import { limitInterim } from '../net/interim-answers.ts'

/** The most bytes of an answer. Stripe's largest, pages of a hundred objects, have less than one million. */
const LONGEST = 4 * 1024 * 1024

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
  body: string | Uint8Array
}

export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

/** Stripe gave no complete answer. The messages of these errors quote nothing that was sent. */
export class NoAnswerError extends Error {
  override readonly name: string = 'NoAnswerError'
}

/** An answer came, but not one that Stripe would give. */
export class WrongAnswerError extends NoAnswerError {
  override readonly name = 'WrongAnswerError'
}

/** A kept-alive connection was closed, most likely before Stripe saw the request. */
class StaleConnectionError extends NoAnswerError {}

/**
 * @throws NoAnswerError
 * @example
 * const { status, body } = await exchange(question, 9_000)
 */
export async function exchange(question: Question, milliseconds: number): Promise<Answer> {
  const until = performance.now() + milliseconds
  try {
    return await send(question, milliseconds, question.protocol === 'http' ? PLAIN_AGENT : TLS_AGENT)
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error
    return send(question, until - performance.now(), false)
  }
}

async function send(
  { protocol, body, ...options }: Question,
  milliseconds: number,
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
    return { status: response.statusCode ?? 0, headers: headersOf(response), body: await read(response) }
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

async function read(response: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    // Leaving the loop destroys the connection.
    if (size > LONGEST) throw new WrongAnswerError(`the answer has more than ${LONGEST} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
