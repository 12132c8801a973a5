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
import { UNITED_STATES } from './answers.ts'
import { completeSteps, register, send, turns } from './seller.ts'

let marketplace: Marketplace
let browser: Browser
let administrator: Page
let seller: Page

describe.skipIf(noChromium)('an administrator', () => {
  beforeAll(async () => {
    ;[marketplace, browser] = await Promise.all([startMarketplace(), launchChromium()])
    administrator = await openPage(browser)
    await register(
      administrator,
      `${marketplace.url}/account/register?return-url=/administrator/connect`,
      'Ada Admin',
    )
    seller = await openPage(browser)
    await register(
      seller,
      `${marketplace.url}/account/register?return-url=/account/connect/create-stripe-account`,
      'Jenny Rosen',
    )
    await seller.selectOption('#country', 'US')
    await send(seller)
    await completeSteps(seller, UNITED_STATES)
    await seller.check('#consent')
    await send(seller)
    await turns(seller, 'active')
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  const look = async (name: string) => {
    await screenshot(administrator, `administrator-${name}`)
    await expectFits(administrator)
    await expectAccessible(administrator)
  }

  it('finds an account by a part of its name and sees everything about it', async () => {
    await administrator.goto(`${marketplace.url}/administrator/connect`)
    await look('start')
    await administrator.goto(`${marketplace.url}/administrator/connect/stripe-accounts`)
    await administrator.fill('#text', 'rosen')
    await Promise.all([administrator.waitForEvent('domcontentloaded'), administrator.press('#text', 'Enter')])
    await look('found')
    await administrator.click('text=Jenny Rosen')
    await administrator.waitForURL(/\/administrator\/connect\/stripe-account\?/)
    await look('account')
    expect(await administrator.content()).toContain('account.updated')
  })

  it('rejects it, and the seller sees so', async () => {
    const { searchParams } = new URL(administrator.url())
    await administrator.goto(`${marketplace.url}/administrator/connect/reject-stripe-account?${searchParams}`)
    await send(administrator)
    expect(await administrator.locator('.error').textContent(), 'no reason was chosen').not.toBe('')
    await look('reject')
    await administrator.selectOption('#reason', 'fraud')
    await send(administrator)
    await look('rejected')
    await turns(seller, 'rejected')
  })

  it('alone reaches these pages', async () => {
    const answer = await seller.goto(`${marketplace.url}/administrator/connect/stripe-accounts`)
    expect(answer?.status()).toBe(403)
  })
})
