/** The stand-in for Stripe.js, in the smallest browser that can run it, and in Chromium for its calls across sites. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createContext, runInContext } from 'node:vm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, noChromium } from '../support/chromium.ts'
import { startBench } from './support.ts'

const bench = await startBench()
const KEY = 'pk_test_market'

interface Answer {
  token?: { id: string; type: string; used: boolean; bank_account?: { last4: string } }
  error?: { message: string; code?: string; param?: string; type: string }
}
type StripeJs = (
  key?: unknown,
  options?: object,
) => { createToken(type: string, data?: object): Promise<Answer> }

/** Loads the script as a page with this address does. */
async function load(path = '/v3/', protocol = 'http:', at = bench.url): Promise<StripeJs> {
  const response = await fetch(`${at}${path}`)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  const page = { location: { protocol }, fetch, URLSearchParams } as unknown as { Stripe: StripeJs }
  runInContext(await response.text(), createContext(page))
  return page.Stripe
}

describe('Stripe.js of the offline Stripe', () => {
  it.each(['/v3/', '/v3', '/basil/stripe.js', '/endive/stripe.js'])('is found at %s', async (path) => {
    expect((await load(path))(KEY)).toHaveProperty('createToken')
  })

  it('makes tokens of an account, a person and a bank account, which a server uses', async () => {
    const stripe = (await load())(KEY)
    const account = await stripe.createToken('account', {
      business_type: 'individual',
      individual: { first_name: 'Ada', dob: { day: 4, month: 7, year: 1986 } },
      tos_shown_and_accepted: true,
    })
    expect(account.token).toMatchObject({ type: 'account', used: false, id: expect.stringMatching(/^ct_/) })
    const made = await bench.stripe.accounts.create({
      type: 'custom',
      country: 'FR',
      account_token: account.token?.id ?? '',
    })
    expect(made).toMatchObject({
      business_type: 'individual',
      individual: { first_name: 'Ada', dob: { day: 4, month: 7, year: 1986 } },
      tos_acceptance: { date: expect.any(Number) },
    })
    const bank = await stripe.createToken('bank_account', {
      country: 'FR',
      currency: 'eur',
      account_number: 'FR89370400440532013000',
    })
    expect(bank.error).toBeUndefined()
    expect(bank.token).toMatchObject({ type: 'bank_account', bank_account: { last4: '3000' } })
    const external = await bench.stripe.accounts.createExternalAccount(made.id, {
      external_account: bank.token?.id ?? '',
    })
    expect(external).toMatchObject({ last4: '3000' })
    const person = await stripe.createToken('person', {
      relationship: { owner: true, percent_ownership: 40 },
    })
    expect(person.token).toMatchObject({ type: 'person', id: expect.stringMatching(/^cpt_/) })
  })

  it('says what Stripe refuses of the data', async () => {
    const stripe = (await load())(KEY)
    expect(await stripe.createToken('person', { email: 'nobody' })).toMatchObject({
      error: { param: 'person[email]', code: 'email_invalid' },
    })
    expect(await stripe.createToken('account', {})).toMatchObject({ error: { code: 'parameter_missing' } })
  })

  it('takes a publishable key only', async () => {
    const Stripe = await load()
    expect(() => Stripe()).toThrow('Missing value for Stripe(): apiKey should be a string.')
    for (const key of ['sk_test_any', 'rk_live_any'])
      expect(() => Stripe(key)).toThrow('You should not use your secret key with Stripe.js.')
    expect(() => Stripe('pk_live_any')).toThrow('Live Stripe.js integrations must use HTTPS.')
    const secure = (await load('/v3/', 'https:'))('pk_live_any')
    for (const stripe of [secure, Stripe('nonsense')])
      expect(await stripe.createToken('pii', { personal_id_number: '000000000' })).toMatchObject({
        error: { type: 'invalid_request_error' },
      })
  })

  it('throws for what it does not make tokens of', async () => {
    await expect((await load())(KEY).createToken('card', {})).rejects.toThrow(
      'A valid Element or type must be provided',
    )
  })

  it('calls the address under which it was loaded, or the public one', async () => {
    const { port } = new URL(bench.url)
    const script = await (await fetch(`http://localhost:${port}/v3/`)).text()
    expect(script).toContain(`http://localhost:${port}`)
    const offline = await startBench({ publicUrl: 'https://stripe.market.example' })
    expect(await (await fetch(`${offline.url}/v3/`)).text()).toContain('https://stripe.market.example')
  })

  it('says that it cannot reach Stripe', async () => {
    const offline = await startBench({ publicUrl: 'http://127.0.0.1:9' })
    const stripe = (await load('/v3/', 'http:', offline.url))(KEY)
    expect(await stripe.createToken('person', { first_name: 'Ada' })).toMatchObject({
      error: { type: 'api_connection_error' },
    })
  })
})

describe.skipIf(noChromium)('in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  it('a page of another site loads it and reads the answers', async () => {
    const site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<script src="${bench.url}/v3/"></script>`)
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
    const made = await page.evaluate("Stripe('pk_test_market').createToken('person', { first_name: 'Ada' })")
    expect(made).toMatchObject({ token: { type: 'person' } })
    await page.close()
    site.close()
  })
})
