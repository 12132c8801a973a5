/**
 * Compares what a size costs with what four times the size costs: about four times as much where the work grows with what is
 * sent, sixteen times where it grows with the square.
 *
 * @module
 */
import { performance } from 'node:perf_hooks'
import { expect } from 'vitest'

/** Between four, and sixteen. */
const MOST = 9
/** Milliseconds that count as nothing: what is faster is measured as this. */
const NOTHING = 5
/** Single rounds may be slow, of collecting garbage, say, never fast: the fastest of each size counts. */
const ROUNDS = 12
/** Milliseconds after which no more rounds are begun. */
const PATIENCE = 10_000

/**
 * @param size large enough that work with its square would take a tenth of a second
 * @param make makes what is worked on, which is not measured
 * @param what it is, where a test works on several things
 */
export async function expectLinear<T>(
  size: number,
  make: (size: number) => T,
  work: (made: T) => unknown,
  what = 'it',
): Promise<void> {
  // What is loaded or compiled at the first time is of neither.
  await work(make(Math.ceil(size / 10)))
  await expectSimilar([make(size), `${what}: ${size}`], [make(size * 4), `${size * 4}`], work)
}

/**
 * Compares two things of one size, of which one is odd.
 *
 * @param usual with what it is called
 */
export async function expectSimilar<T>(
  [usual, name]: readonly [T, string],
  [odd, oddName]: readonly [T, string],
  work: (made: T) => unknown,
): Promise<void> {
  let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const begun = performance.now()
  for (let round = 0; round < ROUNDS && performance.now() - begun < PATIENCE; round += 1) {
    first = Math.min(first, await time(work, usual))
    second = Math.min(second, await time(work, odd))
    if (round > 0 && second / Math.max(first, NOTHING) < MOST) return
  }
  expect.fail(
    `${name} took ${first.toFixed(1)} ms, ${oddName} took ${second.toFixed(1)} ms: more than ${MOST} times as long`,
  )
}

/** Milliseconds of this process's own: a clock would count those of every other program, too. */
async function time<T>(work: (made: T) => unknown, made: T): Promise<number> {
  const start = process.cpuUsage()
  await work(made)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
