import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { loadHandlers } from '../../../src/hosts/standalone/handlers.ts'
import { createLogger } from '../../../src/log.ts'
import { apiRoute, eventStream } from '../../../src/route.ts'
import { echo, SESSION_COOKIE, startApplicationServer, startDashboard, TOKEN } from '../support.ts'

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

describe('handlers of a package.json', () => {
  async function folderWith(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'handlers-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
    return folder
  }

  test('are called as Dashboard calls them, before and after it is known who asks', async () => {
    const folder = await folderWith({
      'gate.mjs': `export default {
        before: async (req) => { req.seen = ['before', req.account === undefined] },
        after: async (req, res) => {
          req.seen.push(req.account?.accountid, req.session?.sessionid, req.urlPath, req.query, req.appid)
          if (req.urlPath === '/closed') { res.writeHead(303, { location: '/account' }).end(); res.ended = true }
        },
      }`,
      'tell.cjs': `module.exports = async (req, proxyRequestOptions) => {
        proxyRequestOptions.headers['x-seen'] = JSON.stringify(req.seen)
      }`,
    })
    const handlers = await loadHandlers({ server: ['/gate.mjs'], proxy: ['/tell.cjs'] }, folder)
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ handlers, config: { applicationServer: url } })
    const { browser, accountid, sessionid } = await dashboard.signedIn()
    const { headers } = (await (await browser.get('/open?a=1&a=2')).json()) as {
      headers: Record<string, string>
    }
    expect(JSON.parse(headers['x-seen'] ?? '')).toEqual([
      'before',
      true,
      accountid,
      sessionid,
      '/open',
      { a: '2' },
      'test',
    ])
    expect((await browser.get('/closed')).status).toBe(303)
  })

  test("are found by this package's own script paths", async () => {
    const own = '@layeredapps/stripe-connect/src'
    const { server, proxy } = await loadHandlers(
      { server: [`${own}/server/require-connect-account.js`], proxy: [`${own}/proxy/x-stripe-accounts.js`] },
      await folderWith({}),
    )
    expect(server[0]?.after).toBeTypeOf('function')
    expect(proxy[0]).toBeTypeOf('function')
  })

  test('send a seller without an account to register, and tell the application server of their state', async () => {
    const own = '@layeredapps/stripe-connect/src'
    const handlers = await loadHandlers(
      {
        server: [`${own}/server/require-connect-account.js`],
        proxy: [`${own}/proxy/x-has-active-stripe-account.js`],
      },
      await folderWith({}),
    )
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ handlers, config: { applicationServer: url } })
    const { browser } = await dashboard.signedIn()
    const gated = await browser.get('/shop', { headers: { accept: 'text/html' } })
    expect(gated.status).toBe(303)
    expect(gated.headers.get('location')).toBe('/account/connect/create-stripe-account?return-url=%2Fshop')
    const passed = (await (await browser.get('/api/shop')).json()) as { headers: Record<string, string> }
    expect(passed.headers['x-has-active-stripe-account']).toBe('false')
    const guest = (await (await dashboard.browser().get('/shop')).json()) as { headers: object }
    expect(guest.headers).not.toHaveProperty('x-has-active-stripe-account')
  })

  test('that cannot be used are named', async () => {
    const folder = await folderWith({ 'empty.mjs': 'export default {}' })
    const load = (server: string[], proxy: string[] = []) => loadHandlers({ server, proxy }, folder)
    await expect(load(['/missing.mjs'])).rejects.toThrow('/missing.mjs')
    await expect(load(['/empty.mjs'])).rejects.toThrow('/empty.mjs')
    await expect(load([], ['/empty.mjs'])).rejects.toThrow('/empty.mjs')
    await expect(load(['no-such-package/x.js'])).rejects.toThrow('no-such-package/x.js')
  })

  test('that throw are a fault of ours, answered with the id of the request', async () => {
    const dashboard = await startDashboard({
      handlers: {
        server: [
          {
            after: () => {
              throw new TypeError('secret')
            },
          },
        ],
      },
    })
    const response = await fetch(`${dashboard.url}/`, { headers: { 'x-request-id': 'request-0001' } })
    expect(response.status).toBe(500)
    const html = await response.text()
    expect(html).toContain('request-0001')
    expect(html).not.toContain('secret')
  })
})

describe('files', () => {
  test('are served with what browsers need to keep them', async () => {
    const dashboard = await startDashboard()
    const file = `${dashboard.url}/public/connect/connect.css`
    const response = await fetch(file)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/css')
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
    const versioned = await fetch(`${file}?v=1`)
    expect(versioned.headers.get('cache-control')).toContain('immutable')
    const etag = response.headers.get('etag') ?? ''
    expect(
      (await fetch(file, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } })).status,
    ).toBe(304)
    expect((await fetch(`${dashboard.url}/public/connect/pico.min.css`)).status).toBe(200)
  })

  test('outside of their folder are not', async () => {
    const dashboard = await startDashboard()
    const { port } = new URL(dashboard.url)
    for (const target of [
      '../package.json',
      '..%2fpackage.json',
      '%2e%2e/package.json',
      '..\\package.json',
      '....//package.json',
      '%00',
      '%',
      '.hidden',
      '',
    ]) {
      const request = http.get({ port, host: '127.0.0.1', path: `/public/connect/${target}`, agent: false })
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      response.resume()
      expect([400, 404], target).toContain(response.statusCode)
    }
  })
})

describe('answers', () => {
  test('carry a policy that lets nothing inline and nothing from elsewhere in', async () => {
    const dashboard = await startDashboard()
    const { headers } = await fetch(`${dashboard.url}/account/signin`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
    const secure = await startDashboard({ config: { url: 'https://market.example' } })
    expect((await fetch(`${secure.url}/account/signin`)).headers.get('strict-transport-security')).toContain(
      'max-age',
    )
  })

  test('to an unknown page and to a query that does not fit are pages', async () => {
    const dashboard = await startDashboard()
    const unknown = await fetch(`${dashboard.url}/account/nothing`)
    expect(unknown.status).toBe(404)
    expect(await unknown.text()).toContain('Page not found')
    const noApplication = await fetch(`${dashboard.url}/`)
    expect(noApplication.status).toBe(404)
  })

  test('are logged in one line without the query and without who asked', async () => {
    const lines: string[] = []
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    const dashboard = await startDashboard({ log: createLogger('info', destination) })
    const response = await fetch(`${dashboard.url}/account/signin?return-url=/private-matter`, {
      headers: { cookie: `${SESSION_COOKIE}=secret-cookie` },
    })
    await response.text()
    await expect.poll(() => lines.length).toBeGreaterThan(0)
    const [line = ''] = lines
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      path: '/account/signin',
      status: 200,
      requestId: response.headers.get('x-request-id'),
    })
    expect(line).not.toContain('private-matter')
    expect(line).not.toContain('secret-cookie')
    expect(line).not.toContain('127.0.0.1')
  })
})

describe('health', () => {
  test('the process answers', async () => {
    const dashboard = await startDashboard()
    expect(await (await fetch(`${dashboard.url}/healthz`)).json()).toEqual({ status: 'ok' })
  })

  test('readiness names the part that fails, and a page says so without a stack', async () => {
    const dashboard = await startDashboard()
    const ready = await fetch(`${dashboard.url}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toEqual({ status: 'ok', checks: { database: 'ok', inbox: 'ok' } })
    await dashboard.services.storage.close()
    const unready = await fetch(`${dashboard.url}/readyz`)
    expect(unready.status).toBe(503)
    expect(await unready.json()).toMatchObject({ status: 'unavailable', checks: { database: 'failing' } })
    expect((await fetch(`${dashboard.url}/healthz`)).status).toBe(200)
    const page = await fetch(`${dashboard.url}/account`, { headers: { cookie: `${SESSION_COOKIE}=a.b` } })
    expect(page.status).toBeGreaterThanOrEqual(500)
    expect(await page.text()).not.toContain('at ')
  })
})

test('a host that stops ends its streams and waits for nobody', async () => {
  const events = eventStream({
    path: '/account/connect/events',
    audience: 'user',
    query: z.object({}),
    async *open(_context, _input, signal) {
      yield { event: 'status', data: 1 }
      await once(signal, 'abort')
    },
  })
  const dashboard = await startDashboard({ routes: [events] })
  const { browser } = await dashboard.signedIn()
  const response = await browser.get('/account/connect/events')
  const reader = response.body?.getReader()
  await reader?.read()
  const before = performance.now()
  await dashboard.close()
  expect((await reader?.read())?.done).toBe(true)
  expect(performance.now() - before).toBeLessThan(2_000)
})
