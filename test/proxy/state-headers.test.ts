import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { setRunningServices } from '../../src/application/running.ts'
import type { ProxyRequestOptions } from '../../src/application/state-header.ts'
import hasActive from '../../src/proxy/x-has-active-stripe-account.ts'
import accounts from '../../src/proxy/x-stripe-accounts.ts'
import active from '../../src/proxy/x-stripe-accounts-active.ts'
import pending from '../../src/proxy/x-stripe-accounts-pending.ts'
import requiring from '../../src/proxy/x-stripe-accounts-requiring.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { makeAccount } from '../application/accounts.ts'
import { testServices } from '../support/services.ts'

const HANDLERS = [hasActive, accounts, active, pending, requiring]
const PERSON = { account: { accountid: 'person', passwordHash: 'secret' }, appid: 'market' }

let services: Awaited<ReturnType<typeof testServices>>

beforeEach(async () => {
  services = await testServices()
  setRunningServices(services)
})

afterEach(async () => {
  setRunningServices(undefined)
  await closeServices(services)
})

async function add(account: ReturnType<typeof makeAccount>): Promise<void> {
  await accountStore(services.storage).insert({
    stripeid: account.id,
    accountid: 'person',
    stripeObject: account,
  })
}

async function forward(
  request: Parameters<typeof accounts>[0],
  headers: Record<string, unknown> = {},
  handlers = HANDLERS,
): Promise<Record<string, unknown>> {
  const options: ProxyRequestOptions = { headers }
  for (const handler of handlers) await handler(request, options)
  return options.headers
}

test('a person’s accounts are sent, each list under its name', async () => {
  await add(makeAccount({ payouts_enabled: true }))
  const headers = await forward(PERSON, { accept: 'text/html' })
  expect(headers).toMatchObject({
    accept: 'text/html',
    'x-has-active-stripe-account': 'true',
    // By the name that the earlier module sent.
    'x-active-stripe-account': 'true',
    'x-stripe-accounts-pending': '[]',
    'x-stripe-accounts-requiring': '[]',
    'x-stripe-accounts-format': 'full',
    'x-stripe-accounts-count': '1',
  })
  for (const name of ['x-stripe-accounts', 'x-stripe-accounts-active']) {
    expect(JSON.parse(String(headers[name]))).toMatchObject([{ id: 'acct_1', object: 'account' }])
  }
  expect(JSON.stringify(headers)).not.toContain('secret')
})

test('only what is listed is sent, with how to read it', async () => {
  expect(await forward(PERSON, {}, [hasActive])).toEqual({
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
    'x-stripe-accounts-format': 'full',
    'x-stripe-accounts-count': '0',
  })
})

test('the name of the earlier module comes with the file of that header alone', async () => {
  await add(makeAccount({ payouts_enabled: true }))
  for (const handler of [accounts, active, pending, requiring])
    expect(await forward(PERSON, {}, [handler])).not.toHaveProperty('x-active-stripe-account')
})

test('five handlers cost one look-up, also when they run at once', async () => {
  await forward(PERSON)
  let lookUps = 0
  const ready = services.headers.ready.bind(services.headers)
  services.headers.ready = (...key) => {
    lookUps += 1
    return ready(...key)
  }
  await forward(PERSON)
  expect(lookUps).toBe(1)
  const options = { headers: {} }
  await Promise.all(HANDLERS.map((handler) => handler(PERSON, options)))
  expect(lookUps).toBe(2)
})

describe('a guest', () => {
  test('gets nothing', async () => {
    expect(await forward({}, { accept: '*/*' })).toEqual({ accept: '*/*' })
  })

  test('cannot claim anything, however it is spelt', async () => {
    const claimed = {
      'x-stripe-accounts': '[{}]',
      'X-Has-Active-Stripe-Account': 'true',
      X_Stripe_Accounts_Active: '[{}]',
      'x-active-stripe-account': 'true',
      'x.stripe.accounts': '[{}]',
      'x-stripe_accounts-assertion': 'e30.e30.x',
      'x-stripe-publishable': 'kept',
    }
    expect(await forward({ appid: 'market' }, claimed)).toEqual({ 'x-stripe-publishable': 'kept' })
  })
})

test('a person cannot claim anything either', async () => {
  const headers = await forward(PERSON, {
    X_HAS_ACTIVE_STRIPE_ACCOUNT: 'true',
    'X-Active_Stripe-Account': 'true',
    'x-stripe-accounts-status': 'fine',
  })
  expect(headers['x-has-active-stripe-account']).toBe('false')
  expect(headers['x-active-stripe-account']).toBe('false')
  expect(headers).not.toHaveProperty('X-Active_Stripe-Account')
  expect(headers).not.toHaveProperty('X_HAS_ACTIVE_STRIPE_ACCOUNT')
  expect(headers).not.toHaveProperty('x-stripe-accounts-status')
})

describe('when the state cannot be read', () => {
  const unavailable = {
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
    'x-stripe-accounts': '[]',
    'x-stripe-accounts-active': '[]',
    'x-stripe-accounts-pending': '[]',
    'x-stripe-accounts-requiring': '[]',
    'x-stripe-accounts-status': 'unavailable',
  }

  test('the request goes on without claims', async () => {
    await add(makeAccount({ payouts_enabled: true }))
    await services.storage.close()
    expect(await forward(PERSON)).toEqual(unavailable)
  })

  test('because nothing was set up, too', async () => {
    setRunningServices(undefined)
    expect(await forward(PERSON)).toEqual(unavailable)
  })
})

test('the request itself is left as it was', async () => {
  const request = Object.freeze({ ...PERSON, query: Object.freeze({ a: '1' }), body: Object.freeze({}) })
  await forward(request)
  expect(request.query).toEqual({ a: '1' })
})
