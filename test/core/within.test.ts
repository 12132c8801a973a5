import { setImmediate as nextRound } from 'node:timers/promises'
import type { Request, Response } from 'express'
import pino from 'pino'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { withinTogether } from '../../src/core/within.ts'
import { readyz } from '../../src/hosts/standalone/health.ts'
import { waitFor } from '../../src/storage/waiting.ts'

beforeEach(async () => {
  // The clock of the test before must not be compared with this one's.
  await nextRound()
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** Ways to wait for something shared. */
type Wait = (shared: Promise<boolean>, done: () => void) => unknown

/** Lets a hundred wait, each with work of 5 ms to do afterwards. @returns how many of them did it in one round, at most */
async function mostInOneRound(waiting: Wait, settle: (resolve: () => void, reject: () => void) => void) {
  const rounds: number[] = []
  let round = 0
  const done = () => {
    vi.advanceTimersByTime(5)
    rounds.push(round)
  }
  const shared = new Promise<boolean>((resolve, reject) => {
    setImmediate(() =>
      settle(
        () => resolve(true),
        () => reject(new Error('failed')),
      ),
    )
  })
  for (let count = 0; count < 100; count += 1) waiting(shared, done)
  for (; rounds.length < 100; round += 1) await nextRound()
  return Math.max(...rounds.map((each) => rounds.filter((other) => other === each).length))
}

const askReadyz = () => {
  let shared: Promise<boolean> | undefined
  const handler = readyz({
    checks: { part: () => shared ?? Promise.resolve(false) },
    information: () => ({}),
    log: pino({ level: 'silent' }),
  })
  const wait: Wait = (awaited, done) => {
    shared = awaited
    const response = { status: () => response, set: () => response, json: done }
    return handler({} as Request, response as unknown as Response, () => undefined)
  }
  return wait
}

const ways: Record<string, Wait> = {
  'with a limit': (shared, done) => withinTogether(60_000, shared, () => false).then(done, done),
  'while a request has time': (shared, done) => waitFor(shared).then(done, done),
  'for a check of readiness': askReadyz(),
}

test.each(Object.keys(ways))('many who wait %s for one thing go on in their turn', async (way) => {
  const wait = ways[way] as Wait
  // What waits and what was put off each get a share of the round.
  expect(await mostInOneRound(wait, (resolve) => resolve())).toBeLessThanOrEqual(8)
})

test('many who wait for what fails go on in their turn, too', async () => {
  const wait = ways['while a request has time'] as Wait
  expect(await mostInOneRound(wait, (_resolve, reject) => reject())).toBeLessThanOrEqual(8)
})
