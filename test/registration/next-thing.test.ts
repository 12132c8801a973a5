import { expect, test } from 'vitest'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { open } from '../../src/registration/registration.ts'
import { accountWith, atTheDesk } from './support.ts'

const context = atTheDesk({ now: new Date('2026-11-21T12:00:00Z') })

/** The sentence about a deadline, with payouts on or off. */
function saidBy(deadline: string, payouts_enabled = true): string {
  const stripeObject = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    deadline: Date.parse(deadline) / 1000,
    rest: { payouts_enabled },
  })
  const status = payouts_enabled ? 'information-due' : 'restricted'
  return open(context, { status, stripeObject } as StripeAccountRow).next.sentence
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

test('a company that lacks nothing but its people is not told to submit, which would be refused', () => {
  const account = (due: string[]) =>
    accountWith({
      country: 'GB',
      due: [...due, 'tos_acceptance.date'],
      rest: { business_type: 'company', external_accounts: { data: [{ currency: 'gbp' }] } },
    })
  const next = (due: string[], status: StripeAccountRow['status'] = 'unfinished') =>
    open(context, { status, stripeObject: account(due) } as StripeAccountRow).next
  for (const due of [
    'company.owners_provided',
    'representative.first_name',
    'person_1.verification.document',
  ])
    for (const status of ['unfinished', 'information-due', 'restricted'] as const)
      expect(next([due], status)).toEqual({
        status,
        sentence: expect.stringContaining('the people in your company'),
      })
  expect(next(['company.name', 'owners.email']).action?.label).toBe('Continue')
})

test('a day that has passed is not named', () => {
  expect(saidBy('2026-11-20T12:00:00Z')).not.toContain('2026')
  expect(saidBy('2026-11-21T11:00:00Z', false)).toBe(
    'Payouts are stopped until you have completed “Documents”.',
  )
})
