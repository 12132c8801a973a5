/**
 * Waits only for real promises: a promise costs more than most steps of a request.
 *
 * @module
 */

export type MaybePromise<T> = T | Promise<T>

/**
 * Goes on at once when the value is already there.
 *
 * @example
 * const page = andThen(states.get(accountid), ({ known }) => known && rule(known))
 */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

/** Also true for promises of other libraries, which an app's handlers may return. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | undefined)?.then === 'function'
}

/**
 * Calls the function for one item after the other, each when the call before is done, until a call resolves to true.
 *
 * @returns whether a call did
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
