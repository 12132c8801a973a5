import { describe, expect, it } from 'vitest'
import { activeAccount, startBench } from './support.ts'

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

const HEADERS = { authorization: 'Bearer sk_test_bench' }

async function refusal(call: Promise<unknown>) {
  return call.then(
    () => expect.unreachable('nothing was refused'),
    (error: { message: string; raw: Record<string, unknown> }) => error,
  )
}

describe('an id that names nothing', () => {
  const missing = { code: 'resource_missing', rawType: 'invalid_request_error' }

  it('is not found where it stands in the address', async () => {
    const on = { stripeAccount: await activeAccount(bench, {}) }
    for (const call of [stripe.payouts.retrieve('po_1', {}, on), stripe.events.retrieve('evt_1')])
      expect(await refusal(call)).toMatchObject({ ...missing, statusCode: 404 })
  })

  it('is a bad request where a parameter names it', async () => {
    const account = await activeAccount(bench, {})
    const on = { stripeAccount: account }
    await bench.control('POST', 'fund', { account, amount: 100, currency: 'usd' })
    const calls: [string, Promise<unknown>][] = [
      ['destination', stripe.payouts.create({ amount: 1, currency: 'usd', destination: 'ba_1' }, on)],
      ['starting_after', stripe.payouts.list({ starting_after: 'po_1' }, on)],
      ['external_account', stripe.accounts.createExternalAccount(account, { external_account: 'btok_1' })],
      ['account_token', stripe.accounts.update(account, { account_token: 'ct_1' })],
      [
        'company[verification][document][front]',
        stripe.accounts.create({ company: { verification: { document: { front: 'file_1' } } } }),
      ],
    ]
    for (const [param, call] of calls)
      expect(await refusal(call), param).toMatchObject({ ...missing, statusCode: 400, param })
  })
})

describe('a refusal', () => {
  it('with a code says where the code is explained', async () => {
    const { raw } = await refusal(stripe.events.retrieve('evt_1'))
    expect(raw.doc_url).toBe('https://stripe.com/docs/error-codes/resource-missing')
    expect((await refusal(stripe.accounts.create({ type: 'none' } as object))).raw).not.toHaveProperty(
      'doc_url',
    )
  })

  it('of a word lists those that there are', async () => {
    const { message } = await refusal(stripe.accounts.create({ type: 'none' } as object))
    expect(message).toBe('Invalid type: must be one of custom, express, or standard')
  })

  it('of what is not simulated does not speak of the type of its content', async () => {
    for (const path of ['/v2/core/accounts', '/v1/account_sessions', '/v1/nothing']) {
      const response = await fetch(bench.url + path, {
        method: 'POST',
        headers: { ...HEADERS, 'content-type': 'application/json' },
        body: '{"contact_email":"ada@example.com"}',
      })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        error: { message: expect.stringMatching(/^Unrecognized request URL/) },
      })
    }
  })

  it('of the platform’s own account says so, whatever was to be done', async () => {
    const { id } = await stripe.accounts.retrieveCurrent()
    const link = { refresh_url: 'https://a.example', return_url: 'https://a.example' }
    const calls = [
      stripe.accounts.update(id, { metadata: { a: '1' } }),
      stripe.accounts.del(id),
      stripe.accounts.listPersons(id),
      stripe.accounts.listCapabilities(id),
      stripe.accounts.createExternalAccount(id, { external_account: 'btok_us_verified' }),
      stripe.accounts.createLoginLink(id),
      stripe.accounts.reject(id, { reason: 'fraud' }),
      stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...link }),
      stripe.rawRequest('POST', '/v1/account', {}),
    ]
    for (const call of calls)
      expect(await refusal(call)).toMatchObject({
        statusCode: 403,
        message: 'You cannot use this method on your own account: you may only use it on connected accounts.',
      })
    expect(await stripe.accounts.retrieve(id)).toMatchObject({ id })
    const on = { stripeAccount: await activeAccount(bench, {}) }
    expect(await refusal(stripe.accounts.update(id, {}, on))).toMatchObject({ code: 'account_invalid' })
  })

  it('of an address tells what is not simulated from what is misspelt', async () => {
    expect((await refusal(stripe.customers.list())).message).toMatch(
      /^Unrecognized request URL \(GET: \/v1\/customers\)\. Please see .*offline Stripe/,
    )
    const response = await fetch(`${bench.url}/v1/accounts/`, { headers: HEADERS })
    const { error } = (await response.json()) as { error: { message: string } }
    expect(error.message).toContain('remove the trailing slash')
  })
})

describe('a publishable key', () => {
  const bank_account = {
    country: 'US',
    currency: 'usd',
    account_number: '000123456789',
    routing_number: '110000000',
  }

  it('makes tokens, and nothing else', async () => {
    const browser = bench.client({ key: 'pk_test_1' })
    const { id } = await browser.tokens.create({ bank_account })
    expect(await stripe.tokens.retrieve(id)).toMatchObject({ type: 'bank_account', used: false })
    expect(await refusal(browser.tokens.retrieve(id))).toMatchObject({
      statusCode: 401,
      code: 'secret_key_required',
    })
  })
})
