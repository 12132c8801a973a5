import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import {
  type DashboardOptions,
  echo,
  SESSION_COOKIE,
  startApplicationServer,
  startDashboard,
  TOKEN,
} from '../support.ts'

async function behind(listener: http.RequestListener, options: DashboardOptions = {}) {
  const { url } = await startApplicationServer(listener)
  return startDashboard({ ...options, config: { applicationServer: url, ...options.config } })
}

interface Echo {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** Sends a request with exactly these headers and waits for the whole answer. */
function send(
  url: string,
  options: http.RequestOptions,
  body = '',
): Promise<http.IncomingMessage & { text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent: false, ...options })
    request.on('error', reject)
    request.on('response', async (response) =>
      resolve(Object.assign(response, { text: await text(response) })),
    )
    request.end(body)
  })
}

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
    const names = Object.keys(headers).map((name) => name.replaceAll('_', '-'))
    expect(
      names.filter((name) => name.startsWith('x-stripe-accounts') || name.includes('active-stripe')),
    ).toEqual([])
    expect(names.filter((name) => ['x-accountid', 'x-sessionid', 'forwarded'].includes(name))).toEqual([])
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
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'market.example',
    }
    const seen = (JSON.parse((await send(dashboard.url, { headers })).text) as Echo).headers
    expect(seen).toMatchObject({
      'x-forwarded-for': '6.6.6.6, 1.2.3.4, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'market.example',
    })
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

describe('streaming', () => {
  test('an upload arrives while it is still being sent, and the answer while it is still being made', async () => {
    const dashboard = await behind((request, response) => {
      response.writeHead(200)
      request.pipe(response)
    })
    const request = http.request(dashboard.url, {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
    })
    request.write('one')
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    expect(String(await once(response, 'data'))).toBe('one')
    request.write('two')
    expect(String(await once(response, 'data'))).toBe('two')
    request.end()
    response.resume()
    await once(response, 'end')
  })

  test('large bodies arrive whole both ways', async () => {
    const dashboard = await behind((request, response) => void request.pipe(response))
    const body = 'x'.repeat(5_000_000)
    const response = await fetch(`${dashboard.url}/`, { method: 'PUT', body })
    expect((await response.text()).length).toBe(body.length)
  })

  test('a slow reader holds the application server back', async () => {
    let written = 0
    const dashboard = await behind((_request, response) => {
      const write = () => {
        while (written < 200_000_000 && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', write)
      write()
    })
    const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'readable')
    // Nothing is read: what was written must come to rest, well below what would be sent.
    let before = -1
    await expect
      .poll(
        () => {
          const still = written === before
          before = written
          return still
        },
        { interval: 100, timeout: 5_000 },
      )
      .toBe(true)
    expect(written).toBeLessThan(50_000_000)
    socket.destroy()
  })

  test('when the person leaves, the application server is told', async () => {
    const application = new EventEmitter()
    const left = once(application, 'left')
    const dashboard = await behind((_request, response) => {
      response.write('begun')
      response.on('close', () => application.emit('left'))
    })
    const request = http.get(dashboard.url)
    request.on('error', () => undefined)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.on('error', () => undefined)
    request.destroy()
    await left
  })

  test('when the application server breaks off, so does the answer', async () => {
    const dashboard = await behind((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('begun', () => response.destroy())
    })
    await expect(fetch(dashboard.url).then((response) => response.text())).rejects.toThrow()
  })

  test('an upload that is answered before it was read leaves the connection usable', async () => {
    const dashboard = await behind((request, response) => {
      if (request.method === 'POST') response.writeHead(413).end('too much')
      else response.end('well')
    })
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const refused = await send(dashboard.url, { agent, method: 'POST' }, 'x'.repeat(3_000_000))
    expect(refused.statusCode).toBe(413)
    expect((await send(dashboard.url, { agent })).text).toBe('well')
    agent.destroy()
  })
})

describe('answers', () => {
  test('keep their status, every cookie, repeated headers and bytes beyond ASCII', async () => {
    const name = Buffer.from('attachment; filename="請求書.pdf"').toString('latin1')
    const dashboard = await behind((_request, response) => {
      response.writeHead(
        418,
        'Short and stout',
        [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2; Path=/'],
          ['content-disposition', name],
          ['connection', 'x-hop'],
          ['x-hop', '1'],
        ].flat(),
      )
      response.end()
    })
    const response = await send(dashboard.url, {})
    expect(response.statusCode).toBe(418)
    expect(response.statusMessage).toBe('Short and stout')
    expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2; Path=/'])
    expect(response.headers['content-disposition']).toBe(name)
    expect(response.headers['x-hop']).toBeUndefined()
  })

  test('to HEAD and 304 have no body', async () => {
    const dashboard = await behind((request, response) => {
      response.writeHead(request.headers['if-none-match'] ? 304 : 200, { 'content-length': '5' }).end()
    })
    expect((await send(dashboard.url, { method: 'HEAD' })).headers['content-length']).toBe('5')
    expect((await send(dashboard.url, { headers: { 'if-none-match': '"x"' } })).statusCode).toBe(304)
  })

  test('of an application server that is not there: 502, as a page or as JSON', async () => {
    const { url, server } = await startApplicationServer(echo)
    server.close()
    await once(server, 'close')
    server.listen(0)
    const dashboard = await startDashboard({ config: { applicationServer: url } })
    const page = await fetch(`${dashboard.url}/`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(502)
    expect(await page.text()).toContain('does not answer')
    const answer = await fetch(`${dashboard.url}/`, {
      method: 'POST',
      body: 'x'.repeat(500_000),
      headers: { accept: 'application/json' },
    })
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({ object: 'error', message: 'application-server-unreachable' })
  })

  test('of an application server that takes too long: 504', async () => {
    const dashboard = await behind(() => undefined, { answerTime: 200 })
    const response = await fetch(`${dashboard.url}/`)
    expect(response.status).toBe(504)
    expect(await response.text()).toContain('takes too long')
  })

  test('a page is asked for once more when a kept connection was just closed; an order is not', async () => {
    let seen = 0
    const dashboard = await behind((request, response) => {
      seen += 1
      if (seen === 1) request.socket.destroy()
      else response.end('well')
    })
    expect(await (await fetch(`${dashboard.url}/`)).text()).toBe('well')
    seen = 0
    expect((await fetch(`${dashboard.url}/`, { method: 'POST', body: 'order' })).status).toBe(502)
    expect(seen).toBe(1)
  })
})

describe('paths', () => {
  test('that hide another one behind dot segments are refused', async () => {
    const dashboard = await behind(echo)
    for (const path of ['/api/../sell', '/api/%2e%2e/sell', '/account/..', '/a/./b', '/a\\..\\b'])
      expect((await send(dashboard.url, { path })).statusCode, path).toBe(400)
    for (const path of ['/...', '/a..b', '/.well-known/x', '/?next=/../x', '//double'])
      expect((await send(dashboard.url, { path })).statusCode, path).toBe(200)
  })

  test('of the dashboard are never passed on', async () => {
    const dashboard = await behind((_request, response) => response.end('the application server'))
    for (const path of [
      '/account',
      '/account/nothing',
      '/administrator/x',
      '/api/user/connect/nothing',
      '/public/connect/x.css',
      '/webhooks/connect/x',
      '/healthz',
    ])
      expect((await send(dashboard.url, { path })).text, path).not.toContain('the application server')
    for (const path of [
      '/',
      '/accounts',
      '/api/user/other',
      '/public/app.css',
      '/webhooks/other',
      '/Account',
    ])
      expect((await send(dashboard.url, { path })).text, path).toBe('the application server')
  })

  test('keep the path that the application server is mounted under', async () => {
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ config: { applicationServer: new URL('/shop/', url) } })
    expect(JSON.parse((await send(`${dashboard.url}/goods?x=1`, {})).text).url).toBe('/shop/goods?x=1')
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
