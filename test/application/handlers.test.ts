import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { setRunningServices } from '../../src/application/running.ts'
import type {
  EarlyServerHandler,
  HandlerRequest,
  HandlerResponse,
  ServerHandler,
} from '../../src/application/server-handler.ts'
import { closeServices } from '../../src/runtime/services.ts'
import allowApplication from '../../src/server/allow-api-requests-from-application.ts'
import bindStripeKey from '../../src/server/bind-stripe-key.ts'
import checkBeforeDelete from '../../src/server/check-before-delete-stripe-account.ts'
import requireInformation from '../../src/server/require-all-information-submitted.ts'
import requireAccount from '../../src/server/require-connect-account.ts'
import { APPID, testConfig, testServices } from '../support/services.ts'
import { makeAccount } from './accounts.ts'

type Changes = Partial<Pick<HandlerRequest, 'account' | 'session' | 'stripeKey'>>

const TOKEN = 'token-of-the-application-server'

const SIGNED_IN: Changes = { account: { accountid: 'person' }, session: { sessionid: 'session' } }

let services: Awaited<ReturnType<typeof testServices>>
let host: Server
/** What the host runs: one handler, as Dashboard does. The host answers 200 if the handler lets the request through. */
let running: {
  handler: ServerHandler | EarlyServerHandler
  changes: Changes
  ended?: boolean | undefined
  request?: HandlerRequest
}
/** What the application server answers to the check before a deletion. */
let applicationServer: Server
let objection: string

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeEach(async () => {
  objection = '{"redirect":false}'
  applicationServer = createServer((_request, response) => void response.end(objection))
  const config = testConfig({ applicationServer: await listen(applicationServer) })
  services = await testServices({ ...config, applicationServerToken: TOKEN })
  setRunningServices(services)
  host = createServer(async (incoming, response: HandlerResponse) => {
    const request = Object.assign(incoming, { appid: APPID, ...running.changes })
    const { handler } = running
    await ('before' in handler ? handler.before(request) : handler.after(request, response))
    running.ended = response.ended
    running.request = request
    if (!response.ended) response.end('the application')
  })
})

afterEach(async () => {
  setRunningServices(undefined)
  for (const server of [host, applicationServer]) server.close().closeAllConnections()
  await closeServices(services)
})

async function add(changes: Parameters<typeof makeAccount>[0] = {}): Promise<void> {
  const account = makeAccount(changes)
  await accountStore(services.storage).insert({
    stripeid: account.id,
    accountid: 'person',
    stripeObject: account,
  })
}

/** @returns the address that the handler sends the person to; undefined if it lets them through */
async function visit(
  handler: ServerHandler | EarlyServerHandler,
  path: string,
  { changes = SIGNED_IN, method = 'GET', accept = 'text/html,*/*', headers = {} } = {},
): Promise<string | undefined> {
  running = { handler, changes }
  const address = host.listening
    ? `http://127.0.0.1:${(host.address() as AddressInfo).port}`
    : await listen(host)
  const response = await fetch(address + path, {
    method,
    headers: { accept, ...headers },
    redirect: 'manual',
  })
  expect(Boolean(running.ended)).toBe(response.status === 303)
  return response.headers.get('location') ?? undefined
}

const CREATE = '/account/connect/create-stripe-account'

describe('require-connect-account', () => {
  test('sends a person without an active account to register one, and back afterwards', async () => {
    expect(await visit(requireAccount, '/shop?item=1&size=L')).toBe(
      `${CREATE}?return-url=${encodeURIComponent('/shop?item=1&size=L')}`,
    )
  })

  test('lets a person with an active account pass', async () => {
    await add({ payouts_enabled: true })
    expect(await visit(requireAccount, '/shop')).toBeUndefined()
  })

  test('does not come back to what is no page', async () => {
    expect(await visit(requireAccount, '/order', { method: 'POST' })).toBe(CREATE)
    expect(await visit(requireAccount, '/picture', { accept: 'image/*' })).toBe(CREATE)
  })

  test('never leads off this host', async () => {
    expect(await visit(requireAccount, '//evil.example/path')).toBe(CREATE)
  })
})

describe('require-all-information-submitted', () => {
  test('lets a person pass of whom nothing is wanted', async () => {
    expect(await visit(requireInformation, '/shop')).toBeUndefined()
    await add({ payouts_enabled: true })
    expect(await visit(requireInformation, '/shop')).toBeUndefined()
  })

  test('sends a person to the account with the nearest deadline', async () => {
    await add({ id: 'acct_3', requirements: { currently_due: ['individual.email'] } })
    await add({ id: 'acct_2', requirements: { currently_due: ['individual.email'], current_deadline: 200 } })
    await add({ id: 'acct_1', requirements: { currently_due: ['individual.email'], current_deadline: 300 } })
    expect(await visit(requireInformation, '/shop')).toBe(
      '/account/connect/edit-stripe-account?stripeid=acct_2&return-url=%2Fshop',
    )
  })

  test('asks nothing for an account that was rejected', async () => {
    await add({ requirements: { currently_due: ['individual.email'], disabled_reason: 'rejected.fraud' } })
    expect(await visit(requireInformation, '/shop')).toBeUndefined()
  })
})

describe.each([
  ['require-connect-account', requireAccount],
  ['require-all-information-submitted', requireInformation],
])('%s', (_name, handler) => {
  beforeEach(() => add({ requirements: { currently_due: ['individual.email'] } }))

  test('lets guests pass', async () => {
    expect(await visit(handler, '/shop', { changes: {} })).toBeUndefined()
  })

  test.each([
    '/account',
    '/account?x',
    '/account/connect',
    '/administrator',
    '/administrator/x',
    '/public/a.css',
    '/api/x',
    '/webhooks/x',
  ])('lets %s pass', async (path) => {
    expect(await visit(handler, path)).toBeUndefined()
  })

  test.each([
    '/',
    '/accounts',
    '/administrators',
    '/publications',
    '/apis',
    '/Account',
    '/account%2f..%2fshop',
    '/api/..;/shop',
    '/api/%2e%2e;x/shop',
    '/shop/account',
  ])('does not let %s pass', async (path) => {
    expect(await visit(handler, path)).toMatch(/^\/account\/connect\//)
  })

  test('lets people pass while nothing is known of them', async () => {
    await services.storage.close()
    expect(await visit(handler, '/shop')).toBeUndefined()
  })

  test('does nothing before the host is set up', async () => {
    setRunningServices(undefined)
    expect(await visit(handler, '/shop')).toBeUndefined()
  })
})

describe('bind-stripe-key', () => {
  test('gives a request the key of the configuration', async () => {
    await visit(bindStripeKey, '/shop')
    expect(running.request?.stripeKey).toEqual({ apiKey: 'sk_test_bench' })
  })

  test('leaves the key that the host bound', async () => {
    await visit(bindStripeKey, '/shop', { changes: { stripeKey: { apiKey: 'sk_test_other' } } })
    expect(running.request?.stripeKey).toEqual({ apiKey: 'sk_test_other' })
  })
})

describe('check-before-delete-stripe-account', () => {
  const PAGE = '/account/connect/delete-stripe-account?stripeid=acct_1'

  beforeEach(() => add())

  test('shows the page when the application server has nothing against it', async () => {
    expect(await visit(checkBeforeDelete, PAGE)).toBeUndefined()
  })

  test('sends the person where the application server wants them', async () => {
    objection = '{"redirect":"/orders"}'
    expect(await visit(checkBeforeDelete, PAGE)).toBe('/orders')
  })

  test('sends them to an address that is not ASCII too', async () => {
    objection = '{"redirect":"/注文?店=%E5%BA%97"}'
    expect(await visit(checkBeforeDelete, PAGE)).toBe('/%E6%B3%A8%E6%96%87?%E5%BA%97=%E5%BA%97')
  })

  test('leaves every other request alone', async () => {
    objection = '{"redirect":"/orders"}'
    expect(await visit(checkBeforeDelete, PAGE, { method: 'POST' })).toBeUndefined()
    expect(await visit(checkBeforeDelete, PAGE, { changes: {} })).toBeUndefined()
    expect(await visit(checkBeforeDelete, '/account/connect/stripe-account?stripeid=acct_1')).toBeUndefined()
  })

  test('says nothing about somebody else’s account', async () => {
    objection = '{"redirect":"/orders"}'
    const changes = { ...SIGNED_IN, account: { accountid: 'other' } }
    expect(await visit(checkBeforeDelete, PAGE, { changes })).toBeUndefined()
  })

  test('shows the page when no answer can be had: it says so when the deletion is confirmed', async () => {
    objection = 'nonsense'
    expect(await visit(checkBeforeDelete, PAGE)).toBeUndefined()
  })
})

describe('allow-api-requests-from-application', () => {
  const ROUTE = '/api/user/connect/stripe-accounts?all=true'

  const proof = () => ({
    'x-application-server': String(services.config.applicationServer?.origin),
    'x-application-server-token': TOKEN,
  })

  async function isAllowed(path: string, headers: Record<string, string>): Promise<boolean> {
    expect(await visit(allowApplication, path, { changes: {}, headers })).toBeUndefined()
    return running.request?.allowAPIRequest ?? false
  }

  test('allows the application server', async () => {
    expect(await isAllowed(ROUTE, proof())).toBe(true)
  })

  test.each([
    ['another token', { 'x-application-server-token': 'guess' }],
    ['no token', { 'x-application-server-token': '' }],
    ['another address', { 'x-application-server': 'http://evil.example' }],
    ['what is no address', { 'x-application-server': 'nonsense' }],
  ])('refuses %s', async (_name, headers) => {
    expect(await isAllowed(ROUTE, { ...proof(), ...headers })).toBe(false)
  })

  test('refuses whoever does not name themselves', async () => {
    expect(await isAllowed(ROUTE, {})).toBe(false)
    expect(await isAllowed(ROUTE, { 'x-application-server-token': TOKEN })).toBe(false)
  })

  test('refuses everybody when no token is configured', async () => {
    services.config.applicationServerToken = undefined
    expect(await isAllowed(ROUTE, { ...proof(), 'x-application-server-token': 'undefined' })).toBe(false)
    expect(await isAllowed(ROUTE, { ...proof(), 'x-application-server-token': '' })).toBe(false)
  })

  test('is about the API only', async () => {
    for (const path of ['/account/connect', '/apis', '/api%2fuser'])
      expect(await isAllowed(path, proof())).toBe(false)
  })

  test('does nothing before the host is set up', async () => {
    setRunningServices(undefined)
    expect(await isAllowed(ROUTE, proof())).toBe(false)
  })
})
