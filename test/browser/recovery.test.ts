import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, noChromium, openPage } from '../support/chromium.ts'
import { type Marketplace, startMarketplace } from '../support/marketplace.ts'
import { UNITED_STATES } from './answers.ts'
import { answer, completeSteps, register, send, turns } from './seller.ts'

let marketplace: Marketplace
let browser: Browser

describe.skipIf(noChromium)('a marketplace whose every process is killed', () => {
  beforeAll(async () => {
    ;[marketplace, browser] = await Promise.all([startMarketplace(), launchChromium()])
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  async function powerCut(): Promise<void> {
    await marketplace.kill()
    await marketplace.start()
  }

  it('has lost nothing that a person was told was saved', async () => {
    const page = await openPage(browser)
    await register(
      page,
      `${marketplace.url}/account/register?return-url=/account/connect/create-stripe-account`,
      'Jenny Rosen',
    )
    await powerCut()

    // The person is still signed in, and the form from before is accepted.
    await page.selectOption('#country', 'US')
    await send(page)
    await answer(page, UNITED_STATES)
    expect(page.url()).toContain('step=address')
    await powerCut()

    await answer(page, UNITED_STATES)
    const { searchParams } = new URL(page.url())
    await page.goto(
      `${marketplace.url}/account/connect/edit-stripe-account?step=about-you&stripeid=${searchParams.get('stripeid')}`,
    )
    expect(await page.inputValue('#individual_first_name')).toBe('Jenny')
    await page.goBack()
    await completeSteps(page, UNITED_STATES)
    await page.check('#consent')
    await send(page)
    // The offline Stripe is verifying, and its webhooks reach nobody for a while.
    await powerCut()
    await page.reload()
    await turns(page, 'active')
  })

  it('ends cleanly when it is asked to, and finds everything again', async () => {
    expect(await marketplace.stop()).toBe(0)
    await marketplace.start()
    expect((await fetch(`${marketplace.url}/readyz`)).status).toBe(200)
  })
})
