/** The standalone host's pages for people who forgot their password, and for the administrator who looks after people. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { type Dashboard, openDashboard, SESSION_COOKIE } from '../hosts/support.ts'
import {
  DESKTOP,
  expectAccessible,
  expectFits,
  expectFitsWithLargeLetters,
  launchChromium,
  noChromium,
  openPage,
  PHONE,
  screenshot,
} from '../support/chromium.ts'
import { testConfig, testServices } from '../support/services.ts'

const NAMES = [
  'Ada Admin',
  'Elspeth Thorne',
  'Jörn Weidenbach',
  'Maya Hart',
  'Noor van der Westhuizen-Abdullah',
]

describe.skipIf(noChromium).each([true, false])('with scripts: %s', (javaScriptEnabled) => {
  let dashboard: Dashboard
  let chromium: Browser
  let cookie: string

  beforeAll(async () => {
    const services = await testServices({ ...testConfig(), pageSize: 4 })
    dashboard = await openDashboard({ services, mail: () => {}, brand: { title: 'Craft market' } })
    for (const [n, fullName] of NAMES.entries())
      await userStore(services.storage).insert({
        accountid: `account_${n}`,
        email: `${fullName.toLowerCase().replaceAll(' ', '.')}@craft-market.example`,
        fullName,
        passwordHash: '',
        createdAt: new Date('2026-03-14T09:00:00Z'),
      })
    await userStore(services.storage).setAdministrator('account_3', true)
    cookie = await new Sessions(services).open('account_0')
    chromium = await launchChromium()
  })
  afterAll(async () => {
    await chromium?.close()
    await dashboard?.close()
    if (dashboard) await closeServices(dashboard.services)
  })

  async function open(path: string, signedIn = true): Promise<Page> {
    const page = await openPage(chromium, { ...DESKTOP, javaScriptEnabled })
    if (signedIn)
      await page.context().addCookies([{ name: SESSION_COOKIE, value: cookie, url: dashboard.url }])
    await page.goto(dashboard.url + path)
    return page
  }

  /** Looks at the page, wide and narrow, in light and dark. */
  async function look(page: Page, name: string): Promise<void> {
    if (javaScriptEnabled) await expectAccessible(page)
    for (const [size, viewport] of [
      ['wide', DESKTOP.viewport],
      ['narrow', PHONE.viewport],
    ] as const) {
      if (viewport) await page.setViewportSize(viewport)
      await expectFits(page)
      await screenshot(page, `people-${name}-${size}`)
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await screenshot(page, `people-${name}-dark`)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 320, height: 700 })
    await expectFits(page)
    await page.setViewportSize({ width: 1280, height: 900 })
    if (javaScriptEnabled) await expectFitsWithLargeLetters(page)
  }

  it('an administrator finds a person, makes a link that is shown once, and goes back', async () => {
    const page = await open('/administrator')
    await page.click('main a[href="/administrator/people"]')
    await look(page, 'list')
    await page.fill('#email', 'hart')
    await page.click('main form button')
    expect(await page.locator('tbody tr').count()).toBe(1)
    await page.click('tbody a')
    await look(page, 'person')
    const address = page.url()
    await page.click('#submit-button')
    await page.waitForSelector('#reset-link')
    expect(await page.inputValue('#reset-link')).toContain('/account/reset-password?person=account_3&secret=')
    await look(page, 'link')
    await page.click('a.back')
    await page.goBack()
    await page.waitForSelector('text=A link is shown once')
    await look(page, 'link-shown')
    await page.goBack()
    expect(page.url()).toBe(address)
    expect(await page.locator('#submit-button').count()).toBe(1)
  })

  it('an administrator makes another one, and ends it', async () => {
    const page = await open('/administrator/person?accountid=account_1')
    await page.click('summary:has-text("Administrator rights")')
    await look(page, 'rights')
    await page.click('#administrator-button')
    await page.waitForSelector('[role="status"]')
    expect(await page.locator('h1 + p + p').innerText()).toContain('Administrator')
    await page.click('summary:has-text("Administrator rights")')
    await page.click('#administrator-button')
    await page.waitForSelector('text=No longer an administrator')
    await look(page, 'unmade')
  })

  it('a guest asks for a link by mail', async () => {
    const page = await open('/account/signin', false)
    await look(page, 'sign-in')
    await page.click('text=Forgot your password?')
    await look(page, 'forgot')
    await page.click('#submit-button')
    await page.waitForSelector('[role="alert"]')
    await look(page, 'forgot-refused')
    await page.fill('#email', 'somebody@example.com')
    await page.click('#submit-button')
    await page.waitForSelector('text=Check your e-mail')
    await look(page, 'forgot-sent')
    await page.goBack()
    expect(await page.locator('#email').count()).toBe(1)
  })
})
