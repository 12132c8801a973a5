/**
 * Hands what arrives on a connection to Node's parser a few requests at a time. One read may hold thousands, and the parser makes
 * all of a piece into requests, even after the connection was paused or closed.
 *
 * @module
 */
import type { Socket } from 'node:net'

/** In one piece: few beside those that may wait, and enough that a body with blank lines is not cut into tiny pieces. */
const REQUESTS = 8

/** Ends the headers of every request: the parser takes no other line ends. */
const BLANK_LINE = Buffer.from('\r\n\r\n')

const cut = new WeakSet<Socket>()

/**
 * Call it after the server's own listener for `connection`, and again when the server gets the connection again.
 *
 * @param hold pauses the connection when enough requests wait
 */
export function cutReads(socket: Socket, hold: () => void): void {
  // Node resumes reading after every request and for every body, also while it reads a piece: its listeners come first. It would
  // read past the stream as long as nobody else listened for data.
  for (const event of ['data', 'resume']) socket.off(event, hold).on(event, hold)
  if (cut.has(socket)) return
  cut.add(socket)
  const push = socket.push.bind(socket)
  socket.push = (piece: Buffer | null, encoding?: BufferEncoding) => {
    if (piece === null) return push(null)
    let from = 0
    let end = endOfRequests(piece, from)
    while (end < piece.length && !socket.destroyed) {
      push(piece.subarray(from, end), encoding)
      from = end
      end = endOfRequests(piece, from)
    }
    return push(from === 0 ? piece : piece.subarray(from), encoding)
  }
}

function endOfRequests(piece: Buffer, from: number): number {
  let end = from
  for (let count = 0; count < REQUESTS; count += 1) {
    const found = piece.indexOf(BLANK_LINE, end)
    if (found === -1) return piece.length
    end = found + BLANK_LINE.length
  }
  return end
}
