/**
 * Answers the requests of a connection one at a time, in their order: of an answer that waits behind another nobody is told
 * when the person leaves. Somebody who sends requests without waiting for answers is not read from before they have some of
 * them, so that requests do not pile up.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Requests that may wait on a connection before it is read no further. Programs that do not wait send about ten ahead. */
const ENOUGH = 16

/** What was read at once may hold thousands of small requests. No program sends as many as this ahead. */
const MOST = 256

interface Turn {
  request: IncomingMessage
  response: ServerResponse
  answer(): void
}

interface Line {
  /** What is being answered. */
  current: Turn | undefined
  /** One was answered in this round of the event loop: others have their turn before the next. */
  rests: boolean
  waiting: Turn[]
  hold(): void
}

export class RequestTurns {
  readonly #lines = new WeakMap<Duplex, Line>()

  /** For a connection that is handed to its server anew, which then listens again. */
  watch(socket: Socket): void {
    const { hold } = this.#lineOf(socket)
    // Last of all: the server itself listens, too, and goes on reading.
    socket.off('resume', hold).on('resume', hold)
  }

  /** @param answer is called when it is the request's turn, and not at all when the person has left by then */
  take(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
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

  /** The request that is being answered on a connection. */
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
      // The server reads on after every request and for every body. A stream that is told to pause twice says so once.
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
    turn.answer()
  }

  #next(line: Line, socket: Socket): void {
    line.rests = false
    // An answer that ends the connection ends what waits behind it.
    if (!socket.writable) line.waiting.length = 0
    const next = line.waiting.shift()
    if (line.waiting.length === ENOUGH) socket.resume()
    if (next) this.#start(line, next)
  }
}
