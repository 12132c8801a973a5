import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ArrivalRate } from '../../src/events/arrival-rate.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('arrivals count at once, for the second after theirs, and no longer', () => {
  const rate = new ArrivalRate()
  expect(rate.perSecond()).toBe(0)
  rate.add(300)
  rate.add(400)
  expect(rate.perSecond()).toBe(700)
  vi.advanceTimersByTime(1_100)
  expect(rate.perSecond()).toBe(700)
  rate.add(100)
  vi.advanceTimersByTime(1_100)
  expect(rate.perSecond()).toBe(100)
  vi.advanceTimersByTime(5_000)
  expect(rate.perSecond()).toBe(0)
})
