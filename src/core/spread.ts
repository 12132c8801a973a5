// Not the global one: tests stop the clock of timers, and a round would never end.
import { setImmediate } from 'node:timers'

/** Milliseconds of work in one round of the event loop before what else has arrived waits for the next. */
const SHARE = 20

let began: number | undefined
let waiting = 0
/** Somebody has a turn in this very moment. */
let isGiven = false

/**
 * Spreads work over rounds of the event loop: runs it now if this round has time left, otherwise in a later round, in order.
 * Hundreds of requests can arrive in one round. The next request then waits for some of them, not for all.
 *
 * @param work must not throw
 * @example
 * spread(() => answer(request, response))
 */
export function spread(work: () => void): void {
  if (waiting === 0 && hasTime()) work()
  else putOff(work)
}

function putOff(work: () => void): void {
  waiting += 1
  setImmediate(take, work)
}

/** Node finishes what one callback of `setImmediate` started, promises included, before it runs the next. */
function take(work: () => void): void {
  if (!hasTime()) return void setImmediate(take, work)
  waiting -= 1
  work()
}

function hasTime(): boolean {
  const now = performance.now()
  if (began === undefined) {
    began = now
    setImmediate(endRound)
  }
  return now - began < SHARE
}

function endRound(): void {
  began = undefined
}

/**
 * Waits for a turn: `spread` for what goes on after an answer that many waited for, or a timer that ended for many.
 *
 * @example
 * const file = await shared
 * await turn()
 * draw(file)
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    // What waited for one promise gets here together, before any of it goes on.
    if (waiting > 0 || isGiven || !hasTime()) return putOff(resolve)
    isGiven = true
    // After everything that promises let go on now.
    process.nextTick(endTurn)
    resolve()
  })
}

function endTurn(): void {
  isGiven = false
}
