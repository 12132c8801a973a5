import { createRequire } from 'node:module'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { HeaderCache } from '../../src/application/header-cache.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { startApp } from './express/support.ts'
import { behind, type Echo, echo, SESSION_COOKIE } from './support.ts'

const { dashboard } = createRequire(import.meta.url)('../../package.json')
const REQUESTS = 3

/** Sees every look-up, of whatever instance of the module. */
const lookUp = vi.spyOn(HeaderCache.prototype, 'get')
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
  for (let sent = 1; sent <= REQUESTS; sent++) {
    const { headers } = (await (await browser.get('/')).json()) as Echo
    expect(headers).toMatchObject({ 'x-stripe-accounts': '[]', 'x-stripe-accounts-requiring': '[]' })
    expect(lookUp).toHaveBeenCalledTimes(sent)
  }
})

test('an Express app is told five headers for one look-up', async () => {
  const { fetch, connect } = await startApp()
  await connect.ready()
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
