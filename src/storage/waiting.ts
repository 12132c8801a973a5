/**
 * Who waits for the database, and how long. A request waits 3 s at most for all that it asks of the database together. What
 * nobody waits for, the inbox worker's work, say, takes its time.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { within } from '../core/within.ts'
import { NoAnswer } from './storage-error.ts'

/** Milliseconds that a request waits for the database in all. */
const LIMIT = 3_000

/** Milliseconds after which a request that asks again is one that stays, a stream of another module's, say. */
const STAYS = 10_000

/** Milliseconds more for somebody who has waited for nothing yet: whoever asks for several has the same limit, and says what is wrong. */
const GRACE = 2_000

/** What somebody who waits has left of their time. Waits at the same time count once. */
class Wait {
  readonly #limit: number
  readonly #renewed: boolean
  #spent = 0
  #waits = 0
  #since = 0
  #endedAt = performance.now()

  /** @param options.renewed each wait has the whole time again */
  constructor(limit: number, options: { renewed?: boolean } = {}) {
    this.#limit = limit
    this.#renewed = options.renewed ?? false
  }

  get left(): number {
    const now = this.#waits > 0 ? performance.now() - this.#since : 0
    const left = this.#limit - this.#spent - now
    // A timer may be a millisecond early.
    return left < 1 ? 0 : left
  }

  /** Milliseconds for which nothing has been waited for. */
  get idle(): number {
    return this.#waits > 0 ? 0 : performance.now() - this.#endedAt
  }

  begin(): void {
    if (this.#waits === 0) this.#since = performance.now()
    this.#waits += 1
  }

  end(): void {
    this.#waits -= 1
    if (this.#waits > 0) return
    this.#endedAt = performance.now()
    if (!this.#renewed) this.#spent += this.#endedAt - this.#since
  }
}

interface Waits {
  current: AsyncLocalStorage<Wait>
  ofRequests: WeakMap<object, Wait>
}

const KEY = Symbol.for('@layeredapps/stripe-connect/waiting')

/** On the global object, since a package can be loaded twice; see `running.ts`. */
function waits(): Waits {
  const holder = globalThis as { [KEY]?: Waits }
  holder[KEY] ??= { current: new AsyncLocalStorage(), ofRequests: new WeakMap() }
  return holder[KEY]
}

/** @returns undefined where nobody waits */
export function currentWait(): Wait | undefined {
  return waits().current.getStore()
}

/**
 * Answers a request: what it asks of the database, here and in every other call for the same request, is waited for 3 s in all.
 *
 * @example
 * const values = await forRequest(request, () => services.headers.get(appid, accountid))
 */
export function forRequest<T>(request: object, run: () => T): T {
  const { current, ofRequests } = waits()
  const known = ofRequests.get(request)
  const wait = known && known.idle < STAYS ? known : new Wait(LIMIT)
  ofRequests.set(request, wait)
  return current.run(wait, run)
}

/** Asks for several requests at once: the time that one of them has left is not that of the others. */
export function forSeveral<T>(run: () => T): T {
  return atMost(LIMIT, run)
}

/** Answers somebody who stays: every single wait is one of 3 s at most. */
export function forStream<T>(run: () => T): T {
  return waits().current.run(new Wait(LIMIT, { renewed: true }), run)
}

/** @param milliseconds that all that is asked inside is waited for together */
export function atMost<T>(milliseconds: number, run: () => T): T {
  return waits().current.run(new Wait(milliseconds), run)
}

/**
 * Waits for what was asked for several, as long as the request at hand may.
 *
 * @throws NoAnswer when that is over
 */
export async function waitFor<T>(shared: Promise<T>): Promise<T> {
  const wait = currentWait() ?? new Wait(LIMIT)
  const { left } = wait
  wait.begin()
  try {
    return await within(left < LIMIT ? left : LIMIT + GRACE, shared, () => {
      throw new NoAnswer('The database did not answer in time.')
    })
  } finally {
    wait.end()
  }
}
