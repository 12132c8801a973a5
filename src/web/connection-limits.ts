/**
 * Closes idle connections and limits how many are open. Node itself closes a connection whose request does not arrive in time.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf } from './network.ts'
import type { RequestTurns } from './request-turns.ts'

/** Connections open at the same time, WebSockets included. Beyond that, a new one is closed at once or replaces another. */
const MOST_CONNECTIONS = 10_000

/** Extra room, since closing connections may take a moment. */
const CLOSING = 1_000

/** How many of a network's connections are searched for an idle one. */
const LOOKS = 50

/** Milliseconds without a byte in either direction. */
const STILL = 60_000

/**
 * Counts a connection to the application server while it waits for the answer to a request on this socket.
 *
 * @returns a function to call when the wait is over, any number of times; undefined when there is no room for the connection
 */
export type CountWaiting = (socket: Socket) => (() => void) | undefined

export class ConnectionLimits {
  readonly #most: number
  /** Each network's connections, the one looked at longest ago first. */
  readonly #networks = new Map<string, Set<Socket>>()
  readonly #upgraded = new WeakSet<Socket>()
  #visitors = 0
  #waiting = 0
  #turns: RequestTurns | undefined

  constructor(most = MOST_CONNECTIONS) {
    this.#most = most
  }

  /** @param still milliseconds without a byte; tests set their own */
  watch(server: Server, turns: RequestTurns, still = STILL): void {
    this.#turns = turns
    server.maxConnections = this.#most + CLOSING
    server.on('connection', (socket) => this.#count(socket))
    server.setTimeout(still, (socket) => {
      if (!waitsForUs(socket, turns)) socket.destroy()
    })
  }

  /** Marks a connection as upgraded, so that it is not taken for an idle one. */
  upgraded(socket: Socket): void {
    this.#upgraded.add(socket)
  }

  /** A connection to the application server takes a file descriptor, too, so it counts. */
  readonly countWaiting: CountWaiting = (socket) => {
    if (!this.#hasRoom(socket)) return undefined
    this.#waiting += 1
    let done = false
    return () => {
      if (!done) this.#waiting -= 1
      done = true
    }
  }

  #count(socket: Socket): void {
    const network = nameOf(socket)
    const own = this.#networks.get(network) ?? new Set()
    // The server may get the same connection again.
    if (own.has(socket)) return
    if (!this.#hasRoom(socket)) return void socket.destroy()
    this.#networks.set(network, own.add(socket))
    this.#visitors += 1
    socket.once('close', () => this.#forget(socket, network))
  }

  #forget(socket: Socket, network: string): void {
    const own = this.#networks.get(network)
    if (!own?.delete(socket)) return
    this.#visitors -= 1
    if (own.size === 0) this.#networks.delete(network)
  }

  /** When all connections are taken, the network with the most gives one up, so that nobody can lock everybody else out. */
  #hasRoom(socket: Socket): boolean {
    if (this.#visitors + this.#waiting < this.#most) return true
    const network = nameOf(socket)
    const [largest, theirs] = this.#largest()
    const mayTakeAny = theirs.size > (this.#networks.get(network)?.size ?? 0) + 1
    const given = this.#idle(theirs, socket) ?? (mayTakeAny ? first(theirs) : undefined)
    if (!given) return false
    this.#forget(given, largest)
    given.destroy()
    return true
  }

  #largest(): [string, Set<Socket>] {
    let largest: [string, Set<Socket>] = ['', new Set()]
    for (const one of this.#networks) if (one[1].size > largest[1].size) largest = one
    return largest
  }

  /** A connection without a request in progress: one kept alive, say, or one whose request has not arrived. */
  #idle(sockets: Set<Socket>, except: Socket): Socket | undefined {
    let looks = 0
    for (const socket of sockets) {
      if (socket !== except && !this.#turns?.current(socket) && !this.#upgraded.has(socket)) return socket
      // Moved to the end, so that the next search starts with others.
      sockets.delete(socket)
      sockets.add(socket)
      looks += 1
      if (looks === Math.min(LOOKS, sockets.size)) return undefined
    }
    return undefined
  }
}

function nameOf({ remoteAddress }: Socket): string {
  return networkOf(remoteAddress ?? '')
}

function first<T>(all: Iterable<T>): T | undefined {
  for (const one of all) return one
  return undefined
}

/** Our answer may take its time. A client that stops reading or sending may not. */
function waitsForUs(socket: Socket, turns: RequestTurns): boolean {
  const turn = turns.current(socket)
  if (!turn || socket.writableLength > 0) return false
  // Body bytes that have arrived unread wait for us, too.
  return turn.request.complete || turn.request.readableLength > 0
}
