/**
 * Stands between us and a server, to lose connections: with a reset, silently, or for a while.
 *
 * @module
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Relay {
  /** The server's address through this relay. */
  url: string
  /** Ends every connection. */
  cut(): void
  /** Ends every connection and refuses new ones, like a server that is down. */
  refuse(): Promise<void>
  /** Sends nothing on any connection, old or new, like a network that swallows everything. */
  hang(): void
  /** Lets everything through again; bytes sent in the meantime are lost. */
  restore(): Promise<void>
  remove(): Promise<void>
}

/** @param change changes each piece that the server sends */
export async function relayTo(server: URL, change?: (piece: Buffer) => Buffer): Promise<Relay> {
  const sockets = new Set<Socket>()
  let hanging = false
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }
  const relay = createServer((socket) => {
    keep(socket)
    if (hanging) return
    const upstream = connect(portOf(server), server.hostname)
    keep(upstream)
    socket.pipe(upstream)
    if (change) upstream.on('data', (piece) => socket.write(change(piece)))
    else upstream.pipe(socket)
  })
  const listen = async (port: number) => {
    await once(relay.listen(port, '127.0.0.1'), 'listening')
    return (relay.address() as AddressInfo).port
  }
  const refuse = async () => {
    const closed = relay.listening ? once(relay, 'close') : undefined
    relay.close()
    cut()
    await closed
  }
  const port = await listen(0)
  const url = new URL(server)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut,
    refuse,
    hang() {
      hanging = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    async restore() {
      if (hanging) cut()
      hanging = false
      if (!relay.listening) await listen(port)
    },
    remove: refuse,
  }
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol.startsWith('postgres') ? 5432 : 3306))
}
