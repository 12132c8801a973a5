/**
 * Collects bytes that arrive in pieces, and copies them together: a piece of one byte takes a hundred when kept as it came.
 *
 * @module
 */

/** The smallest and the largest block, in bytes. */
const SMALLEST_BLOCK = 4 * 1024
const LARGEST_BLOCK = 1024 * 1024

export class GatheredBytes {
  readonly #blocks: Buffer[] = []
  /** Bytes of the last block that are in use. */
  #used = 0
  #length = 0

  add(piece: Buffer): void {
    for (let from = 0; from < piece.length; ) {
      const block = this.#blockWithRoom(piece.length - from)
      const copied = piece.copy(block, this.#used, from)
      this.#used += copied
      this.#length += copied
      from += copied
    }
  }

  /** Each block is as large as all blocks before it together, so that a long body needs few of them. */
  #blockWithRoom(needed: number): Buffer {
    const last = this.#blocks.at(-1)
    if (last && this.#used < last.length) return last
    const size = Math.min(Math.max(this.#length, needed, SMALLEST_BLOCK), LARGEST_BLOCK)
    const block = Buffer.allocUnsafeSlow(size)
    this.#blocks.push(block)
    this.#used = 0
    return block
  }

  /** @returns all the bytes, and forgets them */
  take(): Buffer {
    const [first] = this.#blocks
    const whole =
      first && this.#blocks.length === 1
        ? first.subarray(0, this.#length)
        : Buffer.concat(this.#blocks, this.#length)
    this.clear()
    return whole
  }

  clear(): void {
    this.#blocks.length = 0
    this.#used = 0
    this.#length = 0
  }
}
