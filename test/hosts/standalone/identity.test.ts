import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { apiRoute } from '../../../src/web/route.ts'
import { startDashboard, TOKEN } from '../support.ts'

const WHO = '/api/user/connect/who'
const who = apiRoute({
  method: 'GET',
  path: WHO,
  audience: 'user',
  summary: 'Who is asking.',
  query: z.object({}),
  errors: [],
  returns: z.string(),
  handle: async ({ caller }) => caller.accountid,
})

describe('an application server that asks for a person', () => {
  const APPLICATION = new URL('http://127.0.0.1:3999')

  async function ask(headers: Record<string, string>) {
    const dashboard = await startDashboard({ routes: [who], config: { applicationServer: APPLICATION } })
    const { accountid, sessionid } = await dashboard.signedIn()
    const told = {
      'x-application-server': 'http://127.0.0.1:3999',
      'x-application-server-token': TOKEN,
      'x-accountid': accountid,
      'x-sessionid': sessionid,
    }
    const response = await fetch(dashboard.url + WHO, { headers: { ...told, ...headers } })
    return { status: response.status, body: await response.json(), accountid }
  }

  test('is answered as the person', async () => {
    const { status, body, accountid } = await ask({})
    expect(status).toBe(200)
    expect(body).toBe(accountid)
  })

  test.each([
    ['another address', { 'x-application-server': 'http://evil.example' }],
    ['no address at all', { 'x-application-server': 'nonsense' }],
    ['a wrong token', { 'x-application-server-token': 'guess' }],
    ['no token', { 'x-application-server-token': '' }],
    ['another person', { 'x-accountid': 'somebody' }],
    ['an unknown session', { 'x-sessionid': 'made-up' }],
  ])('is refused with %s', async (_name, headers) => {
    const { status, body } = await ask(headers)
    expect(status).toBe(401)
    expect(body).toMatchObject({ object: 'error', message: 'invalid-application-server' })
  })

  test('is refused once the person has signed out', async () => {
    const dashboard = await startDashboard({ routes: [who], config: { applicationServer: APPLICATION } })
    const { browser, accountid, sessionid } = await dashboard.signedIn()
    const headers = {
      'x-application-server': APPLICATION.href,
      'x-application-server-token': TOKEN,
      'x-accountid': accountid,
      'x-sessionid': sessionid,
    }
    expect((await fetch(dashboard.url + WHO, { headers })).status).toBe(200)
    await browser.submit('/account/signout', {})
    expect((await fetch(dashboard.url + WHO, { headers })).status).toBe(401)
  })

  test('cannot name a person by those headers on a page, nor can anybody else', async () => {
    const dashboard = await startDashboard({ config: { applicationServer: APPLICATION } })
    const { accountid, sessionid } = await dashboard.signedIn()
    const headers = {
      'x-accountid': accountid,
      'x-sessionid': sessionid,
      'x-application-server-token': TOKEN,
    }
    for (const more of [{}, { 'x-application-server': APPLICATION.href }]) {
      const response = await fetch(`${dashboard.url}/account`, {
        headers: { ...headers, ...more },
        redirect: 'manual',
      })
      expect(response.status).toBe(303)
    }
  })
})

test('the address of a person is what the trusted proxies saw, and never what anyone may write', async () => {
  const where = apiRoute({
    method: 'GET',
    path: '/api/user/connect/where',
    audience: 'guest',
    summary: 'Where the caller is.',
    query: z.object({}),
    errors: [],
    returns: z.string(),
    handle: async ({ ip }) => ip,
  })
  const ask = async (trustedProxies: number, forwarded: string) => {
    const dashboard = await startDashboard({ routes: [where], trustedProxies })
    const headers = { 'x-forwarded-for': forwarded }
    return (await fetch(`${dashboard.url}/api/user/connect/where`, { headers })).json()
  }
  expect(await ask(0, '1.2.3.4')).toBe('127.0.0.1')
  expect(await ask(1, '6.6.6.6, 1.2.3.4')).toBe('1.2.3.4')
  expect(await ask(2, '6.6.6.6, 1.2.3.4, 10.0.0.1')).toBe('1.2.3.4')
  expect(await ask(5, '1.2.3.4')).toBe('1.2.3.4')
})
