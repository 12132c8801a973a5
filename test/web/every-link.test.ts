/** Every page that a link leads to, with accounts and payouts in every state at Stripe and in one that Stripe does not have. */
import type Stripe from 'stripe'
import { expect, onTestFinished, test } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { personMirror } from '../../src/accounts/mirror-persons.ts'
import type { Services } from '../../src/context/context.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { routes } from '../../src/features.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { type Browser, startDashboard } from '../hosts/support.ts'
import { openMarket } from '../support/market.ts'

/** The SDK's types make sure that none is missing. */
const REASONS = {
  'action_required.requested_capabilities': true,
  listed: true,
  other: true,
  platform_paused: true,
  'rejected.fraud': true,
  'rejected.incomplete_verification': true,
  'rejected.listed': true,
  'rejected.other': true,
  'rejected.platform_fraud': true,
  'rejected.platform_other': true,
  'rejected.platform_terms_of_service': true,
  'rejected.terms_of_service': true,
  'requirements.past_due': true,
  'requirements.pending_verification': true,
  under_review: true,
} satisfies Record<NonNullable<Stripe.Account.Requirements['disabled_reason']>, true>
const PAYOUT_STATUSES = ['paid', 'pending', 'in_transit', 'canceled', 'failed', 'some_new_status'] as const

/** Traces of a missing value on a page. */
const HOLES = /\bundefined\b|\[object |\bNaN\b|Invalid Date|Invalid time/

/** Gives a person an account in every state, each with a payout, and the inbox one dead event. */
async function fill(services: Services, accountid: string): Promise<void> {
  const payouts = payoutStore(services.storage)
  const inbox = inboxStore(services.storage)
  const odd = { eventid: 'evt_odd', type: 'odd', stripeid: undefined, payload: null, failure: 'no event' }
  await inbox.insertDead(odd, services.now())
  for (const [index, reason] of [null, ...Object.keys(REASONS), 'some.new_reason'].entries()) {
    const account = await services.stripe.accounts.create({
      type: 'custom',
      country: index % 2 ? 'DE' : 'JP',
      business_type: index % 3 ? 'individual' : 'company',
      capabilities: { transfers: { requested: true } },
    })
    const atStripe =
      index % 4 ? [] : ['interv_1.business_model_verification.form', 'legal_guardian.first_name']
    const currently_due = [...(account.requirements?.currently_due ?? []), ...atStripe]
    const requirements = { ...account.requirements, disabled_reason: reason, currently_due }
    const stripeid = account.id
    await adoptAccount(services, { ...account, requirements } as typeof account, { accountid })
    if (account.business_type === 'company')
      for (const relationship of [{ representative: true }, { director: true }]) {
        const { id } = await services.stripe.accounts.createPerson(stripeid, { relationship })
        await personMirror.refresh(services, { stripeid, objectid: id })
      }
    const payout = {
      ...{ id: `po_${stripeid}`, object: 'payout', status: PAYOUT_STATUSES[index % PAYOUT_STATUSES.length] },
      ...{ amount: 100, currency: 'jpy', created: 1_790_000_000, arrival_date: 1_790_000_000 },
      destination: null,
    }
    const known = { accountid, stripeid, payoutid: payout.id }
    await payouts.record(
      { ...known, stripeObject: payout as unknown as Stripe.Payout },
      await payouts.ticket(payout.id),
    )
  }
}

/** Visits a page and every page it leads to in the module. @returns the paths visited, without their queries */
async function follow(browser: Browser, start: string): Promise<Set<string>> {
  const waiting = [start]
  const seen = new Set(waiting)
  for (const address of waiting) {
    const response = await browser.get(address)
    const html = await response.text()
    expect([200, 303], `${address} answers ${response.status}`).toContain(response.status)
    expect(HOLES.exec(html)?.[0], `${address} has a hole`).toBeUndefined()
    const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => href)
    for (const target of [...links, response.headers.get('location') ?? '']) {
      const { origin, pathname, search } = new URL(unescaped(target), 'http://site')
      const found = `${pathname}${search}`
      if (origin !== 'http://site' || !pathname.includes('/connect') || seen.has(found)) continue
      seen.add(found)
      waiting.push(found)
    }
  }
  return new Set([...seen].map((address) => address.split('?', 1)[0] ?? ''))
}

const unescaped = (text: string) => text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')

const pagesBelow = (root: string) =>
  routes.filter(({ kind, path }) => kind === 'page' && path.startsWith(root)).map(({ path }) => path)

test('every link of sellers and administrators leads to a page without holes', async () => {
  const { services, close } = await openMarket()
  onTestFinished(close)
  const { signedIn } = await startDashboard({ services, routes })
  const { browser: administrator } = await signedIn()
  const { browser: owner, accountid } = await signedIn()
  await fill(services, accountid)

  const seen = await follow(owner, '/account/connect')
  const unlinked = pagesBelow('/account/connect').filter((path) => !seen.has(path))
  // Only Stripe leads to the one, and a seller sends the other to somebody.
  expect(unlinked.toSorted()).toEqual(['/account/connect/from-stripe', '/account/connect/invitation'])
  const overseen = await follow(administrator, '/administrator/connect')
  expect(pagesBelow('/administrator/connect').filter((path) => !overseen.has(path))).toEqual([])
})
