/**
 * A value for everything that a call does, however many steps later.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { isPromise } from './maybe-promise.ts'

/**
 * As Node's `AsyncLocalStorage`, but only for as long as the call lasts. Until version 24, Node slows down every promise and every
 * callback of the process while a storage is in use.
 *
 * @see https://nodejs.org/api/async_context.html
 * @example
 * const limit = new Ambient<number>()
 * await limit.run(5, async () => {
 *   await first()
 *   limit.get() // 5
 * })
 */
export class Ambient<T> {
  readonly #storage = new AsyncLocalStorage<T>()
  #running = 0

  /** The value of the call that runs. */
  get(): T | undefined {
    return this.#storage.getStore()
  }

  /** Runs a call with a value, which lasts until its promise settles or, if it returns none, until it returns. */
  run<R>(value: T, call: () => R): R {
    const end = this.#begin()
    try {
      const result = this.#storage.run(value, call)
      if (isPromise(result)) result.then(end, end)
      else end()
      return result
    } catch (error) {
      end()
      throw error
    }
  }

  /**
   * As `run`, for a call whose work goes on after it has returned.
   *
   * @param until calls its argument when the work has ended
   */
  runUntil<R>(until: (ended: () => void) => void, value: T, call: () => R): R {
    const end = this.#begin()
    try {
      return this.#storage.run(value, call)
    } finally {
      until(end)
    }
  }

  #begin(): () => void {
    this.#running += 1
    return () => {
      this.#running -= 1
      if (this.#running === 0) this.#storage.disable()
    }
  }
}
