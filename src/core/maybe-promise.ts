/**
 * Work that waits only where there is something to wait for: a promise costs more than most steps of a request.
 *
 * @module
 */

export type MaybePromise<T> = T | Promise<T>

/**
 * Goes on at once with a value that is there.
 *
 * @example
 * const page = andThen(states.get(accountid), ({ known }) => known && rule(known))
 */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

/** Also of another library, as handlers of apps may return it. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | undefined)?.then === 'function'
}

/**
 * Calls for one after the other, each once the call before is done, until one resolves to true.
 *
 * @returns whether one did
 */
export function inTurn<T>(
  all: readonly T[],
  call: (one: T) => MaybePromise<unknown>,
  from = 0,
): MaybePromise<boolean> {
  for (let at = from; at < all.length; at += 1) {
    const result = call(all[at] as T)
    if (isPromise(result))
      return Promise.resolve(result).then((stops) => stops === true || inTurn(all, call, at + 1))
    if (result === true) return true
  }
  return false
}
