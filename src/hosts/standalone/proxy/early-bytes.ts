/**
 * The bytes a visitor sends after a handshake, before it is accepted. They are read because Node does not report the close of a
 * connection that is not read.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { GatheredBytes } from '../../../web/gathered-bytes.ts'

/** Bytes. A program waits for the answer before it sends anything, so there are hardly any. */
const MOST = 64 * 1024

export class EarlyBytes {
  readonly #socket: Duplex
  readonly #bytes = new GatheredBytes()
  #length = 0

  /**
   * Closes the connection of a visitor who leaves or sends too much ahead.
   *
   * @param socket its `close` event says that the visitor is gone
   * @param head the bytes that arrived with the handshake
   */
  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket
    socket.on('data', this.#keep).on('end', this.#leave)
    if (head.length > 0) this.#keep(head)
    socket.resume()
  }

  /** Takes all the bytes. Later bytes stay in the connection for its next reader. */
  take(): Buffer {
    this.#socket.off('data', this.#keep).off('end', this.#leave).pause()
    return this.#bytes.take()
  }

  readonly #keep = (chunk: Buffer): void => {
    this.#length += chunk.length
    if (this.#length > MOST) this.#socket.destroy()
    else this.#bytes.add(chunk)
  }

  /** A visitor who ends their side no longer waits for an answer, as with plain requests. */
  readonly #leave = (): void => {
    this.#socket.destroy()
  }
}
