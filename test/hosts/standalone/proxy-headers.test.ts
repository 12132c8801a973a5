import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { behind, type Echo, echo, SESSION_COOKIE, send, TOKEN } from '../support.ts'

test('an application server that answers with what it was sent tells no visitor the token', async () => {
  const dashboard = await behind((request, response) => {
    response.setHeader('x-answered', 'yes')
    response.setHeader('X-Application-Server-Token', request.headers['x-application-server-token'] ?? '')
    response.end()
  })
  const { headers } = await fetch(dashboard.url)
  expect(headers.get('x-answered')).toBe('yes')
  expect(JSON.stringify([...headers])).not.toContain(TOKEN)
})

describe('what the application server is told', () => {
  test('of a person: who they are and by whom it is told', async () => {
    const dashboard = await behind(echo)
    const { browser, accountid, sessionid } = await dashboard.signedIn()
    browser.cookies.set('basket', 'a=1')
    const seen = (await (await browser.get('/goods?page=2')).json()) as Echo
    expect(seen).toMatchObject({ method: 'GET', url: '/goods?page=2' })
    expect(seen.headers).toMatchObject({
      'x-accountid': accountid,
      'x-sessionid': sessionid,
      'x-application-server-token': TOKEN,
      'x-dashboard-server': 'http://dashboard.test',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(dashboard.url).host,
      cookie: 'basket=a=1',
    })
  })

  test('of a guest: nothing of a person, and no cookie of ours', async () => {
    const dashboard = await behind(echo)
    const browser = dashboard.browser()
    await browser.get('/account/signin')
    expect(browser.cookies.size).toBe(1)
    const { headers } = (await (await browser.get('/')).json()) as Echo
    expect(headers).not.toHaveProperty('x-accountid')
    expect(headers).not.toHaveProperty('x-sessionid')
    expect(headers).not.toHaveProperty('cookie')
  })

  test('never what only this host may say, however it is spelt', async () => {
    const dashboard = await behind(echo)
    const forged = {
      'X-Stripe-Accounts': '[]',
      X_Stripe_Accounts: '[]',
      'x-stripe_accounts-anything': '1',
      'X-Has-Active-Stripe-Account': 'true',
      X_HAS_ACTIVE_STRIPE_ACCOUNT: 'true',
      'x-active-stripe-account': 'true',
      'x-accountid': 'somebody',
      x_accountid: 'somebody',
      'x.accountid': 'somebody',
      'x.stripe.accounts': '[]',
      'x-sessionid': 'somebody',
      'x-application-server-token': 'guess',
      'x-dashboard-server': 'http://evil.example',
      'x-forwarded-for': '1.2.3.4',
      x_forwarded_for: '1.2.3.4',
      forwarded: 'for=1.2.3.4',
      'x-own-header': 'kept',
    }
    const { text: body } = await send(dashboard.url, { headers: forged })
    const { headers } = JSON.parse(body) as Echo
    expect(headers['x-own-header']).toBe('kept')
    expect(headers['x-application-server-token']).toBe(TOKEN)
    expect(headers['x-dashboard-server']).toBe('http://dashboard.test')
    expect(headers['x-forwarded-for']).toBe('127.0.0.1')
    const names = Object.keys(headers).map((name) => name.replaceAll(/[_.]/g, '-'))
    expect(
      names.filter((name) => name.startsWith('x-stripe-accounts') || name.includes('active-stripe')),
    ).toEqual([])
    expect(names.filter((name) => ['x-accountid', 'x-sessionid', 'forwarded'].includes(name))).toEqual([])
  })

  describe('not what only a server in front may say', () => {
    test.each([
      ...[
        'x-real-ip',
        'x-real-port',
        'true-client-ip',
        'x-true-client-ip',
        'cf-connecting-ip',
        'cf-connecting-ipv6',
      ],
      ...[
        'cf-pseudo-ipv4',
        'x-client-ip',
        'client-ip',
        'x-cluster-client-ip',
        'fastly-client-ip',
        'fly-client-ip',
      ],
      ...[
        'do-connecting-ip',
        'x-originating-ip',
        'x-remote-ip',
        'x-remote-addr',
        'remote-addr',
        'proxy-client-ip',
      ],
      ...[
        'wl-proxy-client-ip',
        'x-original-forwarded-for',
        'x-envoy-external-address',
        'x-appengine-user-ip',
      ],
      ...[
        'x-appengine-remote-addr',
        'x-azure-clientip',
        'x-azure-socketip',
        'x-proxyuser-ip',
        'forwarded-for',
      ],
      ...['x-nf-client-connection-ip', 'forwarded', 'x-forwarded', 'x-forwarded-for', 'x-forwarded-host'],
      ...[
        'x-forwarded-proto',
        'x-forwarded-uri',
        'x-forwarded-user',
        'x-forwarded-prefix',
        'x-forwarded-server',
      ],
      ...[
        'x-original-url',
        'x-original-uri',
        'x-original-host',
        'x-original-method',
        'x-rewrite-url',
        'x-host',
      ],
      ...[
        'x-http-host-override',
        'x-host-override',
        'x-scheme',
        'x-url-scheme',
        'x-script-name',
        'script-name',
      ],
      ...['front-end-https', 'x-arr-ssl', 'proxy', 'x-sendfile-type', 'x-accel-mapping', 'x-request-id'],
      ...['remote-user', 'x-remote-user', 'x-remote-group', 'x-auth-request-user', 'x-authenticated-user'],
      ...['x-webauth-user', 'client-cert', 'client-cert-chain', 'x-client-cert', 'ssl-client-cert'],
      ...['x-ssl-client-verify', 'x-ssl-client-s-dn'],
    ])('%s, however it is spelt', async (name) => {
      const dashboard = await behind(echo, { trustedProxies: 0 })
      const spellings = [
        name,
        name.toUpperCase(),
        ...['_', '.', '~'].map((sign) => name.replaceAll('-', sign)),
      ]
      for (const spelling of spellings) {
        const { text: body } = await send(dashboard.url, { headers: { [spelling]: 'claimed' } })
        expect(body, spelling).toContain('"host"')
        expect(body, spelling).not.toContain('claimed')
      }
    })
  })

  test('how a request came here, as this host knows it', async () => {
    const dashboard = await behind(echo)
    const headers = {
      'x-real-ip': '6.6.6.6',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.example',
    }
    const seen = (JSON.parse((await send(dashboard.url, { headers })).text) as Echo).headers
    expect(seen).toMatchObject({
      'x-real-ip': '127.0.0.1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(dashboard.url).host,
    })
  })

  test('headers that say how the person wants to be answered, as they came', async () => {
    const dashboard = await behind(echo)
    const kept = {
      'accept-language': 'ja',
      authorization: 'Bearer of-the-app',
      'x-requested-with': 'XMLHttpRequest',
      'x-http-method-override': 'PATCH',
      'x-hostname': 'kept',
      'proxy-status': 'kept',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }
    const seen = (JSON.parse((await send(dashboard.url, { headers: kept })).text) as Echo).headers
    expect(seen).toMatchObject(kept)
  })

  test.each(['x-http-method-override', 'x-http-method', 'X_Method_Override'])(
    'no method in %s that is refused when it is the request’s',
    async (name) => {
      const dashboard = await behind(echo)
      for (const method of ['TRACE', 'connect', ' Trace '])
        expect((await send(dashboard.url, { headers: { [name]: method } })).text.toLowerCase()).not.toContain(
          name.toLowerCase(),
        )
    },
  )

  test('headers with the names of what every object has, as they came', async () => {
    const dashboard = await behind(echo)
    const { hostname, port } = new URL(dashboard.url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n__proto__: a\r\nconstructor: b\r\n\r\n')
    const [head, body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head).toContain('200 OK')
    const { rawHeaders } = JSON.parse(body) as { rawHeaders: string[] }
    for (const [name, value] of [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ] as const) {
      expect(rawHeaders.filter((_, index) => rawHeaders[index - 1] === name)).toEqual([value])
    }
  })

  test('no header about the connection, nor one that Connection names, nor Expect', async () => {
    const dashboard = await behind(echo)
    const { text: body } = await send(dashboard.url, {
      headers: {
        connection: 'close, X-Secret-Hop',
        'x-secret-hop': '1',
        'keep-alive': 'timeout=5',
        te: 'trailers',
        'proxy-authorization': 'Basic eDp5',
        'x-end-to-end': 'kept',
      },
    })
    const { headers } = JSON.parse(body) as Echo
    expect(headers['x-end-to-end']).toBe('kept')
    for (const name of ['x-secret-hop', 'te', 'proxy-authorization', 'expect', 'keep-alive'])
      expect(headers).not.toHaveProperty(name)
  })

  test('a request id, kept from a proxy in front when it is a sane one', async () => {
    const dashboard = await behind(echo)
    const ask = async (id: string) =>
      (JSON.parse((await send(dashboard.url, { headers: { 'x-request-id': id } })).text) as Echo).headers[
        'x-request-id'
      ]
    expect(await ask('0123456789abcdef')).toBe('0123456789abcdef')
    expect(await ask('bad id {"json":1}')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('the address that the trusted proxies saw', async () => {
    const dashboard = await behind(echo, { trustedProxies: 1 })
    const headers = {
      'x-forwarded-for': '6.6.6.6, 1.2.3.4',
      'x-real-ip': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'market.example',
    }
    const seen = (JSON.parse((await send(dashboard.url, { headers })).text) as Echo).headers
    expect(seen).toMatchObject({
      'x-forwarded-for': '6.6.6.6, 1.2.3.4, 127.0.0.1',
      'x-real-ip': '1.2.3.4',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'market.example',
    })
  })

  test.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['[2001:db8::1]:5678', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['<script>', '127.0.0.1'],
    ['999.1.1.1', '127.0.0.1'],
  ])('%s as the address that a proxy saw', async (given, address) => {
    const dashboard = await behind(echo, { trustedProxies: 1 })
    const said = { 'x-forwarded-for': given, 'x-forwarded-proto': 'javascript', 'x-forwarded-host': '<b>' }
    const seen = (JSON.parse((await send(dashboard.url, { headers: said })).text) as Echo).headers
    expect(seen).toMatchObject({
      'x-real-ip': address,
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(dashboard.url).host,
    })
  })

  test.each(['a\r\nhost: b', '<script>', 'a/b', 'a b', 'a@b', '[::1', 'a:b'])(
    'no host like %j',
    async (host) => {
      const dashboard = await behind(echo)
      const { port } = new URL(dashboard.url)
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(`GET /x HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
      expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /)
    },
  )

  test('no body in an encoding that is not undone here', async () => {
    const dashboard = await behind(echo)
    const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1')
    const lines = [
      'POST /x HTTP/1.1',
      'host: x',
      'connection: close',
      'transfer-encoding: gzip, chunked',
      '',
      '',
    ]
    socket.write(`${lines.join('\r\n')}0\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1.1 501 /)
  })

  test('what the listed handlers add', async () => {
    const dashboard = await behind(echo, {
      handlers: {
        proxy: [
          async (request, options) => {
            options.headers['x-stripe-accounts'] = JSON.stringify([request.account?.accountid])
          },
        ],
      },
    })
    const { browser, accountid } = await dashboard.signedIn()
    const { headers } = (await (await browser.get('/')).json()) as Echo
    expect(headers['x-stripe-accounts']).toBe(JSON.stringify([accountid]))
  })
})

test('a signed-out person is a guest with the next request', async () => {
  const dashboard = await behind(echo)
  const { browser } = await dashboard.signedIn()
  const cookie = browser.cookies.get(SESSION_COOKIE) ?? ''
  const who = async () => ((await (await browser.get('/')).json()) as Echo).headers['x-accountid']
  expect(await who()).toBeDefined()
  await browser.submit('/account/signout', {})
  browser.cookies.set(SESSION_COOKIE, cookie)
  expect(await who()).toBeUndefined()
})
