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
  const [small, large] = [make(size), make(size * 4)]
  // What is loaded or compiled at the first time is of neither.
  await work(make(Math.ceil(size / 10)))
  let [one, four] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const begun = performance.now()
  for (let round = 0; round < ROUNDS && performance.now() - begun < PATIENCE; round += 1) {
    one = Math.min(one, await time(work, small))
    four = Math.min(four, await time(work, large))
    if (round > 0 && isLinear(one, four)) return
  }
  expect.fail(
    `${what}: ${size} took ${one.toFixed(1)} ms, ${size * 4} took ${four.toFixed(1)} ms: more than ${MOST} times as long`,
  )
}

function isLinear(one: number, four: number): boolean {
  return four / Math.max(one, NOTHING) < MOST
}

/** Milliseconds of this process's own: a clock would count those of every other program, too. */
async function time<T>(work: (made: T) => unknown, made: T): Promise<number> {
  const start = process.cpuUsage()
  await work(made)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
