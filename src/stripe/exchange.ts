/**
 * One request to Stripe and the whole of its answer, or nothing: limited in bytes, and in time from the connection to the
 * last byte. Beyond them the connection is destroyed.
 *
 * @module
 */
import { once } from 'node:events'
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'

/** Bytes of an answer. The largest that are asked for, pages of a hundred objects, have less than one million. */
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

/** There was no whole answer. The messages of these errors quote nothing that was sent. */
export class NoAnswerError extends Error {
  override readonly name: string = 'NoAnswerError'
}

/** There was an answer, but not one that Stripe would give. */
export class WrongAnswerError extends NoAnswerError {
  override readonly name = 'WrongAnswerError'
}

/** A connection that had been kept was closed, most likely before the request was seen. */
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
  // It may also fail once the answer has begun, when nobody awaits it any more.
  request.on('error', () => undefined)
  let late = false
  const timer = setTimeout(() => {
    late = true
    request.destroy()
  }, milliseconds)
  let response: IncomingMessage | undefined
  try {
    request.end(body)
    ;[response] = (await once(request, 'response')) as [IncomingMessage]
    return { status: response.statusCode ?? 0, headers: headersOf(response), body: await read(response) }
  } catch (cause) {
    if (cause instanceof NoAnswerError) throw cause
    if (late) throw new NoAnswerError('there was no whole answer in time', { cause })
    if (response) throw new NoAnswerError('the answer ended early', { cause })
    if (request.reusedSocket) throw new StaleConnectionError('the connection was closed', { cause })
    throw new NoAnswerError('there was no answer', { cause })
  } finally {
    clearTimeout(timer)
  }
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
