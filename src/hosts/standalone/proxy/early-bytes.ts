/**
 * What a visitor sends behind a handshake, before it is agreed to. It is read because nobody is told that a connection was
 * closed on which nothing is read.
 *
 * @module
 */
import type { Duplex } from 'node:stream'

/** Bytes. A program waits for the answer before it says anything, so that hardly any are sent. */
const MOST = 64 * 1024

export class EarlyBytes {
  readonly #socket: Duplex
  readonly #chunks: Buffer[] = []
  #length = 0

  /**
   * Lets go of a visitor who leaves, or who sends too much ahead.
   *
   * @param socket its `close` says that they are gone
   * @param head what had arrived with the handshake
   */
  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket
    socket.on('data', this.#keep).on('end', this.#leave)
    if (head.length > 0) this.#keep(head)
    socket.resume()
  }

  /** Takes all of it. What arrives from now on stays in the connection for its next reader. */
  take(): Buffer {
    this.#socket.off('data', this.#keep).off('end', this.#leave).pause()
    return Buffer.concat(this.#chunks)
  }

  readonly #keep = (chunk: Buffer): void => {
    this.#length += chunk.length
    if (this.#length > MOST) this.#socket.destroy()
    else this.#chunks.push(chunk)
  }

  /** A visitor who ends their side waits for nothing, as with plain requests. */
  readonly #leave = (): void => {
    this.#socket.destroy()
  }
}
