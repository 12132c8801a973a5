/**
 * Ends bodies that are too long, stop arriving or never end.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ConnectError } from '../core/errors.ts'

/** Milliseconds within which more of a body must arrive. */
const PATIENCE = 30_000
/** Milliseconds within which all of it must. Node's own limit is the same, but an app may have lifted that. */
const WHOLE = 300_000
/** Pieces that a body may come in besides one for so many bytes: each costs as much as thousands of bytes do. */
const PIECES = 10_000
const BYTES_A_PIECE = 64
/** Milliseconds that the rest of a body may take once it is answered. */
const REST = 10_000

/**
 * Reads a body with limits. What is left of it when reading fails stays with the sender until the answer is sent.
 *
 * @param limit bytes
 * @param attach begins to read, and returns what ends it
 * @throws ConnectError `request-too-large` (413), `request-timeout` (408), `invalid-body` (400) when the sender left, and
 *   what `attach` fails with
 */
export function readWithin<T>(
  request: IncomingMessage,
  limit: number,
  attach: (done: (result: T) => void, fail: (error: ConnectError) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // Nothing more comes from a sender who left while it was found out who they are.
    if (request.destroyed) return reject(new ConnectError('invalid-body'))
    let size = 0
    let pieces = 0
    const onData = (piece: Buffer) => {
      size += piece.length
      pieces += 1
      stalled.refresh()
      // No client sends it so: nobody waits for an answer.
      if (pieces > PIECES + size / BYTES_A_PIECE) request.destroy()
      else if (size > limit) fail(new ConnectError('request-too-large', { status: 413 }))
    }
    const onError = (cause: unknown) => fail(new ConnectError('invalid-body', { cause }))
    const onClose = () => {
      if (!request.complete) fail(new ConnectError('invalid-body'))
    }
    const tooLate = () => fail(new ConnectError('request-timeout', { status: 408 }))
    const stalled = setTimeout(tooLate, PATIENCE)
    const whole = setTimeout(tooLate, WHOLE)
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(stalled)
      clearTimeout(whole)
      // An error that comes later is still listened for: it would end the process.
      request.off('data', onData).off('close', onClose)
      detach()
      if (request.complete) request.resume()
      else request.pause()
      settle()
    }
    const done = (result: T) => end(() => resolve(result))
    const fail = (error: ConnectError) => end(() => reject(error))
    const detach = attach(done, fail)
    request.on('data', onData).on('error', onError).on('close', onClose)
  })
}

/**
 * A sender reads the answer only after all is sent: what is left of a body is taken a little longer, then the connection is
 * closed. Node would take all of it, however much that is.
 */
export function limitRest(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return
    const impatient = setTimeout(() => request.destroy(), REST)
    request.once('close', () => clearTimeout(impatient))
    request.resume()
  })
}
