/**
 * Answers a connection's requests one at a time and in order, because nothing tells an answer that waits behind another when the
 * client leaves. A client that sends requests without waiting for answers is not read from until it has some of them, so that
 * requests do not pile up.
 *
 * @module
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { spread } from '../core/spread.ts'
import { cutReads } from './cut-reads.ts'
import { gatherPieces } from './gather-pieces.ts'

/** Requests that may wait on a connection before reading pauses. Programs that pipeline send about ten ahead. */
const ENOUGH = 16

/** What an app's server reads first is not cut, and may hold thousands of requests. No program sends this many ahead. */
const MOST = 256

/** Requests that may wait on all connections together, besides the first on each: a browser's next one may be early. */
const MOST_IN_ALL = 10_000

/** Milliseconds for which a connection may stay unread while nothing of an answer goes out. */
const STILL = 60_000

interface Turn {
  request: IncomingMessage
  response: ServerResponse
  answer(): void
}

interface Line {
  socket: Socket
  /** The request being answered. */
  current: Turn | undefined
  /** Looks for the next request in the next round of the event loop: other connections come first. */
  isDue: boolean
  /** In the order in which they came here. An app may have looked some of them up first. */
  waiting: Turn[]
  /** Set while the connection is not read. */
  unread: NodeJS.Timeout | undefined
  hold(): void
}

export class RequestTurns {
  readonly #lines = new WeakMap<Duplex, Line>()
  readonly #most: number
  readonly #still: number
  #waiting = 0

  /**
   * Tests set their own limits.
   *
   * @param limits.most requests that may wait on all connections
   * @param limits.still milliseconds
   */
  constructor({ most = MOST_IN_ALL, still = STILL } = {}) {
    this.#most = most
    this.#still = still
  }

  /**
   * Gives each of a server's requests its turn, those too that Node would refuse out of turn.
   *
   * @param answer must refuse what `refusalOf` refuses
   */
  serve(server: Server, answer: RequestListener): void {
    const take: RequestListener = (request, response) =>
      this.take(request, response, () => answer(request, response))
    server.on('request', take).on('checkExpectation', take)
    Object.assign(server, { requireHostHeader: false })
    server.on('connection', (socket) => this.watch(socket))
  }

  /** Call it for each new connection, and for one that is handed to its server again, which then listens again. */
  watch(socket: Socket): void {
    cutReads(socket, this.#lineOf(socket).hold)
  }

  /** @param answer called when it is the request's turn, unless the client has left by then */
  take(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    gatherPieces(request)
    const { socket } = request
    if (!socket.writable || response.closed) return
    const line = this.#lineOf(socket)
    const turn = { request, response, answer }
    if (isFirst(turn) && !line.isDue) this.#start(line, turn)
    else if (this.#hasRoom(line)) this.#enqueue(line, turn)
    else socket.destroy()
  }

  #hasRoom({ waiting }: Line): boolean {
    return waiting.length === 0 || (waiting.length < MOST && this.#waiting < this.#most)
  }

  #enqueue(line: Line, turn: Turn): void {
    line.waiting.push(turn)
    this.#waiting += 1
    turn.response.once('socket', () => this.#startNext(line))
    if (line.waiting.length > ENOUGH) this.#pause(line)
  }

  #drop(line: Line): void {
    this.#waiting -= line.waiting.length
    line.waiting.length = 0
    clearInterval(line.unread)
    line.unread = undefined
  }

  /** While it is not read, nobody hears of the client's leaving before an answer fails. */
  #pause(line: Line): void {
    line.socket.pause()
    line.unread ??= endWhenStill(line.socket, this.#still)
  }

  #resume(line: Line): void {
    clearInterval(line.unread)
    line.unread = undefined
    line.socket.resume()
  }

  /** The request being answered on a connection, or the next. */
  current(socket: Duplex): Pick<Turn, 'request' | 'response'> | undefined {
    const line = this.#lines.get(socket)
    return line?.current ?? line?.waiting[0]
  }

  #lineOf(socket: Socket): Line {
    const known = this.#lines.get(socket)
    if (known) return known
    const line: Line = {
      socket,
      current: undefined,
      isDue: false,
      waiting: [],
      unread: undefined,
      hold: () => {
        if (line.waiting.length > ENOUGH) socket.pause()
      },
    }
    this.#lines.set(socket, line)
    cutReads(socket, line.hold)
    // The responses that wait are not told.
    socket.once('close', () => this.#drop(line))
    return line
  }

  #start(line: Line, turn: Turn): void {
    line.current = turn
    turn.response.once('close', () => {
      if (line.current === turn) line.current = undefined
      this.#startNext(line)
    })
    spread(() => {
      // The client may have left in the meantime.
      if (line.current === turn) turn.answer()
    })
  }

  #startNext(line: Line): void {
    if (line.isDue) return
    line.isDue = true
    setImmediate(() => {
      line.isDue = false
      // An answer that ends the connection drops the requests behind it.
      if (!line.socket.writable) this.#drop(line)
      const at = line.waiting.findIndex(isFirst)
      const [next] = at < 0 ? [] : line.waiting.splice(at, 1)
      if (!next) return
      this.#waiting -= 1
      if (line.waiting.length === ENOUGH) this.#resume(line)
      this.#start(line, next)
    })
  }
}

/** Whether everything that was asked before on the connection is answered. Node gives a response its connection then. */
function isFirst({ response }: Pick<Turn, 'response'>): boolean {
  return response.socket !== null
}

function endWhenStill(socket: Socket, still: number): NodeJS.Timeout {
  let before = bytesTaken(socket)
  return setInterval(() => {
    const now = bytesTaken(socket)
    if (now === before) socket.destroy()
    before = now
  }, still)
}

/** Bytes of answers that the system has taken. A client that has left takes no more. */
function bytesTaken({ bytesWritten, writableLength }: Socket): number {
  return bytesWritten - writableLength
}
