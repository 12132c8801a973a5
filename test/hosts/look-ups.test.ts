import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { HeaderCache } from '../../src/application/header-cache.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { eventually } from '../support/eventually.ts'
import { servicesOfTest } from '../support/services.ts'
import { type App, authenticate, register, startApp } from './express/support.ts'
import { behind, type Echo, echo, SESSION_COOKIE, startDashboard } from './support.ts'

const { dashboard } = createRequire(import.meta.url)('../../package.json')
const REQUESTS = 3

/** Sees the look-ups of every instance of the module. */
const lookUp = vi.spyOn(HeaderCache.prototype, 'ready')
beforeEach(() => {
  lookUp.mockClear()
})
afterAll(() => lookUp.mockRestore())

test('the standalone host sends five headers for one look-up', async () => {
  const { proxy } = await loadHandlers({ server: [], proxy: dashboard.proxy }, '.')
  expect(proxy).toHaveLength(5)
  const { signedIn } = await behind(echo, { handlers: { proxy } })
  const { browser } = await signedIn()
  expect(browser.cookies.has(SESSION_COOKIE)).toBe(true)
  // From now on the host has the person in memory.
  await browser.get('/')
  lookUp.mockClear()
  for (let sent = 1; sent <= REQUESTS; sent++) {
    const { headers } = (await (await browser.get('/')).json()) as Echo
    expect(headers).toMatchObject({ 'x-stripe-accounts': '[]', 'x-stripe-accounts-requiring': '[]' })
    expect(lookUp).toHaveBeenCalledTimes(sent)
  }
})

test('a request for the application server slows down nobody by having what it does followed', async () => {
  const { proxy } = await loadHandlers({ server: [], proxy: dashboard.proxy }, '.')
  const { signedIn } = await behind(echo, { handlers: { proxy } })
  const { browser } = await signedIn()
  await browser.get('/')
  const follow = vi.spyOn(AsyncLocalStorage.prototype, 'run')
  try {
    // Other work of the process may be followed meanwhile, but not during every request.
    await eventually(async () => {
      follow.mockClear()
      await browser.get('/')
      expect(follow).not.toHaveBeenCalled()
    })
    // A page of ours is followed.
    await browser.get('/account/connect')
    expect(follow).toHaveBeenCalled()
  } finally {
    follow.mockRestore()
  }
})

test('an Express app is told five headers for one look-up', async () => {
  const { fetch, connect } = await startApp()
  await connect.ready()
  // From now on the module has the person in memory.
  await fetch('/shop', { user: 'ada' })
  lookUp.mockClear()
  for (let sent = 1; sent <= REQUESTS; sent++) {
    const { headers } = (await (await fetch('/shop', { user: 'ada' })).json()) as Echo
    expect(headers).toMatchObject({ 'x-stripe-accounts': '[]', 'x-stripe-accounts-requiring': '[]' })
    expect(lookUp).toHaveBeenCalledTimes(sent)
  }
})

test('a guest costs none', async () => {
  const { fetch, connect } = await startApp()
  await connect.ready()
  await fetch('/shop')
  expect(lookUp).not.toHaveBeenCalled()
})

test('an Express app is asked once a request who a person is', async () => {
  const asked = vi.fn(authenticate)
  const app: App = await startApp({
    mount: '/payments',
    authenticate: asked,
    before: [
      (request, response, next) => app.connect.headers(request, response, next),
      (request, response, next) => app.connect.requireAllInformationSubmitted(request, response, next),
    ],
    routes: (site, { requireConnectAccount }) => site.get('/sell', requireConnectAccount),
  })
  await app.connect.ready()
  const api = '/payments/api/user/connect/stripe-accounts-count?accountid=ada'
  for (const path of ['/payments/account/connect', api, '/shop', '/sell']) {
    asked.mockClear()
    await app.fetch(path, { user: 'ada' })
    expect(asked, path).toHaveBeenCalledTimes(1)
  }
  asked.mockClear()
  expect((await register(app, 'ada', '/payments')).status).toBe(303)
  // Stripe's events about the new account arrive meanwhile, in their own requests.
  const byHer = asked.mock.calls.filter(([{ originalUrl }]) => !originalUrl.includes('/webhooks/'))
  expect(byHer, 'the page of the form, and the form').toHaveLength(2)
})

test('the standalone host asks the database once a request who a person is', async () => {
  const services = await servicesOfTest()
  const find = vi.spyOn(sessionStore(services.storage), 'find')
  const { browser } = await startDashboard({ services })
  const own = browser()
  // A session that does not exist is looked up again for each request.
  const cookie = () => own.cookies.set(SESSION_COOKIE, 'none.secret')
  for (const path of ['/account', '/account/signin', '/api/user/connect/none']) {
    find.mockClear()
    cookie()
    await own.get(path)
    expect(find, path).toHaveBeenCalledTimes(1)
  }
  const body = new URLSearchParams({ 'csrf-token': await own.token('/account/signin'), email: 'ada' })
  find.mockClear()
  cookie()
  const refused = { method: 'POST', body, redirect: 'manual' } as const
  expect((await own.get('/account/signin', refused)).status).toBe(303)
  expect(find).toHaveBeenCalledTimes(1)
})
