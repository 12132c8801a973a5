/**
 * Refuses a request that asks for the connection itself: for a tunnel, or for a WebSocket.
 *
 * @module
 */
import { type OutgoingHttpHeaders, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** An answer without a page, to a request that no browser sends. */
export interface Refusal {
  status: number
  headers: OutgoingHttpHeaders
}

/** Answers on a connection that Node has handed over, and closes it without waiting for the other side. */
export function refuseConnection(socket: Duplex, { status, headers }: Refusal): void {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': 0 })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ]
  socket.once('finish', () => socket.destroy()).end(`${head.join('\r\n')}\r\n\r\n`)
}
