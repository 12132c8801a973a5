import type { Request } from 'express'
import { expect, test } from 'vitest'
import { identify } from '../../../src/hosts/express/identify.ts'

const REQUEST = {} as Request

test.each([
  ['人-é', '人-é'],
  ['__proto__', '__proto__'],
  [0, '0'],
  [2 ** 53 - 1, '9007199254740991'],
  [2n ** 64n, '18446744073709551616'],
])('%s is an id', async (accountid, kept) => {
  expect(await identify(() => ({ accountid }), REQUEST)).toEqual({
    accountid: kept,
    sessionid: kept,
    administrator: false,
  })
})

test.each([
  ['nothing', ''],
  ['an object', {}],
  ['true', true],
  ['no number', Number.NaN],
  ['more than any number', Number.POSITIVE_INFINITY],
  ['a number that several ids are rounded to', 2 ** 53],
  ['a fraction', 1.5],
  ['10 kB', 'x'.repeat(10_000)],
  ['text that PostgreSQL cannot keep', 'a\0b'],
  ['text that is kept like any other that is broken', 'a\ud800'],
])('%s is no id', async (_what, id) => {
  const accountid = id as string
  await expect(identify(() => ({ accountid }), REQUEST)).rejects.toThrow('accountid')
  await expect(identify(() => ({ accountid: 'ada', sessionid: accountid }), REQUEST)).rejects.toThrow(
    'sessionid',
  )
})
