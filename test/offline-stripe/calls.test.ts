import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench

const HEADERS = { authorization: 'Bearer sk_test_bench', 'content-type': 'application/x-www-form-urlencoded' }

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(bench.url + path, {
    method: 'POST',
    headers: { ...HEADERS, ...headers },
    body,
  })
  return { response, answer: (await response.json()) as { error: Record<string, string> } }
}

afterEach(async () => {
  await bench.control('DELETE', 'faults')
})

describe('a key', () => {
  it.each(['sk_live_real', 'rk_live_real', 'pk_test_public', 'nonsense'])('%s is refused', async (key) => {
    const attempt = bench.client({ key }).countrySpecs.list()
    await expect(attempt).rejects.toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' })
  })

  it('of live mode is told what this is', async () => {
    await expect(bench.client({ key: 'sk_live_real' }).countrySpecs.list()).rejects.toThrow(/offline Stripe/)
  })

  it('that is restricted opens the door too', async () => {
    await expect(bench.client({ key: 'rk_test_1' }).countrySpecs.list()).resolves.toHaveProperty('data')
  })

  it('is asked for', async () => {
    const response = await fetch(`${bench.url}/v1/country_specs`)
    expect(response.status).toBe(401)
    expect(response.headers.get('request-id')).toMatch(/^req_/)
  })

  it.each(['accounts', 'tokens'])('is asked for before a form is read: %s', async (path) => {
    for (const body of ['a[b=1', 'a=1&a[b]=2', `a${'[b]'.repeat(20)}=1`, 'key=&[']) {
      const response = await fetch(`${bench.url}/v1/${path}`, {
        method: 'POST',
        body: new URLSearchParams(body),
      })
      expect(response.status).toBe(401)
    }
  })

  it('is asked for in an answer that a client gets whose body is large', async () => {
    const body = new URLSearchParams({ a: 'x'.repeat(20_000_000) })
    const response = await fetch(`${bench.url}/v1/accounts`, { method: 'POST', body })
    expect(response.status).toBe(401)
    expect(await response.json()).toHaveProperty('error.message')
  })

  it('may come as the user name of basic authentication', async () => {
    const authorization = `Basic ${Buffer.from('sk_test_basic:').toString('base64')}`
    const response = await fetch(`${bench.url}/v1/country_specs/US`, { headers: { authorization } })
    expect(response.status).toBe(200)
  })
})

describe('what is not there', () => {
  it('is an error body, whatever the address', async () => {
    for (const path of [
      '/v1/nonsense',
      '/v1/accounts/',
      '/favicon.ico',
      '/v1/payouts/po_1',
      '/v1/country_specs/XX',
    ]) {
      const response = await fetch(bench.url + path, { headers: HEADERS })
      expect(response.status).toBe(404)
      expect(await response.json()).toHaveProperty('error.type', 'invalid_request_error')
    }
  })

  it('names the parameter that named it', async () => {
    await expect(stripe.countrySpecs.retrieve('XX')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'country',
    })
  })

  it('includes parameters that reading one object does not take', async () => {
    for (const path of ['account', 'balance', 'accounts/acct_1nobody', 'payouts/po_1nobody']) {
      const answer = await fetch(`${bench.url}/v1/${path}?colour=red`, {
        headers: { authorization: 'Bearer sk_test_bench' },
      })
      expect(answer.status, path).toBe(400)
      const { error } = (await answer.json()) as { error: unknown }
      expect(error, path).toMatchObject({ code: 'parameter_unknown', param: 'colour' })
    }
  })

  it('is none for a call on behalf of the platform itself', async () => {
    const platform = await stripe.accounts.retrieveCurrent()
    const on = { stripeAccount: platform.id }
    await expect(stripe.balance.retrieve({}, on)).resolves.toMatchObject({ object: 'balance' })
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' }, on)
    await expect(stripe.accounts.retrieve(id)).resolves.toMatchObject({ id })
  })

  it('includes accounts that a key has no access to', async () => {
    const attempt = stripe.balance.retrieve({}, { stripeAccount: 'acct_1nobody' })
    await expect(attempt).rejects.toMatchObject({ statusCode: 403, code: 'account_invalid' })
  })
})

describe('parameters', () => {
  it.each([
    ['/v1/webhook_endpoints', 'url=https://example.com', 'parameter_missing', 'enabled_events'],
    [
      '/v1/webhook_endpoints',
      'url=https://e.com&enabled_events[]=*&nonsense=1',
      'parameter_unknown',
      'nonsense',
    ],
    ['/v1/webhook_endpoints', 'url=&enabled_events[]=*', 'parameter_invalid_empty', 'url'],
    ['/v1/webhook_endpoints', 'url=ftp://e.com&enabled_events[]=*', 'url_invalid', 'url'],
    ['/v1/account_links', 'type=account_onboarding', 'parameter_missing', 'account'],
    ['/v1/tokens', '', 'parameter_missing', undefined],
  ])('of %s: %s', async (path, body, code, param) => {
    const { response, answer } = await post(path, body)
    expect(response.status).toBe(400)
    expect(answer.error).toMatchObject({ type: 'invalid_request_error', code })
    expect(answer.error.param).toBe(param)
  })

  it.each([
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
  ])('that are booleans may be %s', async (sent, meant) => {
    const { answer: endpoint } = await post('/v1/webhook_endpoints', 'url=https://e.com&enabled_events[]=*')
    const path = `/v1/webhook_endpoints/${(endpoint as unknown as { id: string }).id}`
    const { answer } = await post(path, `disabled=${sent}`)
    expect(answer).toHaveProperty('status', meant ? 'disabled' : 'enabled')

    const list = await fetch(`${bench.url}/v1/events?delivery_success=${sent}`, { headers: HEADERS })
    expect(await list.json()).toHaveProperty('object', 'list')
  })

  it.each(['1', 'yes', 'truE ', 'null'])('that are booleans may not be %s', async (sent) => {
    const connect = encodeURIComponent(sent)
    const body = `url=https://e.com&enabled_events[]=*&connect=${connect}`
    const { answer } = await post('/v1/webhook_endpoints', body)
    expect(answer.error).toMatchObject({ message: `Invalid boolean: ${sent}`, param: 'connect' })
  })

  it('keep Stripe from taking JSON', async () => {
    const { response } = await post('/v1/tokens', '{}', { 'content-type': 'application/json' })
    expect(response.status).toBe(400)
  })

  it.each([
    ['lists', '{"advance":', '[', ']'],
    ['objects', '{"advance":', '{"a":', '}'],
    ['unfinished lists', '{"advance":', '[', ''],
  ])('have no more levels than a form can have: %s', async (_name, start, open, close) => {
    for (const levels of [11, 100_000]) {
      const body = `${start}${open.repeat(levels)}1${close.repeat(levels)}}`
      const response = await fetch(`${bench.url}/_offline-stripe/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `${_name} ${levels}` },
        body,
      })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
    }
  })

  it('have a size that is bearable', async () => {
    const { response } = await post('/v1/tokens', `a=${'x'.repeat(2 * 1024 * 1024)}`)
    expect(response.status).toBe(413)
  })

  it('do not reach the prototype of anything', async () => {
    const { answer } = await post('/v1/tokens', '__proto__[polluted]=1&constructor[prototype][polluted]=1')
    expect(answer.error.code).toBe('parameter_unknown')
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('an answer', () => {
  it('echoes version, account and key, and has an id of its own', async () => {
    const { response } = await post('/v1/webhook_endpoints', 'url=https://e.com&enabled_events[]=*', {
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': 'abc',
    })
    expect(response.headers.get('stripe-version')).toBe('2026-10-28.endive')
    expect(response.headers.get('idempotency-key')).toBe('abc')
    expect(response.headers.get('request-id')).toMatch(/^req_\w+$/)
  })

  it.each([
    '2020-08-27',
    '2023-10-16; risk_in_requirements_beta=v1',
    '2020-03-02;alipay_beta=v1;link_beta=v1',
    '2025-10-29.preview; financial_account_beta=v3',
  ])('is given to version %s', async (version) => {
    const { response } = await post('/v1/accounts', 'type=custom', { 'stripe-version': version })
    expect(response.status).toBe(200)
    expect(response.headers.get('stripe-version')).toBe(version)
  })

  it.each(['latest', '2023-10-16; beta', '2023-10-16 beta=v1', 'beta=v1'])(
    'is refused for %s, which is no version',
    async (version) => {
      const { response } = await post('/v1/accounts', 'type=custom', { 'stripe-version': version })
      expect(response.status).toBe(400)
    },
  )
})

describe('faults', () => {
  it('refuse calls as long as was asked', async () => {
    await bench.control('POST', 'faults', {
      api: { path: '/v1/country_specs/{country}', status: 429, times: 2 },
    })
    const call = () => stripe.countrySpecs.retrieve('US')
    await expect(call()).rejects.toMatchObject({ type: 'StripeRateLimitError' })
    await expect(call()).rejects.toMatchObject({ statusCode: 429 })
    await expect(call()).resolves.toHaveProperty('id', 'US')
  })

  it('hold back what is created too quickly, with the status that Stripe uses for it', async () => {
    await bench.control('POST', 'faults', { account_creation_limit: 2 })
    const create = () => stripe.accounts.create({ type: 'custom', country: 'US' })
    const results = await Promise.allSettled(Array.from({ length: 8 }, create))
    const refusals = results.filter((result) => result.status === 'rejected')
    expect(refusals).not.toEqual([])
    expect(results.length - refusals.length).toBeGreaterThanOrEqual(2)
    expect(refusals[0]?.reason).toMatchObject({
      statusCode: 400,
      code: 'rate_limit',
      type: 'StripeRateLimitError',
    })
  })
})

describe('the log of calls', () => {
  it('shows names and keys, but no values', async () => {
    await stripe.accounts.create(
      { type: 'custom', email: 'secret@example.com' },
      { idempotencyKey: 'log-key' },
    )
    const { data } = (await bench.control('GET', 'requests')) as { data: Record<string, unknown>[] }
    expect(data.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/accounts',
      parameters: ['type', 'email'],
      idempotency_key: 'log-key',
      status: 200,
    })
    expect(JSON.stringify(data)).not.toContain('secret@example.com')
  })
})

describe('pages for people', () => {
  it('say what this is', async () => {
    const html = await (await fetch(bench.url)).text()
    expect(html).toContain('no real money')
  })

  it('lead back from onboarding that is not simulated', async () => {
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    const link = await stripe.accountLinks.create({
      account: id,
      type: 'account_onboarding',
      refresh_url: 'https://market.example/again',
      return_url: 'https://market.example/back?a=1&b="2"',
    })
    expect(await (await fetch(link.url)).text()).toContain(
      'https://market.example/back?a=1&amp;b=&quot;2&quot;',
    )
    await bench.advance(600)
    const late = await fetch(link.url, { redirect: 'manual' })
    expect(late.headers.get('location')).toMatch(/^https:\/\/market\.example\//)
  })
})

describe('the platform', () => {
  it('is one account, always the same', async () => {
    const platform = await stripe.accounts.retrieveCurrent()
    expect(platform).toMatchObject({ object: 'account', payouts_enabled: true })
    expect((await stripe.accounts.retrieveCurrent()).id).toBe(platform.id)
  })
})

it('finds the control routes by their first name, too', async () => {
  const clock = await fetch(`${bench.url}/_simulator/clock`)
  expect(await clock.json()).toEqual({ now: expect.any(Number) })
})

describe('addresses and pages that mean no good', () => {
  it('are answered, not obeyed', async () => {
    const { hostname, port } = new URL(bench.url)
    const raw = await rawRequest(
      hostname,
      Number(port),
      'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )
    expect(raw).toMatch(/^HTTP\/1\.1 4/)
    for (const name of ['_offline-stripe', '_simulator']) {
      const foreign = await fetch(`${bench.url}/${name}/reset`, {
        method: 'POST',
        headers: { origin: 'https://evil.example' },
      })
      expect(foreign.status).toBe(403)
    }
  })
})

async function rawRequest(host: string, port: number, text: string): Promise<string> {
  const socket = connect(port, host)
  socket.write(text)
  const chunks: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
