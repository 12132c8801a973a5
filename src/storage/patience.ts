/**
 * How long a server is waited for: by what runs in the background, as long as `connect` and `statement` say; by a request, as
 * long as it has time left.
 *
 * @module
 */
import { within } from '../core/within.ts'
import { NoAnswer } from './storage-error.ts'
import { currentWait } from './waiting.ts'
import type { Watch } from './watch.ts'

/** Milliseconds without an answer after which it is found out whether the database answers anybody. */
const DOUBT = 1_000

/** Connections that may still come although nobody waits for them any more; beyond it, none is waited for. */
const GIVEN_UP = 200

/** In milliseconds. */
export interface Limits {
  /** For a connection. */
  connect: number
  /** For an answer; 0 for as long as it takes. */
  statement: number
}

export class Patience {
  readonly connect: number
  readonly statement: number
  readonly #watch: Watch | undefined
  #givenUp = 0

  constructor({ connect, statement }: Limits, watch?: Watch) {
    this.connect = connect
    this.statement = statement
    this.#watch = watch
  }

  get watch(): Watch | undefined {
    return this.#watch
  }

  /**
   * Waits for a connection. One that comes when nobody waits for it any more is let go of.
   *
   * @param where which database, for people
   * @throws NoAnswer in the place of a connection; what `take` throws
   */
  async connection<C>(where: string, take: () => Promise<C>, release: (connection: C) => void): Promise<C> {
    let taking: Promise<C> | undefined
    try {
      return await this.#waitFor(where, () => {
        if (this.#givenUp >= GIVEN_UP) throw this.#noAnswer(where)
        taking = take()
        return within(this.connect, taking, () => {
          throw new NoAnswer(`${where} cannot be used: no connection within ${this.connect} ms.`)
        })
      })
    } catch (error) {
      if (taking) this.#giveUp(taking, release)
      throw error
    }
  }

  /**
   * Waits for an answer, but no longer than the request at hand may. It may still come after that: whoever asks lets go of what
   * it would come by.
   *
   * @throws NoAnswer in the place of an answer
   */
  async ask<T>(where: string, question: () => Promise<T>): Promise<T> {
    const answer = await this.#waitFor(where, question)
    this.#watch?.answered()
    return answer
  }

  /** @throws NoAnswer when the request at hand has no time left */
  #waitFor<T>(where: string, question: () => Promise<T>): Promise<T> {
    return this.spend((left) => {
      if (left === Number.POSITIVE_INFINITY) return question()
      this.#watch?.refuse()
      if (left <= 0) throw this.#noAnswer(where)
      return within(left, question(), () => {
        throw this.#noAnswer(where)
      })
    })
  }

  /**
   * Has what `run` takes counted as time that was waited.
   *
   * @param run keeps to the milliseconds that are left, none at the worst; `Infinity` where nobody waits
   */
  async spend<T>(run: (left: number) => Promise<T> | T): Promise<T> {
    const wait = currentWait()
    const left = wait?.left ?? Number.POSITIVE_INFINITY
    wait?.begin()
    const doubting = setTimeout(() => this.#watch?.doubt(), DOUBT).unref()
    try {
      return await run(left)
    } finally {
      clearTimeout(doubting)
      wait?.end()
    }
  }

  #giveUp<C>(taking: Promise<C>, release: (connection: C) => void): void {
    this.#givenUp += 1
    const settled = () => {
      this.#givenUp -= 1
    }
    taking.then(release).then(settled, settled)
  }

  #noAnswer(where: string): NoAnswer {
    this.#watch?.refuse()
    return new NoAnswer(`${where} did not answer in time.`)
  }
}
