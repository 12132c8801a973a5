/** The demo market as its visitors use it: a seller lists a good, somebody buys it, and the seller is paid. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { eventually } from '../support/eventually.ts'
import { type Marketplace, startMarketplace } from '../support/marketplace.ts'
import { JAPAN } from './answers.ts'
import { completeSteps, register, send, turns } from './seller.ts'

/** The narrowest window that WCAG 2.2 asks for (1.4.10). */
const BUYER = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }

let marketplace: Marketplace
let browser: Browser

async function look(page: Page, name: string): Promise<void> {
  await screenshot(page, `market-${name}`)
  await expectFits(page)
}

describe.skipIf(noChromium)('the demo market', () => {
  beforeAll(async () => {
    ;[marketplace, browser] = await Promise.all([startMarketplace(), launchChromium()])
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  it('sells in yen; the seller sees the next payout and then the paid one', async () => {
    const { url } = marketplace
    const seller = await openPage(browser, PHONE)
    await register(seller, `${url}/account/register?return-url=/sell`, 'Hanako Yamada')
    await seller.selectOption('#country', 'JP')
    await send(seller)
    await completeSteps(seller, JAPAN)

    const list = async (name: string, price: string) => {
      await seller.fill('#name', name)
      await seller.fill('#price', price)
      await seller.fill('#maker', 'Yamada Ceramics')
      await seller.click('text=Put it on your stall')
    }
    await seller.goto(`${url}/sell`)
    await list('Tea bowl', '2400.50')
    expect(await seller.locator('#problem').textContent()).toBe('Give a price like 2400.')
    await look(seller, 'sell-refused')
    await expectAccessible(seller)
    await list('Tea bowl', '2400')
    await look(seller, 'sell')
    await seller.click('text=Tea bowl')
    expect(await seller.locator('.notice').textContent()).toContain('Yamada Ceramics cannot be paid yet')
    await look(seller, 'good-not-for-sale')
    await expectAccessible(seller)

    await seller.goto(`${url}/account/connect`)
    await seller.click('a.btn')
    await seller.check('#consent')
    await send(seller)
    await turns(seller, 'active')

    const buyer = await openPage(browser, BUYER)
    await buyer.goto(url)
    await buyer.click('text=Tea bowl')
    expect(await buyer.locator('.price').textContent()).toBe('¥2,400')
    await look(buyer, 'good')
    await buyer.click('text=Buy (pretend)')
    await buyer.waitForURL(/\/orders\//)
    await look(buyer, 'order')

    const shown = (text: RegExp) =>
      eventually(async () => expect(await seller.locator('#account-now').innerText()).toMatch(text))
    /** The offline Stripe's date, as the buyer reads it. */
    const date = () => buyer.locator('.panel strong').innerText()
    const pass = async (button: string) => {
      const before = await date()
      await buyer.click(`text=${button}`)
      await eventually(async () => expect(await date()).not.toBe(before))
    }
    await shown(/No payout is on its way/)
    for (let day = 0; day < 4; day += 1) await pass('Let a day pass')
    await shown(/Next payout\s+¥2,400/)
    await look(seller, 'next-payout')
    await pass('Let a week pass')
    await shown(/Paid this month\s+¥2,400/)
    await look(seller, 'paid')

    await seller.goto(`${url}/payouts`)
    expect(await seller.locator('tbody td').allTextContents()).toEqual([expect.any(String), 'Paid', '¥2,400'])
    await look(seller, 'payouts')
    await expectAccessible(seller)
    await expectFitsWithLargeLetters(seller)
    await seller.goto(buyer.url())
    await expectAccessible(seller)
    await expectFitsWithLargeLetters(seller)
  })
})
