/** Pages of the earlier module that answered 500 instead of showing something. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../hosts/support.ts'
import { words } from '../oversight/support.ts'
import { eventually } from '../support/eventually.ts'
import { ACTIVE, type LiveHost, openLiveHost, unescaped } from '../support/live-host.ts'

const ACCOUNT = '/account/connect'
const ADMINISTRATOR = '/administrator/connect'

let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost()
})

afterAll(() => host.close())

/** What a page says, which is never a fault of ours nor a hole. */
async function read(browser: Browser, address: string, status = 200): Promise<string> {
  const response = await browser.get(address)
  const text = words(await response.text())
  expect([response.status, response.headers.get('content-type')], `${address} says ${text}`).toEqual([
    status,
    'text/html; charset=utf-8',
  ])
  expect(text).not.toMatch(/\bundefined\b|\[object /)
  return text
}

test('9.1-05: an account is shown whatever Stripe has disabled it for', async () => {
  const stripeid = await host.adopted({})
  await host.adopted({})
  for (const disabled_reason of [
    'requirements.pending_verification',
    'requirements.past_due',
    'rejected.terms_of_service',
    'rejected.fraud',
    'under_review',
    'platform_paused',
    'listed',
    'other',
  ]) {
    await host.control('POST', 'requirements', { account: stripeid, disabled_reason })
    await host.administrator.browser.submit(`${ADMINISTRATOR}/stripe-account?stripeid=${stripeid}`, {})
    const { body } = await host.api('GET', `user/connect/stripe-account?stripeid=${stripeid}`)
    expect(body.stripeObject.requirements?.disabled_reason).toBe(disabled_reason)
    for (const page of ['', '/stripe-accounts', `/stripe-account?stripeid=${stripeid}`]) {
      await read(host.seller.browser, ACCOUNT + page)
      await read(host.administrator.browser, ADMINISTRATOR + page)
    }
  }
})

test('9.1-06: a payout is shown in whichever state it is', async () => {
  const stripeid = await host.adopted(ACTIVE)
  const on = { stripeAccount: stripeid }
  await host.control('POST', 'fund', { account: stripeid, amount: 90_000, currency: 'usd' })
  const make = async (amount: number) =>
    (await host.stripe.payouts.create({ amount, currency: 'usd' }, on)).id
  const seen = async (id: string, state: RegExp) => {
    const page = `${ADMINISTRATOR}/payout?payoutid=${id}`
    await eventually(async () => expect(await read(host.administrator.browser, page)).toMatch(state))
    await read(host.administrator.browser, `${ADMINISTRATOR}/payouts?stripeid=${stripeid}`)
  }
  const first = await make(1000)
  await seen(first, /pending/i)
  await host.stripe.payouts.cancel(first, {}, on)
  await seen(first, /cancel/i)
  const second = await make(2000)
  await host.control('POST', 'clock', { advance: 2 * 60 * 60 })
  await seen(second, /on its way|in transit/i)
  await host.control('POST', 'clock', { advance: 7 * 24 * 60 * 60 })
  await seen(second, /paid/i)
  await host.stripe.accounts.update(stripeid, {
    external_account: {
      ...{ object: 'bank_account', country: 'US', currency: 'usd' },
      ...{ routing_number: '110000000', account_number: '000111111113' },
    },
  })
  const third = await make(3000)
  await host.control('POST', 'clock', { advance: 7 * 24 * 60 * 60 })
  await seen(third, /failed/i)
})

test('9.1-15: a page without its id, or about the wrong kind of account, says so', async () => {
  const individual = await host.adopted({})
  const active = await host.adopted(ACTIVE)
  const pages = [
    'stripe-account',
    'edit-stripe-account',
    'edit-payment-information',
    'persons',
    'create-person',
  ]
  const groups = ['owners', 'directors', 'executives'].map((group) => `submit-company-${group}`)
  const more = ['submit-stripe-account', 'delete-stripe-account', ...groups]
  for (const page of [...pages, ...more]) {
    await read(host.seller.browser, `${ACCOUNT}/${page}`, 400)
    await read(host.seller.browser, `${ACCOUNT}/${page}?stripeid=acct_none`, 404)
  }
  for (const page of ['person', 'edit-person', 'delete-person']) {
    await read(host.seller.browser, `${ACCOUNT}/${page}`, 400)
    await read(host.seller.browser, `${ACCOUNT}/${page}?personid=person_none`, 404)
  }
  for (const page of ['stripe-account', 'delete-stripe-account', 'reject-stripe-account']) {
    await read(host.administrator.browser, `${ADMINISTRATOR}/${page}`, 400)
    await read(host.administrator.browser, `${ADMINISTRATOR}/${page}?stripeid=acct_none`, 404)
  }
  await read(host.administrator.browser, `${ADMINISTRATOR}/payout`, 400)
  await read(host.administrator.browser, `${ADMINISTRATOR}/payout?payoutid=po_none`, 404)
  for (const page of ['persons', 'create-person', ...groups])
    await read(host.seller.browser, `${ACCOUNT}/${page}?stripeid=${individual}`, 400)
  // Nothing is required of it any more.
  const edit = await host.seller.browser.get(`${ACCOUNT}/edit-stripe-account?stripeid=${active}`)
  expect([200, 303]).toContain(edit.status)
})

test('9.1-16: every mistake in a form is said in words, and an address says nothing that we do not', async () => {
  const { browser } = host.seller
  const refused = async (by: Browser, page: string, form: Record<string, string>, field?: string) => {
    const response = await by.submit(page, form)
    const html = await response.text()
    expect([400, 409], `${page} ${response.status}`).toContain(response.status)
    const [, summary = ''] = /<div class="errors"[^>]*>([\s\S]*?)<\/div>/.exec(html) ?? []
    expect(words(summary), page).toMatch(/There is a problem [A-Z]\S* \S+/)
    if (field) expect(html).toContain(`href="#${field}"`)
  }
  await refused(
    browser,
    `${ACCOUNT}/create-stripe-account`,
    { business_type: 'x', country: 'GB' },
    'business_type',
  )
  const { body: company } = await host.api(
    'POST',
    `user/connect/create-stripe-account?accountid=${host.seller.accountid}`,
    { business_type: 'company', country: 'GB' },
  )
  const { stripeid } = company
  const create = `${ACCOUNT}/create-person?stripeid=${stripeid}`
  const owner = {
    relationship_owner: 'true',
    relationship_title: 'Owner',
    relationship_percent_ownership: '0',
  }
  await refused(browser, create, owner, 'relationship_percent_ownership')
  const { body: person } = await host.api('POST', `user/connect/create-person?stripeid=${stripeid}`, {
    relationship_representative: 'true',
    relationship_title: 'Director',
  })
  // The page of the one who represents the company has no form.
  const remove = `${ACCOUNT}/delete-person?personid=${person.personid}`
  expect(await read(browser, remove)).toContain('represent')
  await refused(browser, remove, { 'csrf-token': await browser.token(create) })
  const reject = `${ADMINISTRATOR}/reject-stripe-account?stripeid=${stripeid}`
  await refused(host.administrator.browser, reject, { reason: '' }, 'reason')

  for (const page of [`stripe-account?stripeid=${stripeid}`, 'create-stripe-account?', 'stripe-accounts?'])
    for (const message of ['x', 'constructor', 'invalid-account', '%3Cscript%3E'])
      expect(await read(browser, `${ACCOUNT}/${page}&message=${message}`)).not.toContain('script')
})

test('9.1-17: somebody may have two registrations as an individual, and sees both', async () => {
  const person = await host.signedIn()
  const create = `user/connect/create-stripe-account?accountid=${person.accountid}`
  const ids: string[] = []
  for (const country of ['GB', 'DE']) {
    const { body } = await host.api('POST', create, { business_type: 'individual', country }, person)
    ids.push(body.stripeid)
  }
  for (const page of ['', '/stripe-accounts']) {
    const html = unescaped(await person.browser.text(ACCOUNT + page))
    for (const stripeid of ids) expect(html).toContain(`stripeid=${stripeid}`)
  }
})

test('9.1-27: the page that begins a registration needs to know no address, and keeps what was chosen', async () => {
  const page = `${ACCOUNT}/create-stripe-account`
  for (const ip of ['10.0.0.1', '::1', 'nonsense'])
    expect((await host.seller.browser.get(page, { headers: { 'x-forwarded-for': ip } })).status).toBe(200)
  const refused = await host.seller.browser.submit(page, { business_type: 'x', country: 'JP' })
  expect(await refused.text()).toContain('<option value="JP" selected')
  const typed = await host.seller.browser.submit(page, { business_type: 'company', country: '' })
  expect(await typed.text()).toMatch(/value="company" checked/)
})
