import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createStripe } from '../../src/stripe/client.ts'
import { idempotencyKey } from '../../src/stripe/idempotency.ts'
import { startBench } from '../offline-stripe/support.ts'

const bench = await startBench()
const stripe = createStripe({
  key: 'sk_test_client',
  publishableKey: undefined,
  tokensOnly: false,
  webhookSecrets: [],
  api: new URL(bench.url),
  offline: true,
  maxRetries: 2,
})

const NEW_ACCOUNT: Stripe.AccountCreateParams = {
  type: 'custom',
  country: 'US',
  capabilities: { transfers: { requested: true } },
}

beforeEach(async () => {
  await bench.control('POST', 'reset', {})
})

async function requests(): Promise<{ path: string; status: number; idempotency_key: string }[]> {
  const { data } = await bench.control('GET', 'requests')
  return data as { path: string; status: number; idempotency_key: string }[]
}

const fault = (api: Record<string, unknown>) => bench.control('POST', 'faults', { api })

describe('is tried again', () => {
  test('what came too fast', async () => {
    await fault({ path: '/v1/accounts', status: 429 })
    await stripe.accounts.create(NEW_ACCOUNT)
    expect((await requests()).map(({ status }) => status)).toEqual([429, 200])
  })

  test('an account that was created too fast, which Stripe says with 400', async () => {
    await bench.control('POST', 'faults', { account_creation_limit: 1 })
    await stripe.accounts.create(NEW_ACCOUNT)
    await expect(stripe.accounts.create(NEW_ACCOUNT)).resolves.toMatchObject({ object: 'account' })
    expect((await requests()).map(({ status }) => status)).toContain(400)
  })

  test('what was done but not heard of, without doing it twice', async () => {
    await fault({ path: '/v1/accounts', done: true, status: 500 })
    await stripe.accounts.create(NEW_ACCOUNT, {
      idempotencyKey: idempotencyKey('create-account', 'person', 'once'),
    })
    const tries = await requests()
    expect(new Set(tries.map((each) => each.idempotency_key)).size).toBe(1)
    expect((await stripe.accounts.list()).data).toHaveLength(1)
  })
})

describe('is not tried again', () => {
  test('what is missing', async () => {
    await expect(stripe.accounts.retrieve('acct_missing')).rejects.toThrow()
    expect(await requests()).toHaveLength(1)
  })

  test('what is wrong, of which the answer is still read', async () => {
    const attempt = stripe.accounts.create({ ...NEW_ACCOUNT, country: 'XX' })
    await expect(attempt).rejects.toMatchObject({ type: 'StripeInvalidRequestError', param: 'country' })
    expect(await requests()).toHaveLength(1)
  })

  test('anything for ever', async () => {
    await fault({ path: '/v1/accounts', status: 429, times: 10 })
    await expect(stripe.accounts.create(NEW_ACCOUNT)).rejects.toMatchObject({ type: 'StripeRateLimitError' })
    expect(await requests()).toHaveLength(3)
  })
})

describe('an idempotency key', () => {
  test('is the same for the same write, and another one for any other', () => {
    const key = idempotencyKey('update-account', 'acct_1', 7)
    expect(idempotencyKey('update-account', 'acct_1', 7)).toBe(key)
    for (const other of [
      idempotencyKey('update-account', 'acct_1', 8),
      idempotencyKey('update-account', 'acct_2', 7),
      idempotencyKey('reject-account', 'acct_1', 7),
      idempotencyKey('update-account', 'acct_17'),
    ]) {
      expect(other).not.toBe(key)
    }
  })

  test('is short enough and gives nothing away, however much goes into it', () => {
    const key = idempotencyKey('save-person', 'secret'.repeat(1000))
    expect(key).toMatch(/^[\w-]{1,255}$/)
    expect(key).not.toContain('secret')
  })
})

test('asks in the version that the types are of, with the key and nothing about the machine', async () => {
  const heard: IncomingHttpHeaders[] = []
  const server = createServer(({ headers }, response) => {
    heard.push(headers)
    response
      .setHeader('content-type', 'application/json')
      .end('{"object":"balance","available":[],"pending":[]}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const asking = createStripe({
    key: 'sk_test_asking',
    publishableKey: undefined,
    tokensOnly: false,
    webhookSecrets: [],
    api: new URL(`http://127.0.0.1:${port}`),
    offline: true,
    maxRetries: 0,
  })
  await asking.balance.retrieve()
  await asking.balance.retrieve()
  for (const headers of heard) {
    expect(headers.authorization).toBe('Bearer sk_test_asking')
    expect(headers['stripe-version']).toBe(Stripe.API_VERSION)
    expect(headers).not.toHaveProperty('x-stripe-client-telemetry')
  }
  expect(heard).toHaveLength(2)
})
