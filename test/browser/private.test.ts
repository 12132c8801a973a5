/** Sellers whose answers go from the browser to Stripe alone (`STRIPE_JS=3`), in the standalone host. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../src/features.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { type Dashboard, openDashboard, SESSION_COOKIE } from '../hosts/support.ts'
import { startBench } from '../offline-stripe/support.ts'
import { expectAccessible, launchChromium, noChromium, openPage, screenshot } from '../support/chromium.ts'
import { type Recorder, recordSent } from '../support/recorder.ts'
import { testConfig, testServices } from '../support/services.ts'
import { expectTokensAlone, FRANCE, registerPrivately } from './private-seller.ts'
import { type Answers, send } from './seller.ts'

const bench = await startBench({ verificationSeconds: 0 })
const CREATE = '/account/connect/create-stripe-account'

let dashboard: Dashboard
let chromium: Browser
let recorder: Recorder

describe.skipIf(noChromium)('with STRIPE_JS=3', () => {
  beforeAll(async () => {
    const config = testConfig({ stripe: bench.url })
    const stripe = { ...config.stripe, tokensOnly: true, publishableKey: 'pk_test_market', offline: true }
    dashboard = await openDashboard({ services: await testServices({ ...config, stripe }), routes })
    chromium = await launchChromium()
  })
  beforeEach(async () => {
    recorder = await recordSent(dashboard.url)
    return () => recorder.close()
  })
  afterAll(async () => {
    await chromium?.close()
    await dashboard?.close()
    if (dashboard) await closeServices(dashboard.services)
  })

  /** A person who is signed in and about to register. */
  async function open(options?: Parameters<typeof openPage>[1]): Promise<Page> {
    const { browser } = await dashboard.signedIn()
    const value = browser.cookies.get(SESSION_COOKIE) ?? ''
    const page = await openPage(chromium, options)
    await page.context().addCookies([{ name: SESSION_COOKIE, value, url: recorder.url }])
    await page.goto(recorder.url + CREATE)
    return page
  }

  it.each(['individual', 'company'] as const)(
    'an %s in France gets to active by tokens alone',
    async (type) => {
      const page = await open()
      await registerPrivately(page, type)
      await screenshot(page, `private-${type}-status`)
      expect(await page.locator('#account-now .badge').getAttribute('class')).toContain('active')
      expectTokensAlone(recorder)
      await page.context().close()
    },
  )
})
