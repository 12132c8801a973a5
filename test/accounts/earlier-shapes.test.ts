/** Accounts as an older version of Stripe's API showed them, and accounts of which nothing can be read. */
import { expect, onTestFinished, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { earlierAccounts } from '../../src/accounts/store/take-over.ts'
import { takenOverStore } from '../../src/accounts/store/taken-over.ts'
import { routes } from '../../src/features.ts'
import { startDashboard } from '../hosts/support.ts'
import { openMarket } from '../support/market.ts'

const PROFILE = {
  ...{ mcc: null, name: null, product_description: null, support_email: null, support_phone: null },
  ...{ support_url: null, url: null },
}

const OLD = {
  ...{ business_profile: PROFILE, business_type: 'individual' },
  ...{ capabilities: { transfers: 'active' }, charges_enabled: true, country: 'US', created: 1_600_000_000 },
  ...{ default_currency: 'usd', details_submitted: true, email: null, metadata: {}, payouts_enabled: true },
  ...{ external_accounts: { object: 'list', data: [], has_more: false, total_count: 0 }, settings: {} },
  individual: { id: 'person_1', object: 'person', first_name: 'Maya', last_name: 'Hart' },
  requirements: {
    ...{ current_deadline: null, currently_due: ['individual.phone'], disabled_reason: null, errors: [] },
    ...{ eventually_due: [], past_due: [], pending_verification: [] },
  },
  ...{ tos_acceptance: { date: 1_600_000_100 }, type: 'custom' },
}

test.each([
  ['with what Stripe showed in 2020', OLD],
  ['of a company', { ...OLD, business_type: 'company', individual: undefined, company: { name: 'Bowls' } }],
  ['of which only the id is known', {}],
])('a seller %s can see every page, and so can administrators', async (_what, parts) => {
  const { services, close } = await openMarket()
  onTestFinished(close)
  const host = await startDashboard({ services, routes })
  const administrator = await host.signedIn('account_administrator')
  const owner = await host.signedIn('account_owner')
  const stripeid = 'acct_earlier'
  const { accountid } = owner
  const row = {
    ...{ objectid: stripeid, stripeid, accountid, submittedAt: undefined, createdAt: new Date(0) },
    stripeObject: { ...parts, id: stripeid, object: 'account' as const },
  }
  const taken = await takenOverStore(services.storage).take(
    { object: 'account', rows: [row] },
    earlierAccounts.take,
  )
  expect(taken).toBe(1)
  expect(await accountStore(services.storage).find(stripeid)).toBeDefined()

  for (const route of routes) {
    if (route.kind === 'webhook' || route.kind === 'stream') continue
    if (route.kind === 'api' && route.method !== 'GET') continue
    const asked = { stripeid, accountid, countryid: 'DE' }
    const query = Object.entries(asked).filter(([name]) => name in route.query.shape)
    if ('payoutid' in route.query.shape || 'personid' in route.query.shape) continue
    const { browser } = route.audience === 'administrator' ? administrator : owner
    const address = `${route.path}?${new URLSearchParams(query)}`
    const { status } = await browser.get(address)
    // Some of it asks for what the account has not.
    expect(status, address).toBeLessThan(500)
  }
})
