import { setImmediate as nextRound } from 'node:timers/promises'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { spread } from '../../src/core/spread.ts'

beforeEach(async () => {
  // The clock of the test before must not be compared with this one's.
  await nextRound()
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** Starts work that takes so many milliseconds each, and notes in which round each was done. */
async function start(works: number, milliseconds: number, how: 'at once' | 'after a promise') {
  const done: { work: number; round: number }[] = []
  let round = 0
  for (let work = 0; work < works; work += 1) {
    spread(async () => {
      if (how === 'after a promise') await undefined
      vi.advanceTimersByTime(milliseconds)
      done.push({ work, round })
    })
    // Node, too, finishes what one request has started before it reads the next.
    await undefined
  }
  for (; done.length < works; round += 1) await nextRound()
  return done
}

describe.each(['at once', 'after a promise'] as const)('work that is done %s', (how) => {
  test('is done in this round when there is little of it', async () => {
    const done = await start(10, 1, how)
    expect(done.map(({ round }) => round)).toEqual(Array(10).fill(0))
  })

  test('is spread over rounds when there is much, in its order', async () => {
    const done = await start(100, 5, how)
    expect(done.map(({ work }) => work)).toEqual(Array.from({ length: 100 }, (_, work) => work))
    for (const { round } of done) {
      // What arrives and what was put off each get a share of the round.
      expect(done.filter((other) => other.round === round).length).toBeLessThanOrEqual(8)
    }
  })
})

test('work that arrives later waits behind what was put off', async () => {
  const order: string[] = []
  for (const name of ['first', 'second', 'later'])
    spread(() => {
      vi.advanceTimersByTime(25)
      order.push(name)
    })
  expect(order).toEqual(['first'])
  await nextRound()
  spread(() => order.push('last'))
  while (order.length < 4) await nextRound()
  expect(order).toEqual(['first', 'second', 'later', 'last'])
})
