import fc from 'fast-check'
import { expect, test } from 'vitest'
import { link } from '../../src/web/link.ts'

test('carries every value as it is', () => {
  const values = fc.dictionary(fc.stringMatching(/^[a-z-]+$/), fc.string({ minLength: 1, unit: 'grapheme' }))
  fc.assert(
    fc.property(values, (query) => {
      const { pathname, searchParams } = new URL(link('/account', query), 'http://host')
      expect(pathname).toBe('/account')
      expect(Object.fromEntries(searchParams)).toEqual({ ...query })
    }),
  )
})

test.each([
  ['/a', {}, '/a'],
  ['/a', { none: undefined, empty: '', nothing: null }, '/a'],
  ['/a', { zero: 0 }, '/a?zero=0'],
  ['/a?b=c', { d: 'e' }, '/a?b=c&d=e'],
])('%s with %o', (path, query, expected) => {
  expect(link(path, query)).toBe(expected)
})
