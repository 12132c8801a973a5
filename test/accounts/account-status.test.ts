import { describe, expect, test } from 'vitest'
import { accountStatus } from '../../src/accounts/account-status.ts'
import { makeAccount } from '../application/accounts.ts'

const submitted = { tos_acceptance: { date: 1_700_000_000 } }

describe('before it is submitted', () => {
  test('an account is new until something was given', () => {
    expect(accountStatus(makeAccount({ requirements: { currently_due: ['individual.first_name'] } }))).toBe(
      'new',
    )
  })

  test('then it is unfinished', () => {
    expect(accountStatus(makeAccount({ business_profile: { mcc: '5734' } as never }))).toBe('unfinished')
  })
})

describe('once it is submitted', () => {
  test.each([null, 'requirements.pending_verification', 'under_review', 'listed'] as const)(
    'it is in review while payouts are off because of %s',
    (disabled_reason) => {
      expect(accountStatus(makeAccount({ ...submitted, requirements: { disabled_reason } }))).toBe(
        'in-review',
      )
    },
  )

  test('it is active when payouts work and nothing is asked', () => {
    expect(accountStatus(makeAccount({ ...submitted, payouts_enabled: true }))).toBe('active')
  })

  test.each([{ currently_due: ['individual.email'] }, { past_due: ['individual.email'] }])(
    'information is due while payouts work but %o',
    (requirements) => {
      expect(accountStatus(makeAccount({ ...submitted, payouts_enabled: true, requirements }))).toBe(
        'information-due',
      )
    },
  )

  test.each([
    { disabled_reason: 'requirements.past_due' as const },
    { disabled_reason: 'platform_paused' as const },
    { disabled_reason: 'requirements.pending_verification' as const, currently_due: ['individual.email'] },
  ])('it is restricted when payouts are off because of %o', (requirements) => {
    expect(accountStatus(makeAccount({ ...submitted, requirements }))).toBe('restricted')
  })
})

test.each(['rejected.fraud', 'rejected.listed', 'rejected.terms_of_service', 'rejected.other'] as const)(
  'with %s it is rejected, whatever else is true of it',
  (disabled_reason) => {
    const account = makeAccount({ payouts_enabled: true, requirements: { disabled_reason } })
    expect(accountStatus(account)).toBe('rejected')
  },
)
