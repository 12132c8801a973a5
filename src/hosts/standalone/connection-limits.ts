/**
 * Ends connections that somebody only holds, and bounds how many there are. Node itself ends those whose request does not
 * arrive in time.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestTurns } from '../../web/request-turns.ts'

/** Open at the same time, WebSockets included: beyond it new ones are closed at once. */
const MOST_CONNECTIONS = 10_000

/** Milliseconds in which nothing moves on a connection, to whichever side. */
const STILL = 60_000

/**
 * Tells that a connection to the application server waits for an answer.
 *
 * @returns to be called once it does not, any number of times; undefined when there are too many connections for one more
 */
export type CountWaiting = () => (() => void) | undefined

export class ConnectionLimits {
  readonly #most: number
  readonly #visitors = new Set<Socket>()
  #waiting = 0
  #server: Server | undefined

  constructor(most = MOST_CONNECTIONS) {
    this.#most = most
  }

  /** @param still milliseconds, for tests */
  watch(server: Server, turns: RequestTurns, still = STILL): void {
    this.#server = server
    server.maxConnections = this.#most
    // A connection may be handed to the server anew.
    server.on('connection', (socket) => {
      if (this.#visitors.has(socket)) return
      this.#visitors.add(socket)
      socket.once('close', () => this.#visitors.delete(socket))
    })
    server.setTimeout(still, (socket) => {
      if (!waitsForUs(socket, turns)) socket.destroy()
    })
  }

  /** Each takes a descriptor beside the visitor's own, so that it counts as a connection of its own. */
  readonly countWaiting: CountWaiting = () => {
    if (this.#visitors.size + this.#waiting >= this.#most) return undefined
    this.#change(1)
    let done = false
    return () => {
      if (!done) this.#change(-1)
      done = true
    }
  }

  #change(by: 1 | -1): void {
    this.#waiting += by
    // To Node 20 none at all would be any number.
    if (this.#server) this.#server.maxConnections = Math.max(1, this.#most - this.#waiting)
  }
}

/** An answer may take its time. A person who does not read it, or does not send what they began, may not. */
function waitsForUs(socket: Socket, turns: RequestTurns): boolean {
  const turn = turns.current(socket)
  if (!turn || socket.writableLength > 0) return false
  // What has arrived of a body and was not read yet is not waited for either.
  return turn.request.complete || turn.request.readableLength > 0
}
