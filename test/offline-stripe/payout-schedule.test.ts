import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPayoutDay } from '../../src/offline-stripe/money/payout-schedule.ts'

type Schedule = NonNullable<Parameters<typeof isPayoutDay>[0]>

/** The days of a month on which a schedule pays out. */
function payoutDays(schedule: Omit<Schedule, 'delay_days'>, year: number, month: number): number[] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days = Array.from({ length }, (_, index) => index + 1)
  return days.filter((day) =>
    isPayoutDay({ delay_days: 2, ...schedule }, new Date(Date.UTC(year, month - 1, day))),
  )
}

describe('isPayoutDay', () => {
  it.each<[string, Omit<Schedule, 'delay_days'>, number[]]>([
    ['manual', { interval: 'manual' }, []],
    ['weekly', { interval: 'weekly', weekly_payout_days: ['monday'] }, [2, 9, 16, 23]],
    [
      'twice a week',
      { interval: 'weekly', weekly_payout_days: ['monday', 'friday'] },
      [2, 6, 9, 13, 16, 20, 23, 27],
    ],
    ['by the older anchor', { interval: 'weekly', weekly_anchor: 'sunday' }, [1, 8, 15, 22]],
    ['monthly', { interval: 'monthly', monthly_anchor: 15 }, [15]],
    ['on a day that February lacks', { interval: 'monthly', monthly_payout_days: [10, 31] }, [10, 28]],
  ])('%s, in February 2026', (_name, schedule, expected) => {
    expect(payoutDays(schedule, 2026, 2)).toEqual(expected)
  })

  it('comes once in every month, whatever the day', () => {
    const day = fc.integer({ min: 1, max: 31 })
    const year = fc.integer({ min: 2020, max: 2040 })
    const month = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(day, year, month, (monthly_anchor, inYear, inMonth) => {
        expect(payoutDays({ interval: 'monthly', monthly_anchor }, inYear, inMonth)).toHaveLength(1)
      }),
    )
  })
})
