/**
 * Offers to upgrade to a protocol other than WebSocket. Java's client and `curl --http2` send one with every plain request, and a
 * server may ignore it; Node takes each as the end of HTTP on the connection.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-upgrade
 * @module
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { listed } from '../../web/header-list.ts'

/** Headers that are only about the offer. */
const OFFER = ['upgrade', 'http2-settings']

/** A handshake is a GET without a body. @see https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
export function wantsWebSocket({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0
  return method === 'GET' && !hasBody && offersWebSocket(headers.upgrade)
}

function offersWebSocket(upgrade: string | undefined): boolean {
  return listed(upgrade).some((protocol) => protocol.toLowerCase() === 'websocket')
}

/**
 * Makes the server read the request again, without the offer.
 *
 * @param head the bytes that arrived after the request's headers
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`]
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2)
    const lower = name.toLowerCase()
    if (lower === 'connection') lines.push(`${name}: ${withoutOffer(value)}`)
    else if (!OFFER.includes(lower)) lines.push(`${name}: ${value}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}

function withoutOffer(connection: string): string {
  return listed(connection)
    .filter((option) => !OFFER.includes(option.toLowerCase()))
    .join(', ')
}
