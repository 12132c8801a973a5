import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  screenshot,
} from '../support/chromium.ts'
import { type Marketplace, startMarketplace } from '../support/marketplace.ts'
import { register } from './seller.ts'

/** The narrowest window that WCAG 2.2 asks for (1.4.10). */
const NARROW = { viewport: { width: 320, height: 640 } }

let marketplace: Marketplace
let browser: Browser
let guest: Page
let administrator: Page

/** The pages that other tests do not open: the host's, the demo market's, and pages that are still empty. */
describe.skipIf(noChromium)('a page in a narrow window, in light and dark', () => {
  beforeAll(async () => {
    ;[marketplace, browser] = await Promise.all([startMarketplace(), launchChromium()])
    guest = await openPage(browser, NARROW)
    administrator = await openPage(browser, NARROW)
    await register(administrator, `${marketplace.url}/account/register?return-url=/account`, 'Ada Admin')
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  async function look(page: Page, path: string, status = 200): Promise<void> {
    const response = await page.goto(marketplace.url + path)
    expect(response?.status(), path).toBe(status)
    await expectFits(page)
    await expectAccessible(page)
    await screenshot(page, `narrow${path.replaceAll('/', '-')}`)
  }

  it.each(['/', '/goods/sample-0', '/account/register', '/account/signin', '/api/docs'])(
    'of a guest: %s',
    (path) => look(guest, path),
  )

  it('of a guest whose sign-in is refused', async () => {
    await guest.goto(`${marketplace.url}/account/signin`)
    await guest.fill('#email', 'nobody@example.com')
    await guest.fill('#password', 'not the password')
    await guest.click('#submit-button')
    await guest.waitForSelector('#message-container')
    expect(await guest.inputValue('#email')).toBe('nobody@example.com')
    await expectAccessible(guest)
  })

  it.each([
    '/',
    '/sell',
    '/payouts',
    '/account',
    '/account/connect',
    '/account/connect/stripe-accounts',
    '/account/connect/create-stripe-account',
    '/administrator',
    '/administrator/connect',
    '/administrator/connect/stripe-accounts',
    '/administrator/connect/payouts',
    '/account/password',
    '/account/signout',
  ])('of somebody signed in: %s', (path) => look(administrator, path))

  it.each([
    ['/account/nothing', 404],
    ['/account/connect/stripe-account?stripeid=acct_none', 404],
    ['/market/nothing', 404],
  ])('that does not exist: %s', (path, status) => look(administrator, path, status))
})
