/**
 * Limits how many passwords are hashed at a time, and how long people wait for that. One address with many sign-ins holds up nobody
 * else.
 *
 * @module
 */
import { ConnectError } from '../core/errors.ts'
import { SharedTurns } from '../core/shared-turns.ts'
import { networkOf } from './network.ts'

/** Milliseconds that a sign-in waits for its turn. */
const PATIENCE = 20_000

export class HashTurns {
  readonly #turns: SharedTurns
  readonly #patience: number
  readonly #rests: boolean

  /**
   * @param places how many passwords are hashed at a time
   * @param options.rests whether a place rests for as long as a hash took: while one is made in JavaScript, nobody is answered
   * @param options.patience milliseconds; tests set their own
   */
  constructor(places: number, { rests = false, patience = PATIENCE } = {}) {
    this.#turns = new SharedTurns(places)
    this.#rests = rests
    this.#patience = patience
  }

  /**
   * @param ip the person's address; undefined where nobody waits, as on the command line
   * @throws ConnectError `too-busy` (503) while too many others sign in
   */
  async run<T>(ip: string | undefined, hash: () => Promise<T>): Promise<T> {
    await this.#turns.take(ip === undefined ? '' : networkOf(ip), this.#patience, () => {
      throw new ConnectError('too-busy', { status: 503 })
    })
    const since = performance.now()
    try {
      return await hash()
    } finally {
      setTimeout(() => this.#turns.pass(), this.#rests ? performance.now() - since : 0)
    }
  }
}
