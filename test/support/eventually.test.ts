import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'

test('what passes at last is answered', async () => {
  let tries = 0
  expect(
    await eventually(() => {
      tries += 1
      expect(tries).toBe(3)
      return tries
    }),
  ).toBe(3)
})

test.each([
  ['fails', () => expect('closed').toBe('open'), /'closed' to be 'open'/],
  ['never ends', () => new Promise(() => {}), /Timed out/],
  ['fails without an error', () => Promise.reject('no'), /./],
])('a check that %s is named when the time is over', async (_, check, failure) => {
  const waiting = eventually<unknown>(check, { limit: 50 })
  await expect(waiting).rejects.toThrow(failure)
  await expect(waiting).rejects.toThrow(`waited 0.05 s for ${check}`)
})
