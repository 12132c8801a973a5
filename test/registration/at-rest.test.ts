/** What is said of an account when there is no page to lead its person to. */
import { expect, test } from 'vitest'
import { accountStatus } from '../../src/accounts/account-status.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { open } from '../../src/registration/registration.ts'
import { readSpecification } from '../offline-stripe/oracle.ts'
import { accountWith, atTheDesk } from './support.ts'

/** Reasons for which an account is disabled, in the API's version of the package. */
const REASONS = [
  ...['action_required.requested_capabilities', 'listed', 'other', 'platform_paused', 'rejected.fraud'],
  ...['rejected.incomplete_verification', 'rejected.listed', 'rejected.other', 'rejected.platform_fraud'],
  ...['rejected.platform_other', 'rejected.platform_terms_of_service', 'rejected.terms_of_service'],
  ...['requirements.pending_verification', 'under_review'],
]

function said(rest: Record<string, unknown>, disabled_reason: string | null = null) {
  const stripeObject = accountWith({
    country: 'US',
    rest: {
      tos_acceptance: { date: 1 },
      external_accounts: { data: [{ currency: 'usd', status: 'new' }] },
      individual: { id_number_provided: true, ssn_last_4_provided: true },
      business_profile: { url: 'https://example.com', product_description: 'Pots and vases of clay' },
      ...rest,
    },
  })
  Object.assign(stripeObject.requirements ?? {}, { disabled_reason })
  const status = accountStatus(stripeObject)
  const row = { status, stripeObject } as StripeAccountRow
  return open(atTheDesk(), row).next
}

test('each reason that Stripe gives for stopped payouts has its own sentence', () => {
  const known = readSpecification() ? reasonsOfStripe() : REASONS
  expect(REASONS).toEqual(expect.arrayContaining(known))
  for (const reason of REASONS) {
    const { headline, reason: sentence, action } = said({ payouts_enabled: false }, reason)
    expect(headline, reason).toMatch(/^[A-Z].*[a-z]$/)
    expect(sentence, reason).toMatch(/^[A-Z].*\.$/)
    expect(`${headline} ${sentence}`, reason).not.toContain(reason)
    expect(action).toBeUndefined()
  }
})

function reasonsOfStripe(): string[] {
  const found = /"disabled_reason":\{[^}]*?"enum":(\[[^\]]*"platform_paused"[^\]]*\])/.exec(
    JSON.stringify(readSpecification()),
  )
  const reasons: string[] = JSON.parse(found?.[1] ?? '[]')
  expect(reasons.length).toBeGreaterThan(10)
  return reasons.filter((reason) => reason !== 'requirements.past_due')
}

test.each(['platform_paused', 'action_required.requested_capabilities', 'brand.new'])(
  'what the marketplace alone can end says so: %s',
  (reason) => {
    expect(said({ payouts_enabled: false }, reason).reason).toMatch(/Contact the marketplace/)
  },
)

test('a review by people is not said to take minutes', () => {
  for (const reason of ['listed', 'under_review'])
    expect(said({ payouts_enabled: false }, reason).reason).toMatch(/several days/)
  expect(said({ payouts_enabled: false }, 'requirements.pending_verification').reason).toMatch(/minutes/)
})

test('a reason that is new to us is told by its name', () => {
  expect(said({ payouts_enabled: false }, 'brand.new').reason).toContain('brand.new')
})

test.each([
  [{ transfers: 'inactive', card_payments: 'active' }, 'Stripe has turned off transfers to you'],
  [
    { transfers: 'inactive', card_payments: 'inactive' },
    'Stripe has turned off transfers to you and card payments',
  ],
  [{ transfers: 'active', card_payments: 'pending' }, 'Stripe is still checking card payments'],
  [{ transfers: 'active', sofa_payments: 'inactive' }, 'Stripe has turned off sofa payments'],
  [{ transfers: 'active', card_payments: 'active' }, 'You are set up to be paid'],
  [undefined, 'You are set up to be paid'],
])('who is paid out is told what else does not work: %j', (capabilities, headline) => {
  expect(said({ payouts_enabled: true, capabilities }).headline).toBe(headline)
})
