import { expect, test } from 'vitest'
import { nextThing } from '../../src/registration/next-thing.ts'
import type { StripeAccountRow } from '../../src/storage/storage.ts'
import { accountWith, atTheDesk } from './support.ts'

const context = atTheDesk({ now: new Date('2026-11-21T12:00:00Z') })

/** What is said of something that is due at a moment, while payouts go on or not. */
function saidBy(deadline: string, payouts_enabled = true): string {
  const stripeObject = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    deadline: Date.parse(deadline) / 1000,
    rest: { payouts_enabled },
  })
  const status = payouts_enabled ? 'information-due' : 'restricted'
  return nextThing(context, { status, stripeObject } as StripeAccountRow).sentence
}

test.each([
  ['2026-12-03T02:00:00Z', 'December 1, 2026'],
  ['2026-12-03T12:00:00Z', 'December 2, 2026'],
  ['2026-12-03T23:59:59Z', 'December 2, 2026'],
  ['2026-11-23T12:00:00Z', 'November 22, 2026'],
])('what is due at %s is asked for by the last day that is over everywhere by then', (deadline, day) => {
  expect(saidBy(deadline)).toContain(`by ${day}:`)
  expect(saidBy(deadline, false)).toContain(`by ${day}.`)
})

test.each(['2026-11-21T13:00:00Z', '2026-11-22T11:00:00Z'])(
  'what is due at %s is asked for today',
  (deadline) => {
    expect(saidBy(deadline)).toContain('today')
    expect(saidBy(deadline, false)).toContain('today')
  },
)

test('a day that has passed is not named', () => {
  expect(saidBy('2026-11-20T12:00:00Z')).not.toContain('2026')
  expect(saidBy('2026-11-21T11:00:00Z', false)).toBe(
    'Payouts are stopped until you have completed “Documents”.',
  )
})
