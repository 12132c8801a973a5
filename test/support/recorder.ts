/**
 * Stands between a browser and one of our hosts, and keeps every byte that the browser sends.
 *
 * @module
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Recorder {
  /** The host's address through this recorder. */
  url: string
  /** All that was sent so far, as it came and decoded as a form is. */
  sent(): string
  close(): Promise<void>
}

export async function recordSent(host: string): Promise<Recorder> {
  const { hostname, port } = new URL(host)
  const pieces: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname)
    for (const each of [socket, upstream]) {
      sockets.add(each)
      each.on('error', () => {}).once('close', () => sockets.delete(each))
    }
    socket.on('data', (piece: Buffer) => pieces.push(piece)).pipe(upstream)
    upstream.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent() {
      const raw = Buffer.concat(pieces).toString()
      const decoded = raw
        .replaceAll('+', ' ')
        .replaceAll(/(?:%[\da-f]{2})+/gi, (text) => Buffer.from(text.replaceAll('%', ''), 'hex').toString())
      return `${raw}\n${decoded}`
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
