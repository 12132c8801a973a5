/**
 * Compares the cost of one size with that of four times the size: about four times as much for linear work, sixteen times for
 * quadratic work.
 *
 * @module
 */
import { performance } from 'node:perf_hooks'
import { expect } from 'vitest'

/** Between four and sixteen. */
const MOST = 11
/** Milliseconds too short to compare: anything faster counts as this. */
const NOTHING = 5
/** A round may be slow, because of garbage collection for example, but never fast: the fastest of each size counts. */
const ROUNDS = 12
/** Milliseconds after which no new round starts. */
const PATIENCE = 20_000

/**
 * @param size large enough that quadratic work would take a tenth of a second
 * @param make makes the input, which is not measured
 * @param what names the input, for a test with several
 */
export async function expectLinear<T>(
  size: number,
  make: (size: number) => T,
  work: (made: T) => unknown,
  what = 'it',
): Promise<void> {
  // Loading and compiling on the first run must count for neither size.
  await work(make(Math.ceil(size / 10)))
  await expectSimilar([make(size), `${what}: ${size}`], [make(size * 4), `${size * 4}`], work)
}

/**
 * Compares two inputs of one size, one of them odd.
 *
 * @param usual the ordinary input and its name
 * @param most how many times as long the odd one may take
 */
export async function expectSimilar<T>(
  [usual, name]: readonly [T, string],
  [odd, oddName]: readonly [T, string],
  work: (made: T) => unknown,
  most = MOST,
): Promise<void> {
  let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const begun = performance.now()
  for (let round = 0; round < ROUNDS && performance.now() - begun < PATIENCE; round += 1) {
    first = Math.min(first, await time(work, usual))
    second = Math.min(second, await time(work, odd))
    if (round > 0 && second / Math.max(first, NOTHING) < most) return
  }
  expect.fail(
    `${name} took ${first.toFixed(1)} ms, ${oddName} took ${second.toFixed(1)} ms: more than ${most} times as long`,
  )
}

/** Milliseconds of CPU of this process: a clock would count other programs too. */
async function time<T>(work: (made: T) => unknown, made: T): Promise<number> {
  const start = process.cpuUsage()
  await work(made)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
