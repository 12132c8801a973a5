/**
 * How long we wait for a server. Background work waits up to the limits `connect` and `statement`, a request while it has time
 * left.
 *
 * @module
 */
import { within } from '../core/within.ts'
import { NoAnswer } from './storage-error.ts'
import { currentWait } from './waiting.ts'
import type { Watch } from './watch.ts'

/** Milliseconds without an answer after which we check whether the database answers at all. */
const DOUBT = 1_000

/** The most connections that may still be opening after their request gave up. Beyond that, requests fail at once. */
const GIVEN_UP = 200

/** In milliseconds. */
export interface Limits {
  /** To get a connection. */
  connect: number
  /** To get an answer; 0 for no limit. */
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
   * Waits for a connection. One that comes too late is released.
   *
   * @param where which database, for people
   * @throws NoAnswer when no connection comes in time; what `take` throws
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
   * Waits for an answer while the request has time left. The answer may still come later, so the caller must drop the
   * connection.
   *
   * @throws NoAnswer when no answer comes in time
   */
  async ask<T>(where: string, question: () => Promise<T>): Promise<T> {
    const answer = await this.#waitFor(where, question)
    this.#watch?.answered()
    return answer
  }

  /** @throws NoAnswer when the request has no time left */
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
   * Counts the time that `run` takes as time the request waited.
   *
   * @param run must keep to the milliseconds left, which may be 0; `Infinity` where no request waits
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
