/** Calls from pages in browsers, which have a publishable key. */
import { describe, expect, it } from 'vitest'
import { PNG, startBench } from './support.ts'

const bench = await startBench()
const ORIGIN = { origin: 'https://market.example' }
const KEY = { authorization: 'Bearer pk_test_market' }

describe('a page', () => {
  it('may send a key and a form, as the answer to OPTIONS says', async () => {
    const response = await fetch(`${bench.url}/v1/tokens`, {
      method: 'OPTIONS',
      headers: {
        ...ORIGIN,
        'access-control-request-headers': 'authorization,stripe-account',
        'access-control-request-method': 'POST',
      },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toContain('POST')
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,stripe-account')
  })

  it('makes a token with a publishable key, and may read it', async () => {
    const response = await fetch(`${bench.url}/v1/tokens`, {
      method: 'POST',
      headers: { ...ORIGIN, ...KEY },
      body: new URLSearchParams({ 'account[business_type]': 'individual' }),
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({ object: 'token', type: 'account' })
  })

  it('may send the key and what Stripe.js says of the page in the form', async () => {
    const response = await fetch(`${bench.url}/v1/tokens`, {
      method: 'POST',
      body: new URLSearchParams({
        'pii[id_number]': '000000000',
        guid: 'NA',
        key: 'pk_test_market',
        payment_user_agent: 'stripe.js/1',
        time_on_page: '1200',
      }),
    })
    expect(await response.json()).toMatchObject({ type: 'pii' })
  })

  it('uploads a picture with a publishable key', async () => {
    const body = new FormData()
    body.append('purpose', 'identity_document')
    body.append('file', new Blob([new Uint8Array(PNG)]), 'passport.png')
    const response = await fetch(`${bench.url}/v1/files`, { method: 'POST', headers: KEY, body })
    expect(await response.json()).toMatchObject({ object: 'file', purpose: 'identity_document' })
  })

  it('may read a refusal, too', async () => {
    const response = await fetch(`${bench.url}/v1/accounts`, { headers: { ...ORIGIN, ...KEY } })
    expect(response.status).toBe(401)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-expose-headers')).toContain('Request-Id')
  })

  it.each([
    ['POST', { authorization: 'Bearer sk_test_any' }, ''],
    ['POST', {}, 'key=sk_test_any&'],
    ['GET', { authorization: 'Bearer rk_test_any' }, undefined],
    ['DELETE', { authorization: `Basic ${Buffer.from('sk_test_any:').toString('base64')}` }, undefined],
  ])('may not use a secret key: %s %j %s', async (method, key, form) => {
    for (const path of ['tokens', 'accounts', 'accounts/acct_1'])
      for (const origin of ['https://evil.example', 'null', bench.url]) {
        const headers = { ...key, origin, 'content-type': 'application/x-www-form-urlencoded' }
        const body = form === undefined ? null : `${form}pii[id_number]=000000000`
        const response = await fetch(`${bench.url}/v1/${path}`, { method, headers, body })
        const isWithoutKey = form !== '' && form !== undefined && path !== 'tokens'
        expect(response.status).toBe(isWithoutKey ? 401 : 403)
        expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
      }
    expect((await bench.stripe.accounts.list()).data).toEqual([])
  })

  it('may not control the offline Stripe', async () => {
    for (const method of ['DELETE', 'GET', 'OPTIONS', 'POST'])
      for (const path of ['_offline-stripe/clock', '_offline-stripe/reset', '_simulator/faults']) {
        const response = await fetch(`${bench.url}/${path}`, { method, headers: ORIGIN })
        expect(response.status).toBe(403)
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
      }
  })
})
