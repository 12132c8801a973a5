/** Back, Forward and Reload, after mistakes, too: no page is one that the browser asks about sending again. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DESKTOP, launchChromium, noChromium, openPage } from '../support/chromium.ts'
import { type Marketplace, startMarketplace } from '../support/marketplace.ts'
import { answer, register, send } from './seller.ts'

const ANSWERS_OF_GB = {
  first_name: 'Clara',
  last_name: 'Saved',
  dob_day: '1',
  dob_month: '2',
  dob_year: '1985',
  email: 'clara@example.com',
  phone: '020 7946 0123',
}

let marketplace: Marketplace
let browser: Browser

beforeAll(async () => {
  if (noChromium) return
  ;[marketplace, browser] = await Promise.all([startMarketplace(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await marketplace?.remove()
})

/** Sends the form on a page, and waits for the page that comes of it. */
async function refused(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value)
  const before = page.url()
  await send(page)
  await page.waitForURL((url) => url.href !== before)
  await page.waitForSelector('[role="alert"]')
}

describe.skipIf(noChromium).each([true, false])('with scripts: %s', (javaScriptEnabled) => {
  const who = javaScriptEnabled ? 'Clara Script' : 'Nora Plain'

  it('a guest goes back from a refused sign-in, and forward to what they typed', async () => {
    const page = await openPage(browser, { ...DESKTOP, javaScriptEnabled })
    await page.goto(`${marketplace.url}/account/register`)
    await page.goto(`${marketplace.url}/account/signin`)
    await refused(page, { email: 'nobody@example.com', password: 'not the password' })
    expect(page.url()).not.toContain('nobody')
    const first = page.url()
    await refused(page, { email: 'somebody@example.com', password: 'not the password' })
    expect(await page.inputValue('#email')).toBe('somebody@example.com')
    expect(await page.inputValue('#password')).toBe('')

    // The browser itself puts back what was typed there last.
    await page.goBack()
    expect(page.url()).toBe(first)
    expect(await page.inputValue('#email')).toMatch(/@example.com$/)
    expect(await page.title()).toContain('Error')
    await page.goBack()
    expect(await page.locator('[role="alert"]').count()).toBe(0)
    await page.goBack()
    expect(new URL(page.url()).pathname).toBe('/account/register')
    await page.goForward()
    await page.goForward()
    await page.goForward()
    expect(await page.inputValue('#email')).toBe('somebody@example.com')
    await page.reload()
    expect(await page.inputValue('#email')).toBe('somebody@example.com')
    expect(await page.title()).toContain('Error')
  })

  it('a seller goes back from a refused step, through another, and sends it again', async () => {
    const page = await openPage(browser, { ...DESKTOP, javaScriptEnabled })
    await register(
      page,
      `${marketplace.url}/account/register?return-url=/account/connect/create-stripe-account`,
      who,
    )
    await page.selectOption('#country', 'GB')
    await send(page)
    const step = page.url()
    await refused(page, { individual_first_name: 'Clara', individual_last_name: '12345' })
    expect(new URL(page.url()).searchParams.get('step')).toBe(new URL(step).searchParams.get('step'))
    expect(page.url()).not.toContain('Clara')
    const first = page.url()
    await refused(page, { individual_last_name: '@@@' })

    await page.goBack()
    expect(page.url()).toBe(first)
    expect(await page.inputValue('#individual_first_name')).toBe('Clara')
    await page.goBack()
    expect(page.url()).toBe(step)
    await page.goForward()
    expect(await page.inputValue('#individual_first_name')).toBe('Clara')
    await refused(page, { individual_last_name: 'Script' })
    expect(await page.inputValue('#individual_last_name')).toBe('Script')
  })

  it('a seller goes back from a step that was saved after two mistakes, and sees what is saved', async () => {
    const page = await openPage(browser, { ...DESKTOP, javaScriptEnabled })
    await register(
      page,
      `${marketplace.url}/account/register?return-url=/account/connect/create-stripe-account`,
      `${who} Saved`,
    )
    await page.selectOption('#country', 'GB')
    await send(page)
    await refused(page, { individual_first_name: 'Clara', individual_last_name: '12345' })
    const first = page.url()
    await refused(page, { individual_last_name: '@@@' })
    const second = page.url()
    await answer(page, ANSWERS_OF_GB)
    expect(page.url()).toContain('step=address')

    for (const address of [second, first]) {
      await page.goBack()
      expect(page.url()).toBe(address)
      expect(await page.locator('[role="alert"], .error').allTextContents()).toEqual([])
      expect(await page.title()).not.toContain('Error')
      await page.reload()
      expect(await page.inputValue('#individual_last_name')).toBe('Saved')
    }
  })
})

describe.skipIf(noChromium)('the address of a refused form', () => {
  it('shows nobody else what was typed', async () => {
    const page = await openPage(browser)
    await register(
      page,
      `${marketplace.url}/account/register?return-url=/account/connect/create-stripe-account`,
      'Olga Owner',
    )
    await page.selectOption('#country', 'GB')
    await send(page)
    await refused(page, { individual_first_name: 'Olga', individual_last_name: '12345' })
    const address = page.url()
    const other = await openPage(browser)
    await register(other, `${marketplace.url}/account/register?return-url=/account`, 'Otto Other')
    expect((await other.goto(address))?.status()).toBe(404)
    const mine = address.replace(/refused=[^&]*/, 'refused=guessed')
    await page.goto(mine)
    expect(await page.inputValue('#individual_last_name'), 'what they signed up with').toBe('Owner')
  })
})
