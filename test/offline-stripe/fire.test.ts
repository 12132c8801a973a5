import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const { id: account } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' })

const ROUTES = [
  'accounts',
  `accounts/${account}`,
  `accounts/${account}/persons`,
  `accounts/${account}/external_accounts`,
  `accounts/${account}/capabilities/transfers`,
  `accounts/${account}/reject`,
  'account_links',
  'payouts',
  'tokens',
  'webhook_endpoints',
]
const NAMES = [
  ...[
    'account',
    'amount',
    'bank_account',
    'business_profile',
    'capabilities',
    'company',
    'country',
    'currency',
  ],
  ...[
    'destination',
    'dob',
    'email',
    'enabled_events',
    'expand',
    'external_account',
    'individual',
    'metadata',
    'method',
  ],
  ...[
    'reason',
    'relationship',
    'settings',
    'starting_after',
    'tos_acceptance',
    'type',
    'url',
    'verification',
  ],
]

const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12 }))
const key = fc
  .tuple(
    name,
    fc.array(fc.oneof(fc.constantFrom(...NAMES, '', '0', 'document', 'day', '__proto__'), name), {
      maxLength: 4,
    }),
  )
  .map(([head, tail]) => head + tail.map((each) => `[${each}]`).join(''))
const value = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    'true',
    'null',
    'US',
    'usd',
    'custom',
    'individual',
    account,
    'x'.repeat(6000),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const body = fc.array(fc.tuple(key, value), { maxLength: 6 }).map((pairs) => new URLSearchParams(pairs))

describe('whatever is sent', () => {
  it('is answered, and never by a fault of the offline Stripe', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), body, fc.boolean(), async (route, form, onAccount) => {
        const response = await fetch(`${bench.url}/v1/${route}`, {
          method: 'POST',
          headers: { authorization: 'Bearer sk_test_fire', ...(onAccount && { 'stripe-account': account }) },
          body: form,
        })
        const answer = (await response.json()) as object
        expect(response.status).toBeLessThan(500)
        if (!response.ok) expect(answer).toHaveProperty('error.message')
      }),
      { numRuns: 400 },
    )
  })
})
