/** Sellers in an Express app whose answers go from the browser to Stripe alone (`STRIPE_JS=3`). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectTokensAlone, registerPrivately } from '../../browser/private-seller.ts'
import { turns } from '../../browser/seller.ts'
import { launchChromium, noChromium, openPage } from '../../support/chromium.ts'
import { recordSent } from '../../support/recorder.ts'
import { type AppOptions, openApp } from './support.ts'

const CREATE = '/payments/account/connect/create-stripe-account'
const POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'"

let browser: Browser

describe.skipIf(noChromium)('an Express app with STRIPE_JS=3', () => {
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  /** Registers a seller, and looks at what the app was sent. */
  async function journey(
    options: AppOptions,
    type: 'individual' | 'company',
    look: (page: Page) => Promise<void>,
  ) {
    const app = await openApp({ mount: '/payments', env: { STRIPE_JS: '3' }, ...options })
    const recorder = await recordSent(app.url)
    const page = await openPage(browser, { extraHTTPHeaders: { 'x-test-user': 'seller' } })
    await page.goto(recorder.url + CREATE)
    await look(page)
    await registerPrivately(page, type)
    await turns(page, 'active')
    expectTokensAlone(recorder)
    await page.context().close()
    await recorder.close()
    await app.close()
  }

  it('gets tokens alone, in the module’s own frame', () =>
    journey({}, 'individual', async (page) => {
      expect(await page.locator('header.topbar').count()).toBe(1)
    }))

  it('gets tokens alone in a layout of its own, whose policy opens on pages that need it', () =>
    journey(
      {
        before: [
          (_request, response, next) => {
            response.set('content-security-policy', POLICY)
            next()
          },
        ],
        layout: ({ title, head, body }) =>
          `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body>${body}</body></html>`,
      },
      'company',
      async (page) => {
        const policy = async (path: string) => {
          const answer = await page.request.get(new URL(path, page.url()).href)
          return answer.headers()['content-security-policy'] ?? ''
        }
        expect(await policy(CREATE)).toMatch(
          /script-src 'self' http:\/\/127\.0\.0\.1:\d+;connect-src 'self' http/,
        )
        expect(await policy('/payments/account/connect')).toBe(POLICY)
      },
    ))
})
