/**
 * Ends connections that somebody only holds, and bounds how many there are. Node itself ends those whose request does not
 * arrive in time.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf } from './network.ts'
import type { RequestTurns } from './request-turns.ts'

/** Open at the same time, WebSockets included: beyond it new ones are closed at once, or take the place of others. */
const MOST_CONNECTIONS = 10_000

/** Those that are let go may take a moment to close. */
const CLOSING = 1_000

/** Connections of a network that are looked at for one on which nobody waits for an answer. */
const LOOKS = 50

/** Milliseconds in which nothing moves on a connection, to whichever side. */
const STILL = 60_000

/**
 * Tells that a connection to the application server waits for the answer to what somebody asked on this one.
 *
 * @returns to be called once it does not, any number of times; undefined when there are too many connections for one more
 */
export type CountWaiting = (socket: Socket) => (() => void) | undefined

export class ConnectionLimits {
  readonly #most: number
  /** Each network's connections, those looked at longest ago first. */
  readonly #networks = new Map<string, Set<Socket>>()
  readonly #upgraded = new WeakSet<Socket>()
  #visitors = 0
  #waiting = 0
  #turns: RequestTurns | undefined

  constructor(most = MOST_CONNECTIONS) {
    this.#most = most
  }

  /** @param still milliseconds, for tests */
  watch(server: Server, turns: RequestTurns, still = STILL): void {
    this.#turns = turns
    server.maxConnections = this.#most + CLOSING
    server.on('connection', (socket) => this.#count(socket))
    server.setTimeout(still, (socket) => {
      if (!waitsForUs(socket, turns)) socket.destroy()
    })
  }

  /** Says that a connection is no longer one of requests and answers, so that it is not taken for one that nobody uses. */
  upgraded(socket: Socket): void {
    this.#upgraded.add(socket)
  }

  /** A connection to the application server takes a descriptor, too, so it counts as one. */
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
    // A connection may be handed to the server anew.
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

  /** When all are taken, the network with the most connections gives one up, so that nobody can keep everybody else out. */
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

  /** One on which nobody waits for an answer: a kept one, say, or one whose request has not arrived. */
  #idle(sockets: Set<Socket>, except: Socket): Socket | undefined {
    let looks = 0
    for (const socket of sockets) {
      if (socket !== except && !this.#turns?.current(socket) && !this.#upgraded.has(socket)) return socket
      // Next time others are looked at.
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

/** An answer may take its time. A person who does not read it, or does not send what they began, may not. */
function waitsForUs(socket: Socket, turns: RequestTurns): boolean {
  const turn = turns.current(socket)
  if (!turn || socket.writableLength > 0) return false
  // What has arrived of a body and was not read yet is not waited for either.
  return turn.request.complete || turn.request.readableLength > 0
}
