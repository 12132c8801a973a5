import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { type App, authenticate, register, startApp, told } from './support.ts'

const FORGED = {
  'x-has-active-stripe-account': 'true',
  'x-stripe-accounts-active': '[{"id":"acct_forged"}]',
  'X-Stripe-Accounts-Assertion': 'forged',
  X_Stripe_Accounts: 'forged',
  'x-active-stripe-account': 'forged',
  'x-accountid': 'somebody',
  'x-sessionid': 'forged',
  'x-dashboard-server': 'http://evil.example',
  'x-application-server-token': 'forged',
}

describe('the headers', () => {
  test('say what Stripe accounts a person has, in the place of whatever the client says', async () => {
    const app = await startApp({ mount: '/payments' })
    await register(app, 'ada', '/payments')
    const { headers, distinct, raw } = await told(await app.fetch('/shop', { user: 'ada', headers: FORGED }))
    expect(JSON.parse(headers['x-stripe-accounts'] ?? '')).toMatchObject([
      { object: 'account', country: 'US' },
    ])
    expect(headers).toMatchObject({
      'x-has-active-stripe-account': 'false',
      'x-active-stripe-account': 'false',
      'x-stripe-accounts-active': '[]',
      'x-stripe-accounts-pending': '[]',
      'x-stripe-accounts-count': '1',
    })
    expect(headers['x-stripe-accounts-requiring']).toContain('acct_')
    expect(JSON.stringify([headers, distinct, raw])).not.toMatch(/forged|evil|somebody/)
    expect(distinct['x-stripe-accounts-count']).toEqual(['1'])
    expect(Object.keys(distinct).toSorted()).toEqual(Object.keys(headers).toSorted())
    expect(raw[raw.indexOf('x-stripe-accounts-count') + 1]).toBe('1')
  })

  test('of a guest are none', async () => {
    const app = await startApp()
    const { headers, distinct, raw } = await told(await app.fetch('/shop', { headers: FORGED }))
    const names = [...Object.keys(headers), ...Object.keys(distinct), ...raw].join(' ').replaceAll('_', '-')
    expect(names).not.toMatch(
      /x-(has-active-|active-)?stripe-account|x-accountid|x-sessionid|x-dashboard-server/i,
    )
  })

  test('claim nothing when the app itself cannot say who is asking', async () => {
    const app = await startApp({
      authenticate: () => {
        throw new Error('the sessions are away')
      },
    })
    const { headers } = await told(await app.fetch('/shop', { headers: FORGED }))
    expect(headers).toMatchObject({
      'x-has-active-stripe-account': 'false',
      'x-active-stripe-account': 'false',
      'x-stripe-accounts': '[]',
      'x-stripe-accounts-status': 'unavailable',
    })
    expect((await app.fetch('/account/connect')).status).toBe(500)
  })

  test('are given whatever the client calls its own', async () => {
    const app = await startApp()
    const { hostname, port } = new URL(app.url)
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const sent = request({ hostname, port, path: '/shop', headers: { 'x-test-user': 'ada', accept: 'a' } })
      sent.setHeader(name, ['x', 'y'])
      sent.setHeader('x-stripe-accounts-count', '7')
      const [answer] = await once(sent.end(), 'response')
      const { headers, distinct, raw } = JSON.parse(await text(answer))
      expect(headers['x-stripe-accounts-count']).toBe('0')
      expect(distinct).toMatchObject({ 'x-stripe-accounts-count': ['0'], accept: ['a'] })
      expect(raw.filter((_: string, at: number) => raw[at - 1] === 'x-stripe-accounts-count')).toEqual(['0'])
    }
  })

  test('of a gateway in front are what the app is told by, and nobody after it', async () => {
    const app = await startApp({
      authenticate: (request) => ({ accountid: request.get('x-accountid') ?? '' }),
    })
    const { headers } = await told(await app.fetch('/shop', { headers: { 'x-accountid': 'ada' } }))
    expect(headers['x-stripe-accounts-count']).toBe('0')
    expect(headers['x-accountid']).toBeUndefined()
  })
})

describe('the gates', () => {
  const HTML = { accept: 'text/html' }
  const gated = () =>
    startApp({
      mount: '/payments',
      routes: (app, { requireConnectAccount, requireAllInformationSubmitted }) => {
        app.use('/sell', requireConnectAccount)
        app.use('/owing', requireAllInformationSubmitted)
      },
    })

  test('send who cannot be paid to register, and back', async () => {
    const app = await gated()
    const page = await app.fetch('/sell/bowls?colour=blue', { user: 'ada', headers: HTML })
    expect(page.status).toBe(303)
    expect(page.headers.get('location')).toBe(
      `/payments/account/connect/create-stripe-account?return-url=${encodeURIComponent('/sell/bowls?colour=blue')}`,
    )
    const form = await app.fetch('/sell', { user: 'ada', method: 'POST', headers: HTML })
    expect(form.headers.get('location')).toBe('/payments/account/connect/create-stripe-account')
  })

  test('send whom Stripe asks something of to where they answer', async () => {
    const app = await gated()
    expect((await told(await app.fetch('/owing', { user: 'ada' }))).app).toBe('/owing')
    await register(app, 'ada', '/payments')
    const { headers } = await told(await app.fetch('/', { user: 'ada' }))
    const [{ id }] = JSON.parse(headers['x-stripe-accounts'] ?? '') as [{ id: string }]
    const held = await app.fetch('/owing', { user: 'ada', headers: HTML })
    expect(held.headers.get('location')).toBe(
      `/payments/account/connect/edit-stripe-account?stripeid=${id}&return-url=%2Fowing`,
    )
  })

  test('send nobody to a host that the request line names', async () => {
    const app = await gated()
    for (const [path, user] of [
      ['/sell', 'x-test-user: ada\r\n'],
      ['/payments/account/connect', ''],
    ]) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
      socket.write(
        `GET http://evil.example${path} HTTP/1.1\r\nhost: h\r\naccept: text/html\r\nconnection: close\r\n${user}\r\n`,
      )
      const answer = await text(socket)
      expect(answer).toContain('return-url')
      expect(answer).not.toContain('evil')
    }
  })

  test('look at the route that Express takes, not at where dot segments would lead', async () => {
    const app = await gated()
    const ahead = [
      '/sell/../payments/account/connect',
      '/sell/%2e%2e/payments/account/connect/x',
      '/sell/a/../../payments/public/connect',
      '/sell/..\\payments/account/connect',
    ]
    for (const path of ahead) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: h\r\naccept: text/html\r\nconnection: close\r\nx-test-user: ada\r\n\r\n`,
      )
      expect(await text(socket), path).toMatch(/^HTTP\/1.1 303 /)
    }
  })

  test('let guests pass', async () => {
    const app = await gated()
    expect((await told(await app.fetch('/sell'))).app).toBe('/sell')
  })

  test('stand in nobody’s way to the module, even around the whole app', async () => {
    const app: App = await startApp({
      mount: '/payments',
      before: [(request, response, next) => app.connect.requireConnectAccount(request, response, next)],
    })
    expect((await app.fetch('/account/connect', { user: 'ada' })).status).toBe(303)
    expect((await app.fetch('/payments/account/connect', { user: 'ada' })).status).toBe(200)
  })

  test('hold up on whatever route of the app they stand', async () => {
    const app = await startApp({
      routes: (site, { requireConnectAccount }) => {
        site.use(['/account/shop', '/api/bowls'], requireConnectAccount)
      },
    })
    for (const path of ['/account/shop', '/api/bowls']) {
      expect((await app.fetch(path, { user: 'ada' })).status).toBe(303)
    }
  })

  test('know whom a gateway in front tells of, after the headers too', async () => {
    const app = await startApp({
      authenticate: (request) => ({ accountid: request.get('x-accountid') ?? '' }),
      routes: (site, { requireConnectAccount }) => site.get('/sell', requireConnectAccount),
    })
    expect((await app.fetch('/sell', { headers: { 'x-accountid': 'ada' } })).status).toBe(303)
  })

  test('let pass whom nothing can be said of', async () => {
    const app = await startApp({
      authenticate: (request) => {
        if (request.path === '/sell') throw new Error('the sessions are away')
        return authenticate(request)
      },
      routes: (site, { requireConnectAccount }) => site.get('/sell', requireConnectAccount),
    })
    expect((await told(await app.fetch('/sell', { user: 'ada' }))).app).toBe('/sell')
  })
})
