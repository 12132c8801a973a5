import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBirthDate } from '../../src/registration/birth-date.ts'

const NOW = new Date('2026-11-21T12:00:00Z')

const read = (day: string, month: string, year: string, test = false) =>
  readBirthDate({ day, month, year }, NOW, test)

describe('a date of birth', () => {
  test('is one that exists', () => {
    expect(read('29', '2', '2000')).toEqual({ day: 29, month: 2, year: 2000 })
    expect(read('29', '2', '1999')).toEqual([{ part: 'day', refusal: 'refusal.no-such-day' }])
    expect(read('31', '4', '1990')).toEqual([{ part: 'day', refusal: 'refusal.no-such-day' }])
  })

  test('is of somebody who is 18 today', () => {
    expect(read('21', '11', '2008')).toEqual({ day: 21, month: 11, year: 2008 })
    expect(read('23', '11', '2008')).toEqual([{ part: 'year', refusal: 'refusal.too-young' }])
  })

  test('is of somebody who is 18 where they live, although it is still yesterday in Greenwich', () => {
    const morningInAuckland = new Date('2026-11-21T18:00:00Z')
    const born = { day: '22', month: '11', year: '2008' }
    expect(readBirthDate(born, morningInAuckland, false)).toEqual({ day: 22, month: 11, year: 2008 })
  })

  test('is at most 120 years ago', () => {
    expect(read('23', '11', '1905')).toEqual({ day: 23, month: 11, year: 1905 })
    expect(read('21', '11', '1905')).toEqual([{ part: 'year', refusal: 'refusal.unlikely-year' }])
  })

  test.each(['1900', '1901', '1902'])("of Stripe's test year %s passes with a test key only", (year) => {
    expect(read('1', '1', year, true)).toEqual({ day: 1, month: 1, year: Number(year) })
    expect(read('01', '01', year, true)).toEqual({ day: 1, month: 1, year: Number(year) })
    expect(read('2', '1', year, true)).toHaveLength(1)
    expect(read('1', '1', year)).toHaveLength(1)
  })

  test.each<[Parameters<typeof read>, string[]]>([
    [['', '2', '1990'], ['day']],
    [['3', 'May', '1990'], ['month']],
    [['3', '5', '90'], ['year']],
    [
      ['3', '', ''],
      ['month', 'year'],
    ],
    [
      ['32', '13', '0'],
      ['day', 'month', 'year'],
    ],
  ])('of %j says each box that is wrong: %j', (typed, wrong) => {
    expect(read(...typed)).toMatchObject(wrong.map((part) => ({ part })))
  })

  test('that is empty is none', () => {
    expect(read('', '', '')).toBeUndefined()
  })

  test('is a real day whatever is typed', () => {
    const digits = fc.stringMatching(/^\d{0,4}$/)
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), digits, digits, (day, month, year) => {
        const date = read(day, month, year)
        if (!date || Array.isArray(date)) return
        const real = new Date(Date.UTC(date.year, date.month - 1, date.day))
        expect(real.getUTCDate()).toBe(date.day)
      }),
    )
  })
})
