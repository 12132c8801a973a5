import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfflineStripe } from '../../../src/offline-stripe/start.ts'
import { JAPAN, UNITED_STATES } from '../../browser/answers.ts'
import { type Answers, completeSteps, register, send, turns } from '../../browser/seller.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import {
  DESKTOP,
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  PHONE,
  screenshot,
} from '../../support/chromium.ts'
import { freePort } from '../../support/marketplace.ts'

const SERVER = path.join(import.meta.dirname, '..', '..', '..', 'dist', 'examples', 'express', 'server.js')
/** Claims another address; the app trusts no proxy. */
const FORGING: BrowserContextOptions = { ...DESKTOP, extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.9' } }
const DARK_PHONE: BrowserContextOptions = { ...PHONE, colorScheme: 'dark' }

let url: string
let browser: Browser
let stripe: OfflineStripe
let site: ChildProcess
const folder = mkdtempSync(path.join(tmpdir(), 'practice-room-'))

/** Starts the example as its readers do, and waits until it says that it is ready. */
async function open(): Promise<void> {
  const port = await freePort()
  url = `http://localhost:${port}`
  const { PATH } = process.env
  const env = { PATH, PORT: `${port}`, DATA: folder, LOG_LEVEL: 'warn', CONNECT_STRIPE_API: stripe.url }
  site = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!site.stdout) throw new TypeError('the example has no output')
  const [line] = await once(createInterface({ input: site.stdout }), 'line')
  expect(line).toBe(`The practice room is open: ${url}`)
}

async function visit(options: BrowserContextOptions, name: string, to: string): Promise<Page> {
  const page = await openPage(browser, options)
  await register(page, `${url}/register?return-url=${encodeURIComponent(to)}`, name)
  return page
}

/** One header about the account, as the app's own page shows it. */
async function header(page: Page, name: string): Promise<string> {
  await page.goto(`${url}/headers`)
  return (await page.locator(`dt:text-is("${name}") + dd :is(pre, code)`).textContent()) ?? ''
}

describe.skipIf(noChromium)('an Express app with the module in it', () => {
  let administrator: Page

  beforeAll(async () => {
    ;[stripe, browser] = await Promise.all([startCheckedOfflineStripe(), launchChromium()])
    await open()
    administrator = await visit(DESKTOP, 'Ada Admin', '/payments/administrator/connect')
  })

  afterAll(async () => {
    await browser?.close()
    const ended = once(site, 'exit')
    site.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    await stripe?.close()
    rmSync(folder, { recursive: true })
  })

  /** From the first request for the page for teachers until it is shown. */
  async function journey(options: BrowserContextOptions, name: string, country: string, answers: Answers) {
    const page = await visit(options, name, '/teach')
    let pages = 0
    const look = async (shown: Page) => {
      pages += 1
      await screenshot(shown, `express-${country}-${String(pages).padStart(2, '0')}`)
      await expectFits(shown)
    }
    await page.waitForURL(`${url}/payments/account/connect/create-stripe-account?return-url=%2Fteach`)
    await look(page)
    await page.selectOption('#country', country)
    await send(page)
    await completeSteps(page, answers, look)
    await look(page)
    await page.check('#consent')
    await send(page)
    await page.waitForURL(/\/payments\/account\/connect\/stripe-account\?/)
    await turns(page, 'active')
    await look(page)
    return { page, look }
  }

  it('lets a teacher in once Stripe pays them, in the app’s own look all along', async () => {
    const { page, look } = await journey(FORGING, 'Jenny Rosen', 'US', UNITED_STATES)
    await expectAccessible(page)
    await page.goto(`${url}/teach`)
    await look(page)
    await page.fill('#title', 'Drums for the upstairs flat')
    await page.fill('#price', '25')
    await send(page)
    expect(await page.locator('.lesson h2').first().textContent()).toBe('Drums for the upstairs flat')
    await look(page)
    expect(await header(page, 'x-has-active-stripe-account')).toBe('true')
    await look(page)
    expect(await header(page, 'x-stripe-accounts-count')).toBe('1')
    const [{ id }] = JSON.parse(await header(page, 'x-stripe-accounts')) as [{ id: string }]
    const asked = await fetch(`${stripe.url}/v1/accounts/${id}`, {
      headers: { authorization: 'Bearer sk_test_x' },
    })
    const { tos_acceptance } = (await asked.json()) as { tos_acceptance: { ip: string } }
    expect(tos_acceptance.ip).toMatch(/^(::1|127\.0\.0\.1|::ffff:127\.0\.0\.1)$/)
    await page.context().close()
  })

  it('in Japan, on a phone in the dark; an administrator finds and rejects the account', async () => {
    const { page, look } = await journey(DARK_PHONE, 'Hanako Yamada', 'JP', JAPAN)
    const accounts = JSON.parse(await header(page, 'x-stripe-accounts-active')) as { id: string }[]
    await look(page)
    expect(accounts).toHaveLength(1)
    expect((await page.goto(`${url}/payments/administrator/connect`))?.status()).toBe(403)
    await look(page)

    const seen = async (name: string) => {
      await screenshot(administrator, `express-administrator-${name}`)
      await expectFits(administrator)
    }
    await administrator.goto(`${url}/payments/administrator/connect`)
    await seen('start')
    await administrator.goto(`${url}/payments/administrator/connect/stripe-accounts`)
    await administrator.fill('input[type=search]', accounts[0]?.id ?? '')
    await administrator.keyboard.press('Enter')
    await administrator.waitForURL(/text=/)
    await seen('found')
    await administrator.click(`a[href^="/payments/administrator/connect/stripe-account?"]`)
    await seen('account')
    await administrator.click('summary:has-text("Reject or delete")')
    await administrator.click('a[href*="reject-stripe-account"]')
    await administrator.selectOption('#reason', { index: 1 })
    await seen('reject')
    await send(administrator)
    await expectAccessible(administrator)

    await expect.poll(() => header(page, 'x-has-active-stripe-account')).toBe('false')
    await page.context().close()
  })

  it('has a sign-in of its own that leads back', async () => {
    const page = await openPage(browser, PHONE)
    await page.goto(`${url}/payments/administrator/connect`)
    expect(page.url()).toBe(`${url}/signin?return-url=%2Fpayments%2Fadministrator%2Fconnect`)
    await screenshot(page, 'express-sign-in')
    await page.fill('#email', 'ada.admin@example.com')
    await page.fill('#password', 'correct horse battery')
    await send(page)
    expect(page.url()).toBe(`${url}/payments/administrator/connect`)
    await screenshot(page, 'express-administrator-phone')
    await expectFits(page)
    await page.goto(`${url}/`)
    await expectAccessible(page)
    await screenshot(page, 'express-home-phone')
    await page.context().close()
  })
})
