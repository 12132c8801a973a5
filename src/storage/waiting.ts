/**
 * How long requests wait for the database. A request waits 3 s at most for all its statements together. Work that no request
 * waits for, such as the inbox worker's, has no such limit.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { Ambient } from '../core/ambient.ts'
import { onceClosed } from '../core/once-closed.ts'
import { turn } from '../core/spread.ts'
import { within } from '../core/within.ts'
import { NoAnswer } from './storage-error.ts'

/** Milliseconds that a request waits for the database in total. */
const LIMIT = 3_000

/** Milliseconds without a wait after which a request counts as a stream, another module's, say, and gets the full time again. */
const STAYS = 10_000

/** Extra milliseconds for a request that has not waited yet: shared work has the same limit, and its error says what is wrong. */
const GRACE = 2_000

/** The time that a request has left. Waits at the same time count once. */
class Wait {
  readonly #limit: number
  readonly #renewed: boolean
  #spent = 0
  #waits = 0
  #since = 0
  #endedAt = performance.now()

  /** @param options.renewed gives each wait the whole time again */
  constructor(limit: number, options: { renewed?: boolean } = {}) {
    this.#limit = limit
    this.#renewed = options.renewed ?? false
  }

  get left(): number {
    const now = this.#waits > 0 ? performance.now() - this.#since : 0
    const left = this.#limit - this.#spent - now
    // A timer may fire a millisecond early.
    return left < 1 ? 0 : left
  }

  /** Milliseconds since the last wait ended. */
  get idle(): number {
    return this.#waits > 0 ? 0 : performance.now() - this.#endedAt
  }

  /** Counts time that passed elsewhere. */
  charge(milliseconds: number): void {
    this.#spent += milliseconds
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
  /** For whatever a call does. */
  lasting: Ambient<Wait>
  /** For what a call does before it first awaits something. */
  now: Wait | undefined
  ofRequests: WeakMap<object, Wait>
}

const KEY = Symbol.for('@layeredapps/stripe-connect/waiting')

/** On the global object, because the package can be loaded twice; see `running.ts`. */
function waits(): Waits {
  const holder = globalThis as { [KEY]?: Waits }
  holder[KEY] ??= { lasting: new Ambient(), now: undefined, ofRequests: new WeakMap() }
  return holder[KEY]
}

/** @returns undefined where no request waits */
export function currentWait(): Wait | undefined {
  const { now, lasting } = waits()
  return now ?? lasting.get()
}

/**
 * Runs a part of a request. Its statements, here and in every other call for the same request, wait 3 s in total.
 *
 * @example
 * const values = await forRequest(request, () => services.headers.get(appid, accountid))
 */
export function forRequest<T>(request: object, run: () => T): T {
  return lasting(waitOf(request), run)
}

/** Counts what a request has waited for a database outside of the module. */
export function chargeRequest(request: object, milliseconds: number): void {
  waitOf(request).charge(milliseconds)
}

/** As `forRequest`, for a call that returns before the request is answered. */
export function untilAnswered<T>(
  request: object,
  response: Pick<ServerResponse, 'closed' | 'once'>,
  run: () => T,
): T {
  const wait = waitOf(request)
  const until = (ended: () => void) => onceClosed(response, ended)
  return during(undefined, () => waits().lasting.runUntil(until, wait, run))
}

/**
 * As `forRequest`, at less cost, for a call that asks for its connections before it first awaits something. What comes later is
 * run by `keepWait`.
 */
export function startForRequest<T>(request: object, run: () => T): T {
  return during(waitOf(request), run)
}

/** Runs work that several requests share, with a full 3 s: the time one of them has left must not limit the others. */
export function forSeveral<T>(run: () => T): T {
  return atMost(LIMIT, run)
}

/** As `startForRequest`, for work that several requests share. */
export function startForSeveral<T>(run: () => T): T {
  return during(new Wait(LIMIT), run)
}

/** Runs a stream that stays open: every single wait is 3 s at most. */
export function forStream<T>(run: () => T): T {
  return lasting(new Wait(LIMIT, { renewed: true }), run)
}

/** Runs statements in a certain wait. */
export type RunInWait = <T>(run: () => T) => T

/**
 * @returns a function that runs later steps in the wait of now
 * @example
 * const inSameWait = keepWait()
 * await something()
 * await inSameWait(() => settings.get('a-setting'))
 */
export function keepWait(): RunInWait {
  const wait = currentWait()
  return (run) => during(wait, run)
}

function waitOf(request: object): Wait {
  const { ofRequests } = waits()
  const known = ofRequests.get(request)
  const wait = known && known.idle < STAYS ? known : new Wait(LIMIT)
  ofRequests.set(request, wait)
  return wait
}

function lasting<T>(wait: Wait, run: () => T): T {
  return during(undefined, () => waits().lasting.run(wait, run))
}

function during<T>(wait: Wait | undefined, run: () => T): T {
  const all = waits()
  const before = all.now
  all.now = wait
  try {
    return run()
  } finally {
    all.now = before
  }
}

/** @param milliseconds the most that all statements inside wait together */
export function atMost<T>(milliseconds: number, run: () => T): T {
  return lasting(new Wait(milliseconds), run)
}

/**
 * Waits for work that several requests share, while this request has time left.
 *
 * @param grace milliseconds more for a request that has waited for nothing yet
 * @throws NoAnswer when the time is over
 */
export async function waitFor<T>(shared: Promise<T>, grace = GRACE): Promise<T> {
  const wait = currentWait() ?? new Wait(LIMIT)
  const { left } = wait
  wait.begin()
  try {
    return await within(left < LIMIT ? left : LIMIT + grace, shared, () => {
      throw new NoAnswer('The database did not answer in time.')
    })
  } finally {
    wait.end()
    // Not counted, as the database has nothing to do with it.
    await turn()
  }
}
