import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameValue } from '../../src/core/same-value.ts'

test('says of any two values of JSON what Node says', () => {
  const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 3 } as object)
  fc.assert(
    fc.property(value, value, (one, other) => {
      const parsed = JSON.parse(JSON.stringify(one))
      expect(sameValue(parsed, one)).toBe(isDeepStrictEqual(parsed, JSON.parse(JSON.stringify(one))))
      expect(sameValue(one, other)).toBe(isDeepStrictEqual(one, other))
    }),
  )
})

test.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: undefined }, { b: undefined }, false],
  [[], {}, false],
  [null, undefined, false],
  ['1', 1, false],
])('%j and %j', (one, other, same) => {
  expect(sameValue(one, other)).toBe(same)
})
