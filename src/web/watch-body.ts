/**
 * Stops reading bodies that are too long, stall or never end.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ConnectError } from '../core/errors.ts'
import { spread } from '../core/spread.ts'
import { piecesOf } from './gather-pieces.ts'

/** Milliseconds within which more of a body must arrive. */
const PATIENCE = 30_000
/**
 * Milliseconds within which the whole body must arrive: with files, which Node limits, too, though an app may have lifted that,
 * and without.
 */
const WHOLE = 300_000
const WHOLE_TEXT = 60_000
/** Pieces that a body may come in, plus one for every `BYTES_A_PIECE` bytes: a piece costs as much as thousands of bytes. */
const PIECES = 10_000
const BYTES_A_PIECE = 64
/** Milliseconds that the rest of a body may take after the answer. */
const REST = 10_000

/**
 * Reads a body within limits. When that fails, the rest stays with the sender until the answer is sent.
 *
 * @param limit bytes
 * @param attach starts reading, and returns a function that stops it
 * @param options.hasFiles whether files may come with it, which take their time
 * @throws ConnectError `request-too-large` (413), `request-timeout` (408), `invalid-body` (400) when the sender left, and any
 *   error `attach` fails with
 */
export function readWithin<T>(
  request: IncomingMessage,
  limit: number,
  attach: (done: (result: T) => void, fail: (error: ConnectError) => void) => () => void,
  { hasFiles = false } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    // A visitor who left during the sign-in check sends nothing more.
    if (request.destroyed) return reject(new ConnectError('invalid-body'))
    let size = 0
    let pieces = 0
    const onData = (piece: Buffer) => {
      size += piece.length
      pieces += 1
      stalled.refresh()
      // No real client sends such small pieces, so nobody waits for an answer.
      if ((piecesOf(request) ?? pieces) > PIECES + size / BYTES_A_PIECE) request.destroy()
      else if (size > limit) fail(new ConnectError('request-too-large', { status: 413 }))
    }
    const onError = (cause: unknown) => fail(new ConnectError('invalid-body', { cause }))
    const onClose = () => {
      if (!request.complete) fail(new ConnectError('invalid-body'))
    }
    const tooLate = () => fail(new ConnectError('request-timeout', { status: 408 }))
    const stalled = setTimeout(tooLate, PATIENCE)
    const whole = setTimeout(tooLate, hasFiles ? WHOLE : WHOLE_TEXT)
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(stalled)
      clearTimeout(whole)
      // The error listener stays: without it a later error would end the process.
      request.off('data', onData).off('close', onClose)
      detach()
      if (request.complete) request.resume()
      else request.pause()
      spread(settle)
    }
    const done = (result: T) => end(() => resolve(result))
    const fail = (error: ConnectError) => end(() => reject(error))
    const detach = attach(done, fail)
    request.on('data', onData).on('error', onError).on('close', onClose)
  })
}

/**
 * A sender reads the answer only after sending everything, so the rest of a body is read a little longer before the connection is
 * closed. Node would read all of it, however long.
 */
export function limitRest(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return
    const impatient = setTimeout(() => request.destroy(), REST)
    request.once('close', () => clearTimeout(impatient))
    request.resume()
  })
}
