import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  DESKTOP,
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  PHONE,
  screenshot,
} from '../support/chromium.ts'
import { type Marketplace, serverFile, startMarketplace } from '../support/marketplace.ts'
import { GERMANY, JAPAN, UNITED_KINGDOM, UNITED_STATES } from './answers.ts'
import { type Answers, answer, completeSteps, register, send, signIn, turns } from './seller.ts'

const SERVER = ['bind-stripe-key', 'check-before-delete-stripe-account', 'require-connect-account'].map(
  serverFile,
)

let marketplace: Marketplace
let browser: Browser

/** The page for a person who asked for the application server's front page and is not a seller yet. */
const CREATE = /\/account\/connect\/create-stripe-account\?return-url=%2F$/

/** Registers and follows the redirect to the form that starts a registration. */
async function begin(page: Page, name: string, country: string): Promise<void> {
  await register(page, `${marketplace.url}/account/register?return-url=/`, name)
  await page.waitForURL(CREATE)
  await page.selectOption('#country', country)
  await send(page)
}

async function consent(page: Page): Promise<void> {
  expect(await page.isChecked('#consent'), 'consent must be given, not taken').toBe(false)
  await page.check('#consent')
  await send(page)
}

describe.skipIf(noChromium)('a seller, from registering to being paid', { concurrent: true }, () => {
  beforeAll(async () => {
    ;[marketplace, browser] = await Promise.all([startMarketplace({ server: SERVER }), launchChromium()])
    const page = await openPage(browser)
    await register(page, `${marketplace.url}/account/register?return-url=/account`, 'Ada Admin')
    await page.context().close()
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  async function journey(
    name: string,
    country: string,
    answers: Answers,
    options: BrowserContextOptions,
    accessible = false,
  ): Promise<void> {
    const page = await openPage(browser, options)
    let pages = 0
    const look = async (shown: Page) => {
      pages += 1
      await screenshot(shown, `${country}-${String(pages).padStart(2, '0')}`)
      await expectFits(shown)
      if (accessible) await expectAccessible(shown)
    }
    await begin(page, name, country)
    await completeSteps(page, answers, look)
    await look(page)
    await consent(page)
    await page.waitForURL(/\/account\/connect\/stripe-account\?/)
    await look(page)
    await turns(page, 'active')
    await look(page)
    await page.goto(`${marketplace.url}/`)
    await look(page)
    expect(await page.locator('dt:text-is("x-has-active-stripe-account") + dd').textContent()).toBe('true')
    expect(await page.locator('dt:text-is("x-stripe-accounts-count") + dd').textContent()).toBe('1')
    await page.context().close()
  }

  it('in the United States, every page of it accessible in light and dark', () =>
    journey('Jenny Rosen', 'US', UNITED_STATES, DESKTOP, true))

  it('in Germany, in the dark', () =>
    journey('Joerg Mueller', 'DE', GERMANY, { ...DESKTOP, colorScheme: 'dark' }))

  it('in Japan, on a phone, with names and addresses in kana and kanji', () =>
    journey('Hanako Yamada', 'JP', JAPAN, PHONE))

  it('in the United Kingdom, without JavaScript', () =>
    journey('Imogen Clarke', 'GB', UNITED_KINGDOM, { ...PHONE, javaScriptEnabled: false }))

  it('is refused by a failing document, told why beside the field, and corrects it', async () => {
    const page = await openPage(browser)
    await begin(page, 'Nora Refused', 'GB')
    await completeSteps(page, { ...UNITED_KINGDOM, verification_document_front: 'passport-failed.png' })
    await consent(page)
    await turns(page, 'restricted')
    await screenshot(page, 'refused-status')
    await page.click('#account-now a.btn')
    await page.waitForURL(/step=document/)
    await screenshot(page, 'refused-document')
    expect(await page.locator('.error').first().textContent()).not.toBe('')
    await answer(page, UNITED_KINGDOM)
    await page.waitForURL(/\/account\/connect\/stripe-account\?/)
    await turns(page, 'active')
    await page.context().close()
  })

  it('loses nothing that was typed when an answer is refused', async () => {
    const page = await openPage(browser)
    await begin(page, 'Tom Typo', 'US')
    await answer(page, { ...UNITED_STATES, dob_day: '31', dob_month: '2', phone: '12' })
    await screenshot(page, 'refused-answers')
    expect(await page.locator('[id$=first_name]').inputValue()).toBe('Jenny')
    expect(await page.locator('[id$=phone]').inputValue()).toBe('12')
    expect(await page.locator('[id$=dob_day]').inputValue()).toBe('31')
    const wrongBoxes = page.locator('.date [aria-invalid]')
    expect(await wrongBoxes.evaluateAll((boxes) => boxes.map(({ id }) => id))).toEqual(['individual_dob_day'])
    const links = await page
      .locator('#message-container a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links).toContain('#individual_phone')
    await expectAccessible(page)
    await page.context().close()
  })

  it('loses nothing that was typed when the person was signed out meanwhile', async () => {
    const page = await openPage(browser, { ...PHONE, colorScheme: 'dark' })
    await begin(page, 'Olga Out', 'US')
    await page.context().clearCookies()
    await answer(page, { ...UNITED_STATES, first_name: '"O" <b>' })
    expect(new URL(page.url()).pathname).toBe('/account/signin')
    await screenshot(page, 'signed-out-form')
    expect(await page.getByRole('status').innerText()).toContain('what you typed is kept')
    await signIn(page, 'Olga Out')
    await screenshot(page, 'signed-in-form')
    await expectAccessible(page)
    expect(await page.locator('[id$=first_name]').inputValue()).toBe('"O" <b>')
    expect(await page.locator('[id$=dob_year]').inputValue()).toBe('1986')
    await page.fill('[id$=first_name]', 'Olga')
    await send(page)
    expect(page.url()).toContain('step=address')
    await page.context().close()
  })
})
