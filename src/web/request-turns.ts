/**
 * Answers a connection's requests one at a time and in order, because nothing tells an answer that waits behind another when the
 * client leaves. A client that sends requests without waiting for answers is not read from until it has some of them, so that
 * requests do not pile up.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { spread } from '../core/spread.ts'
import { gatherPieces } from './gather-pieces.ts'

/** Requests that may wait on a connection before reading pauses. Programs that pipeline send about ten ahead. */
const ENOUGH = 16

/** One read may hold thousands of small requests. No program sends this many ahead. */
const MOST = 256

interface Turn {
  request: IncomingMessage
  response: ServerResponse
  answer(): void
}

interface Line {
  /** The request being answered. */
  current: Turn | undefined
  /** A request was answered in this round of the event loop: other connections come first. */
  rests: boolean
  waiting: Turn[]
  hold(): void
}

export class RequestTurns {
  readonly #lines = new WeakMap<Duplex, Line>()

  /** Call it for a connection that is handed to its server again, which then listens again. */
  watch(socket: Socket): void {
    const { hold } = this.#lineOf(socket)
    // Added last: the server's own listener resumes reading.
    socket.off('resume', hold).on('resume', hold)
  }

  /** @param answer called when it is the request's turn, unless the client has left by then */
  take(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    gatherPieces(request)
    const { socket } = request
    const line = this.#lineOf(socket)
    const turn = { request, response, answer }
    if (!socket.writable) return
    if (!line.current && !line.rests) this.#start(line, turn)
    else if (line.waiting.length < MOST) {
      line.waiting.push(turn)
      if (line.waiting.length > ENOUGH) socket.pause()
    } else {
      line.waiting.length = 0
      socket.destroy()
    }
  }

  /** The request being answered on a connection. */
  current(socket: Duplex): Pick<Turn, 'request' | 'response'> | undefined {
    return this.#lines.get(socket)?.current
  }

  #lineOf(socket: Socket): Line {
    const known = this.#lines.get(socket)
    if (known) return known
    const line: Line = {
      current: undefined,
      rests: false,
      waiting: [],
      // The server resumes reading after every request and for every body. Pausing a paused stream tells nobody, so it resumes first.
      hold: () => {
        if (line.waiting.length <= ENOUGH) return
        if (socket.isPaused()) socket.resume()
        else socket.pause()
      },
    }
    this.#lines.set(socket, line)
    socket.on('resume', line.hold)
    return line
  }

  #start(line: Line, turn: Turn): void {
    line.current = turn
    turn.response.once('close', () => {
      line.current = undefined
      line.rests = true
      setImmediate(() => this.#next(line, turn.request.socket))
    })
    spread(() => {
      // The client may have left in the meantime.
      if (line.current === turn) turn.answer()
    })
  }

  #next(line: Line, socket: Socket): void {
    line.rests = false
    // An answer that ends the connection drops the requests behind it.
    if (!socket.writable) line.waiting.length = 0
    const next = line.waiting.shift()
    if (line.waiting.length === ENOUGH) socket.resume()
    if (next) this.#start(line, next)
  }
}
