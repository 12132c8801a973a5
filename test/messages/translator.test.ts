import { describe, expect, test } from 'vitest'
import { translators } from '../../src/runtime/translators.ts'
import { catalogues, keysOf } from '../support/sentences.ts'

const messages = translators.english

describe('money', () => {
  test.each([
    [123456, 'usd', '$1,234.56'],
    [5, 'usd', '$0.05'],
    [-5, 'eur', '-€0.05'],
    [0, 'gbp', '£0.00'],
    [98778, 'jpy', '¥98,778'],
    [1234, 'kwd', 'KWD 1.234'],
    [Number.MAX_SAFE_INTEGER, 'usd', '$90,071,992,547,409.91'],
  ])('%i in %s is %s', (amount, currency, shown) => {
    expect(messages.money(amount, currency).replace(/\s/g, ' ')).toBe(shown)
  })

  test.each(['isk', 'ugx', 'huf', 'twd'])(
    'in %s has hundredths with Stripe, which nobody else has',
    (currency) => {
      expect(messages.money(500, currency)).toContain('5.00')
    },
  )
})

test('every problem has a sentence, also when a caller made up its code and nobody has its values', () => {
  const codes = keysOf(catalogues).flatMap((key) => /^problem\.(.+)$/.exec(key)?.[1] ?? [])
  expect(codes).toContain('invalid-invitee')
  for (const code of codes) expect(messages.problem({ code }), code).not.toMatch(/^$|[{}]/)
})

test('a time says that it is not the time of the place', () => {
  expect(messages.dateTime(new Date('2026-11-21T23:30:00Z')).replace(/\s/g, ' ')).toBe(
    'Nov 21, 2026, 11:30 PM UTC',
  )
})
