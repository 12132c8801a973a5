/**
 * Passes upgrades to WebSocket on to the application server and joins the two connections.
 *
 * @module
 */
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listed } from '../../../web/header-list.ts'
import type { StandaloneRequest } from '../standalone-request.ts'
import type { EarlyBytes } from './early-bytes.ts'
import { type Headers, responseHeaders } from './forward-headers.ts'

/** Milliseconds until the application server must have answered the handshake. */
const HANDSHAKE_TIME = 30_000
/** Milliseconds that are left when one side has ended. */
const LAST_WORDS = 2_000
/** Milliseconds in which none of what waits to be sent is taken. */
const STUCK = 60_000

export class WebSocketProxy {
  readonly #target: URL

  /** @param target the address of the application server */
  constructor(target: URL) {
    this.#target = target
  }

  /**
   * @param socket the person's connection
   * @param early what they send already: the application server sees it once it has agreed to speak WebSocket, and not at all
   *   when it has not, since it would read a request of somebody else's in it
   * @param headers all that the application server gets, see `requestHeaders`
   * @param answered called when the application server has agreed; in every other case the person's connection is closed
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
    // Nothing else that the person offers beside it: in HTTP/2 they could say what only this host may say.
    const upgrade = 'websocket'
    const upstream = connect(new URL(this.#target.origin), {
      method: request.method,
      path,
      headers: { ...headers, connection: 'Upgrade', upgrade },
      timeout: HANDSHAKE_TIME,
      agent: false,
    })
    const giveUp = () => upstream.destroy()
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
      // An agreement that names no protocol.
      if (response.statusCode === 101) return upstream.destroy(new Error('101 without an upgrade'))
      // Refused in the application server's own words: nothing of ours may follow, even where they break off.
      upstream.off('error', fail).on('error', () => socket.destroy())
      writeHead(socket, response, ['connection', 'close'])
      response.on('error', () => socket.destroy())
      response.pipe(socket)
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
 * A side that has ended leaves the other no more than a moment: no WebSocket is half closed, and an application server that does
 * not end its own would keep both. So would one that stopped reading, behind which nobody hears that the visitor has left.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-7.1.1
 */
function join(one: Socket, other: Socket): void {
  const end = () => {
    one.destroy()
    other.destroy()
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
