import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { type Standalone, startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { administratorPages } from '../../src/oversight/pages/index.ts'
import { noteStore } from '../../src/oversight/store/notes.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { SESSION_COOKIE } from '../hosts/support.ts'
import {
  expectAccessible,
  expectFits,
  expectFitsWithLargeLetters,
  launchChromium,
  noChromium,
  openPage,
  PHONE,
  screenshot,
} from '../support/chromium.ts'
import { type Market, openMarket, SEEDING } from '../support/market.ts'
import { stripePayout } from '../support/stripe-objects.ts'

const BASE = '/administrator/connect'

describe.skipIf(noChromium)("the administrator's pages of a lived-in marketplace", () => {
  let market: Market
  let standalone: Standalone
  let chromium: Browser
  let cookie: string

  beforeAll(async () => {
    market = await openMarket()
    const { services } = market
    let administrator = ''
    await seedDemo(services, {
      print: (line) => {
        administrator ||= /\S+@\S+/.exec(line)?.[0] ?? ''
      },
    })
    const user = await userStore(services.storage).findByEmail(administrator)
    cookie = await new Sessions(services).open(user?.accountid ?? '')
    standalone = await startStandalone({
      services,
      routes: administratorPages,
      handlers: { server: [], proxy: [] },
      brand: { title: 'Craft market' },
      host: '127.0.0.1',
      port: 0,
      trustedProxies: 0,
    })
    chromium = await launchChromium()
  }, SEEDING)

  afterAll(async () => {
    await chromium.close()
    await standalone.close()
    await market.close()
  })

  async function open(path: string): Promise<Page> {
    const page = await openPage(chromium)
    await page.context().addCookies([{ name: SESSION_COOKIE, value: cookie, url: standalone.url }])
    await page.goto(standalone.url + path)
    return page
  }

  async function anAccount(status: 'new' | 'restricted' | 'active'): Promise<string> {
    const { storage } = market.services
    const search = { status, sort: 'created', direction: 'ascending' } as const
    const [row] = await accountStore(storage).search(search, { offset: 0, limit: 1 })
    return row?.stripeid ?? ''
  }

  async function expectFitEverywhere(page: Page): Promise<void> {
    await expectFits(page)
    await expectFitsWithLargeLetters(page)
    await page.setViewportSize(PHONE.viewport ?? { width: 390, height: 844 })
    await expectFitsWithLargeLetters(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectFits(page)
  }

  async function expectGood(page: Page): Promise<void> {
    await expectAccessible(page)
    const { pathname, search } = new URL(page.url())
    await screenshot(page, `oversight${(pathname + search).replaceAll(/\W+/g, '-').slice(0, 100)}`)
    await expectFitEverywhere(page)
    await page.context().close()
  }

  it.each([
    ['the overview', BASE],
    ['the accounts', `${BASE}/stripe-accounts`],
    ['a search that finds nothing', `${BASE}/stripe-accounts?text=nobody`],
    ['the payouts', `${BASE}/payouts`],
    ['payouts of some days in one currency', `${BASE}/payouts?status=paid&currency=eur&from=2026-01-01`],
    ['failed payouts to deal with', `${BASE}/payouts?status=open`],
    ['accounts that owe something this week', `${BASE}/stripe-accounts?due=week`],
  ])(
    '%s: accessible in light and dark, and not wider than a telephone',
    async (_name, path) => {
      await expectGood(await open(path))
    },
    20_000,
  )

  it('the overview, whichever months its charts are of', async () => {
    const page = await open(BASE)
    await page.evaluate(
      "for (const day of document.querySelectorAll('.chart-days li')) day.textContent = '30 September 2026'",
    )
    await screenshot(page, 'overview-long-months')
    await expectFitEverywhere(page)
    await page.context().close()
  })

  it.each(['new', 'restricted', 'active'] as const)(
    'an account that is %s',
    async (status) => {
      await expectGood(await open(`${BASE}/stripe-account?stripeid=${await anAccount(status)}`))
    },
    20_000,
  )

  it('of somebody with names that are as long as they may be, and more money than there is', async () => {
    const { services } = market
    const individual = {
      first_name: 'M'.repeat(100),
      last_name: 'محمد',
      email: `${'m'.repeat(60)}@example.com`,
    }
    const account = await services.stripe.accounts.create({
      type: 'custom',
      country: 'DE',
      business_type: 'individual',
      capabilities: { transfers: { requested: true } },
      business_profile: { name: 'B'.repeat(100), url: `https://${'example'.repeat(9)}.com` },
      individual,
    })
    const row = await adoptAccount(services, account, { accountid: 'account_longest' })
    const payout = stripePayout({ amount: Number.MAX_SAFE_INTEGER, currency: 'jpy', status: 'failed' })
    const owner = { payoutid: payout.id, stripeid: account.id, accountid: 'account_longest' }
    await payoutStore(services.storage).record(
      { ...owner, stripeObject: payout },
      await payoutStore(services.storage).ticket(payout.id),
    )
    for (const path of [
      `stripe-account?stripeid=${row?.stripeid}`,
      'stripe-accounts?text=mmm',
      `payouts?stripeid=${row?.stripeid}`,
      `payout?payoutid=${payout.id}`,
      `reject-stripe-account?stripeid=${row?.stripeid}`,
    ]) {
      const page = await open(`${BASE}/${path}`)
      await expectFitEverywhere(page)
      await page.context().close()
    }
  }, 20_000)

  it('an account with notes, and a note that is too long', async () => {
    const { storage } = market.services
    const stripeid = await anAccount('active')
    for (const text of ['Called on Monday.\nSends another photo.', 'x'.repeat(600)])
      await noteStore(storage).insert({ noteid: text.slice(0, 9), stripeid, accountid: 'account_ada', text })
    const page = await open(`${BASE}/stripe-account?stripeid=${stripeid}`)
    await page.click('form:has(#note) button')
    await page.waitForSelector('[aria-invalid]')
    await screenshot(page, 'oversight-account-notes')
    await expectGood(page)
  }, 20_000)

  it('a payout that failed', async () => {
    const { storage } = market.services
    const [payout] = await payoutStore(storage).list({ status: 'failed' }, { offset: 0, limit: 1 })
    await expectGood(await open(`${BASE}/payout?payoutid=${payout?.payoutid}`))
  })

  it('a deletion, and a rejection with a mistake in it', async () => {
    const stripeid = await anAccount('active')
    await expectGood(await open(`${BASE}/delete-stripe-account?stripeid=${stripeid}`))
    const page = await open(`${BASE}/reject-stripe-account?stripeid=${stripeid}`)
    await page.click('#submit-button')
    await page.waitForSelector('[aria-invalid]')
    expect(await page.title()).toContain('Error:')
    await expectGood(page)
  })

  it('events that were given up, and none', async () => {
    const { storage, now } = market.services
    const PATH = `${BASE}/dead-letters`
    await expectGood(await open(PATH))
    const stripeid = await anAccount('active')
    const letters = [
      {
        eventid: 'evt_1PZ3kNRealLookingId',
        type: 'payout.paid',
        failure: 'The key may not do that.',
        stripeid,
      },
      {
        eventid: `evt_${'x'.repeat(250)}`,
        type: 't'.repeat(255),
        failure: 'f'.repeat(500),
        stripeid: 'acct_gone',
      },
      { eventid: 'body-abc', type: 'unknown', failure: 'It is not JSON.', stripeid: undefined },
    ]
    for (const letter of letters) await inboxStore(storage).insertDead({ ...letter, payload: {} }, now())
    for (const [look, colorScheme] of [
      ['light', 'light'],
      ['dark', 'dark'],
    ] as const) {
      const page = await open(PATH)
      await page.emulateMedia({ colorScheme })
      await screenshot(page, `dead-letters-${look}`)
      await page.setViewportSize(PHONE.viewport ?? { width: 390, height: 844 })
      await screenshot(page, `dead-letters-phone-${look}`)
      await page.context().close()
    }
    for (const path of [PATH, BASE, `${BASE}/stripe-account?stripeid=${stripeid}`]) {
      const page = await open(path)
      await screenshot(page, `dead-letters-${path.replace(/\W+/g, '-').slice(0, 40)}`)
      await expectGood(page)
    }
    const page = await open(PATH)
    await page.click('#submit-button')
    await page.waitForURL(/message=retried/)
    await screenshot(page, 'dead-letters-retried')
    await expectGood(page)
  }, 60_000)

  it('the numbers of a chart, opened as a table', async () => {
    const page = await open(BASE)
    await page.click('.chart summary')
    await page.waitForSelector('.chart table')
    await expectGood(page)
  })
})
