import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { Ambient } from '../../src/core/ambient.ts'

const number = new Ambient<number>()

test('a value is there however many steps later, and not for anybody else', async () => {
  const seen = async (value: number) =>
    number.run(value, async () => {
      await sleep(5)
      const inner = await number.run(value * 10, async () => {
        await sleep(5)
        return number.get()
      })
      return [number.get(), inner]
    })
  const all = await Promise.all([1, 2, 3].map(seen))
  expect(all).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ])
  expect(number.get()).toBeUndefined()
})

test('a value lasts as long as its call, whether it resolves, rejects, throws or is over later', async () => {
  await expect(number.run(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const thrown = () => {
    throw new Error('never')
  }
  expect(() => number.run(1, thrown)).toThrow('never')
  const work = new EventEmitter()
  const later: (number | undefined)[] = []
  const until = (ended: () => void) => work.once('end', ended)
  number.runUntil(until, 5, () => {
    setTimeout(() => later.push(number.get()), 5)
  })
  // Somebody else's call ends first.
  await number.run(1, () => sleep(1))
  await sleep(20)
  expect(later).toEqual([5])
  work.emit('end')
})

test('the storage is in use only while a call lasts', async () => {
  const run = vi.spyOn(AsyncLocalStorage.prototype, 'run')
  const disable = vi.spyOn(AsyncLocalStorage.prototype, 'disable')
  try {
    const both = Promise.all([number.run(1, () => sleep(1)), number.run(2, () => sleep(20)), sleep(10)])
    const [storage] = run.mock.contexts
    // The process has other storages.
    const timesDisabled = () => disable.mock.contexts.filter((context) => context === storage).length
    await both
    // Not after the first, which would end the second, too.
    expect(timesDisabled()).toBe(1)
    const over = (ended: () => void) => ended()
    expect(number.runUntil(over, 5, () => number.get())).toBe(5)
    expect(timesDisabled()).toBe(2)
  } finally {
    run.mockRestore()
    disable.mockRestore()
  }
})
