import { describe, expect, test } from 'vitest'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { open } from '../../src/registration/registration.ts'
import { accountWith, atTheDesk } from './support.ts'

const context = atTheDesk({ now: new Date('2026-11-21T12:00:00Z') })

/** What is said of an account whose document is due, with payouts on or off. */
function due(deadline: string, payouts_enabled = true) {
  const stripeObject = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    deadline: Date.parse(deadline) / 1000,
    rest: { payouts_enabled },
  })
  const status = payouts_enabled ? 'information-due' : 'restricted'
  return open(context, { status, stripeObject } as StripeAccountRow).next
}

test.each([
  ['2026-12-03T02:00:00Z', '2026-12-01', 10],
  ['2026-12-03T12:00:00Z', '2026-12-02', 11],
  ['2026-12-03T23:59:59Z', '2026-12-02', 11],
  ['2026-11-23T12:00:00Z', '2026-11-22', 1],
  ['2026-11-21T13:00:00Z', '2026-11-21', 0],
  ['2026-11-22T11:00:00Z', '2026-11-21', 0],
])(
  'what is due at %s is asked for by the last day that is over everywhere by then',
  (deadline, day, days) => {
    for (const payouts of [true, false])
      expect(due(deadline, payouts).deadline).toEqual({ day: new Date(day), days })
  },
)

test.each(['2026-11-20T12:00:00Z', '2026-11-21T11:00:00Z'])(
  'a day that has passed is not named: %s',
  (deadline) => {
    expect(due(deadline).deadline).toBeUndefined()
  },
)

test('what is due is named, with what it means for payouts and a verb', () => {
  expect(due('2026-12-03T12:00:00Z')).toMatchObject({
    headline: 'Stripe needs your ID',
    reason: 'This keeps your payouts going.',
    action: { label: 'Upload your ID' },
  })
  expect(due('2026-12-03T12:00:00Z', false).reason).toBe('Payouts are paused until then.')
})

describe('what Stripe could not verify', () => {
  const next = (errors: Parameters<typeof accountWith>[0]['errors'], more: object = {}) =>
    open(context, {
      status: 'restricted',
      stripeObject: accountWith({
        country: 'US',
        due: (errors ?? []).map(({ requirement }) => requirement),
        ...(errors && { errors }),
        rest: { payouts_enabled: false, ...more },
      }),
    } as StripeAccountRow).next
  const refused = (requirement: string, code: string) => ({
    requirement,
    code,
    reason: 'In the words of Stripe.',
  })

  test('is a photo: why, and a verb', () => {
    expect(
      next([refused('individual.verification.document', 'verification_document_not_readable')]),
    ).toMatchObject({
      headline: 'Stripe could not verify your ID',
      reason: 'The picture cannot be read. Take a sharp one in good light. Payouts are paused until then.',
      action: { path: '/account/connect/edit-stripe-account', label: 'Upload your ID' },
    })
  })

  test('is an answer', () => {
    expect(next([refused('individual.dob.day', 'invalid_dob_age_over_maximum')])).toMatchObject({
      headline: 'Stripe could not verify your date of birth',
      action: { label: 'Correct your date of birth' },
    })
  })

  test('is several answers, the first of which says why', () => {
    expect(
      next([
        refused('individual.first_name', 'verification_failed_name_match'),
        refused('individual.last_name', 'brand_new_code'),
      ]),
    ).toMatchObject({
      headline: 'Stripe could not verify some of your details',
      reason: expect.stringMatching(/^The name could not be verified/),
      action: { label: 'Go to About you' },
    })
  })

  test('is told in the words of Stripe when it is new to us', () => {
    expect(next([refused('individual.id_number', 'brand_new_code')]).reason).toContain(
      'In the words of Stripe.',
    )
  })

  test.each([
    ['errored', 'Your bank account cannot receive payouts', 'Add another bank account'],
    ['verification_failed', 'Stripe could not verify your bank account', 'Add another bank account'],
  ])('is a bank account that is %s', (status, headline, label) => {
    const external_accounts = { data: [{ currency: 'usd', status }] }
    const stripeObject = accountWith({ country: 'US', rest: { payouts_enabled: false, external_accounts } })
    const thing = open(context, { status: 'restricted', stripeObject } as StripeAccountRow).next
    expect(thing).toMatchObject({
      headline,
      action: { path: '/account/connect/edit-payment-information', label },
    })
  })
})

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
        headline: expect.stringContaining('the people in your company'),
        reason: expect.any(String),
      })
  expect(next(['company.name', 'owners.email']).action?.label).toBe('Continue with Your business')
})
