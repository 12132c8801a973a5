/**
 * Passes WebSocket upgrades on to the application server and joins the two connections.
 *
 * @module
 */
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { spread } from '../../../core/spread.ts'
import { limitInterim } from '../../../net/interim-answers.ts'
import { listed } from '../../../web/header-list.ts'
import type { StandaloneRequest } from '../standalone-request.ts'
import type { EarlyBytes } from './early-bytes.ts'
import { type Headers, responseHeaders } from './forward-headers.ts'
import { moveTogether } from './move-together.ts'

/** Milliseconds within which the application server must answer the handshake. */
const HANDSHAKE_TIME = 30_000
/** Milliseconds that the other side gets when one side has ended. */
const LAST_WORDS = 2_000
/** Milliseconds in which no waiting data is sent. */
const STUCK = 60_000

export class WebSocketProxy {
  readonly #target: URL

  /** @param target the address of the application server */
  constructor(target: URL) {
    this.#target = target
  }

  /**
   * @param socket the person's connection
   * @param early the bytes they sent ahead: the application server gets them only if it accepts the WebSocket, since otherwise it
   *   could read them as another person's request
   * @param headers all the headers that the application server gets, see `requestHeaders`
   * @param answered called when the application server accepts; otherwise the person's connection is closed
   * @throws TypeError for a header that cannot be sent
   */
  forward(
    request: StandaloneRequest,
    socket: Duplex,
    early: EarlyBytes,
    headers: Headers,
    answered: () => void,
  ): void {
    const { request: connect } = this.#target.protocol === 'https:' ? https : http
    const path = this.#target.pathname.replace(/\/$/, '') + request.url
    // Offers nothing else from the person's list: in HTTP/2 they could send headers that only this host may set.
    const upgrade = 'websocket'
    const upstream = connect(new URL(this.#target.origin), {
      method: request.method,
      path,
      headers: { ...headers, connection: 'Upgrade', upgrade },
      timeout: HANDSHAKE_TIME,
      agent: false,
    })
    const giveUp = () => upstream.destroy()
    limitInterim(upstream, () => upstream.destroy(new Error('the application server does not answer')))
    socket.once('close', giveUp)
    upstream.once('timeout', giveUp)
    upstream.once('upgrade', (response, joined, joinedHead) => {
      upstream.setTimeout(0)
      answered()
      socket.off('close', giveUp)
      if (!isWebSocket(response)) {
        joined.destroy()
        return fail()
      }
      writeHead(socket, response, ['connection', 'Upgrade', 'upgrade', upgrade])
      if (joinedHead.length > 0) socket.write(joinedHead)
      const sent = early.take()
      if (sent.length > 0) joined.write(sent)
      join(socket as Socket, joined as Socket)
    })
    upstream.once('response', (response) => {
      // A 101 that names no protocol.
      if (response.statusCode === 101) return upstream.destroy(new Error('101 without an upgrade'))
      // Passes on the application server's refusal as it is: nothing of ours may follow it, even if it breaks off.
      upstream.off('error', fail).on('error', () => socket.destroy())
      writeHead(socket, response, ['connection', 'close'])
      response.on('error', () => socket.destroy())
      moveTogether(response, socket)
    })
    const fail = () =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    upstream.on('error', fail)
    upstream.end()
  }
}

function isWebSocket({ headers }: http.IncomingMessage): boolean {
  const [protocol = '', ...others] = listed(headers.upgrade)
  return protocol.toLowerCase() === 'websocket' && others.length === 0
}

/**
 * When one side ends, the other gets only a moment: no WebSocket is half closed, and an application server that does not end its
 * side would keep both open. So would one that stops reading, because then nothing reports that the visitor has left.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-7.1.1
 */
function join(one: Socket, other: Socket): void {
  const end = () => {
    one.destroy()
    // Thousands may leave in one moment, and each closes another connection.
    spread(() => other.destroy())
  }
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', end).on('close', end)
    from.once('end', () => setTimeout(end, LAST_WORDS).unref())
    from.setTimeout(STUCK, () => {
      if (from.writableLength > 0) end()
    })
    from.pipe(to)
  }
}

function writeHead(socket: Duplex, response: http.IncomingMessage, connection: readonly string[]): void {
  const headers = [...responseHeaders(response.rawHeaders), ...connection]
  let head = `HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\n`
  for (let index = 0; index < headers.length; index += 2)
    head += `${headers[index]}: ${headers[index + 1]}\r\n`
  socket.write(`${head}\r\n`, 'latin1')
}
