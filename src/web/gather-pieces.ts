/**
 * Keeps a request's body in few pieces while nobody reads it. A client decides into how many pieces it cuts a body, and Node keeps
 * an object of some hundred bytes for each of them, even if it holds one byte.
 *
 * @module
 */
import { IncomingMessage } from 'node:http'
import { GatheredBytes } from './gathered-bytes.ts'

/** Bytes of a piece that is passed on as it came: its object costs little beside them. */
const LARGE = 4 * 1024

const counts = new WeakMap<IncomingMessage, { pieces: number }>()

/**
 * Call it in the round of the event loop in which the request arrives: the pieces that come with its headers are only then not
 * yet kept.
 */
export function gatherPieces(request: IncomingMessage): void {
  // An app's tests may give something else, and HTTP/2 has no such pieces.
  if (!(request instanceof IncomingMessage) || request.complete || counts.has(request)) return
  const count = { pieces: 0 }
  counts.set(request, count)
  const gathered = new GatheredBytes()
  const push = request.push.bind(request)
  let size = 0
  let isDue = false
  const flush = () => {
    isDue = false
    if (size === 0) return
    size = 0
    // A copy, because what was gathered stands at the start of a larger block.
    if (request.destroyed) gathered.clear()
    else push(Buffer.from(gathered.take()))
  }
  request.push = (piece: Buffer | null, encoding?: BufferEncoding) => {
    if (piece === null) {
      flush()
      return push(null)
    }
    count.pieces += 1
    if (piece.length >= LARGE) {
      flush()
      return push(piece, encoding)
    }
    gathered.add(piece)
    size += piece.length
    if (!isDue) {
      isDue = true
      setImmediate(flush)
    }
    // Node reads on when the stream asks for more, which it does after the flush.
    return request.readableLength + size < request.readableHighWaterMark
  }
}

/** The pieces in which the body has come so far; undefined for a request whose pieces are not gathered. */
export function piecesOf(request: IncomingMessage): number | undefined {
  return counts.get(request)?.pieces
}
