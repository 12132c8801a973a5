/**
 * JSON in a table, compressed where that saves space. Most of an event or an account is the names and values that all of them
 * have, so a dictionary of those shrinks each to a fraction.
 *
 * @module
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** What a column holds: a short text, or the bytes of a compressed one, which libsql reads as an ArrayBuffer. */
export type Packed = string | Buffer | ArrayBuffer

/** Shorter texts stay as they are: compressing them would save little and take longer. */
const SHORT = 200

export class Packing {
  readonly #dictionary: Buffer

  /** @param dictionary What texts have in common. Only the same dictionary unpacks them. */
  constructor(dictionary: Buffer) {
    this.#dictionary = dictionary
  }

  pack(value: unknown): Packed {
    const text = JSON.stringify(value)
    return text.length < SHORT ? text : deflateRawSync(text, { dictionary: this.#dictionary })
  }

  unpack(packed: Packed): unknown {
    const text =
      typeof packed === 'string'
        ? packed
        : inflateRawSync(packed, { dictionary: this.#dictionary }).toString()
    return JSON.parse(text)
  }
}
