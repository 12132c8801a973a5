/** Advisories about comparable systems and the libraries used here, tried on this module. Each test names its advisory. */
import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ConfigError, loadConfig } from '../src/config/config.ts'
import { routes } from '../src/features.ts'
import { userStore } from '../src/hosts/standalone/store/users.ts'
import requireConnectAccount from '../src/server/require-connect-account.ts'
import { page } from '../src/web/route.ts'
import { behind, type Dashboard, type Echo, echo, send } from './hosts/support.ts'
import { testConfig } from './support/services.ts'
import { serve } from './web/support.ts'

const LAST = 'host: x\r\nconnection: close\r\n'

/** Sends bytes and reads until the connection is closed. */
function exchange({ url }: Pick<Dashboard, 'url'>, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.write(bytes)
  return text(socket)
}

/** A host whose pages only sellers may see, and a signed-in person who sells nothing. */
async function gated() {
  const dashboard = await behind(echo, { handlers: { server: [requireConnectAccount] } })
  const { browser } = await dashboard.signedIn()
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const statusOf = async (path: string, headers: Record<string, string> = {}) =>
    (await send(dashboard.url, { path, headers: { cookie, ...headers } })).statusCode
  expect(await statusOf('/sell'), 'they are held up').toBe(303)
  expect(await statusOf('/public/app.css'), 'and not from this').toBe(200)
  return { statusOf }
}

describe('who is asking, and for what', () => {
  test('CVE-2025-64484: a header with an underscore is the one with a dash', async () => {
    const dashboard = await behind(echo)
    for (const name of [
      'X_Accountid',
      'x_forwarded_proto',
      'X_Forwarded_Host',
      'x_stripe_accounts',
      'X_Real_IP',
    ]) {
      const { text: body } = await send(dashboard.url, { headers: { [name]: 'claimed' } })
      expect(body, name).not.toContain('claimed')
    }
  })

  test.each(['x-forwarded-uri', 'X_Forwarded_Uri', 'x-original-url', 'x-rewrite-url', 'x-original-uri'])(
    'CVE-2026-40575: %s lets nobody pass, and is not passed on',
    async (name) => {
      const { statusOf } = await gated()
      expect(await statusOf('/sell', { [name]: '/public/app.css' })).toBe(303)
      const dashboard = await behind(echo)
      expect(
        (await send(dashboard.url, { path: '/account', headers: { [name]: '/healthz' } })).statusCode,
      ).toBe(303)
      const { headers } = JSON.parse(
        (await send(dashboard.url, { headers: { [name]: '/admin' } })).text,
      ) as Echo
      expect(JSON.stringify(headers)).not.toContain('/admin')
    },
  )

  test.each(['kube-probe/1.29', 'GoogleHC/1.0', 'ELB-HealthChecker/2.0', 'Consul Health Check'])(
    'CVE-2026-34457: %s is let in nowhere else than anybody',
    async (agent) => {
      const { statusOf } = await gated()
      for (const path of ['/sell', '/account/connect'])
        expect([303, 404], path).toContain(await statusOf(path, { 'user-agent': agent }))
      const dashboard = await behind(echo)
      for (const path of ['/account', '/administrator'])
        expect((await send(dashboard.url, { path, headers: { 'user-agent': agent } })).statusCode, path).toBe(
          303,
        )
    },
  )

  test('CVE-2026-41059: a # and a %23 widen no rule', async () => {
    const { statusOf } = await gated()
    for (const path of ['/sell#/public/', '/sell?#/public/', '/public#/../sell'])
      expect([303, 400], path).toContain(await statusOf(path))
    for (const path of ['/sell%23/public/', '/public%23/../sell', '/public%23'])
      expect([303, 400], path).toContain(await statusOf(path))
  })

  test('CVE-2026-27587, CVE-2021-29492: a path that is written in codes is not taken for another', async () => {
    const { statusOf } = await gated()
    for (const path of [
      '/public/..%2fsell',
      '/public/..%2Fsell',
      '/public/%2e%2e%2fsell',
      '/public/..%5Csell',
    ])
      expect([303, 400], path).toContain(await statusOf(path))
    for (const path of ['/public/%2e%2e/sell', '/public/%2E%2e/sell', '/api/.%2E/sell'])
      expect(await statusOf(path), path).toBe(400)
    for (const path of ['/%70ublic/x', '/PUBLIC/x', '/p%75blic/../x', '/%2Fpublic/x', '/public%2fx'])
      expect([303, 400], path).toContain(await statusOf(path))
  })

  test('CVE-2026-40574: one address for mail has one @', async () => {
    const dashboard = await behind(echo)
    const answer = await dashboard.browser().register('a@evil.example@company.example')
    expect(answer.status).toBe(400)
    expect(
      await userStore(dashboard.services.storage).findByEmail('a@evil.example@company.example'),
    ).toBeUndefined()
  })
})

describe('what is one request', () => {
  test.each([
    [400, 'twice', 'content-length: 5\r\nContent-Length: 5\r\n\r\nhello'],
    [400, 'twice, differently', 'content-length: 5\r\nCONTENT-LENGTH: 40\r\n\r\nhello'],
    [400, 'in a list', 'content-length: 5, 5\r\n\r\nhello'],
    [400, 'beside chunks', 'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    [400, 'with a sign', 'content-length: +5\r\n\r\nhello'],
    [400, 'as chunks within something', 'transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    [501, 'as chunks, misspelt', 'transfer-encoding: xchunked\r\n\r\n0\r\n\r\n'],
    [400, 'with a space before the colon', 'content-length : 5\r\n\r\nhello'],
  ])('CVE-2026-1525 is answered %i: the length of a body that is said %s', async (status, _how, rest) => {
    const asked: string[] = []
    const dashboard = await behind((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    const answer = await exchange(dashboard, `POST /order HTTP/1.1\r\n${LAST}${rest}`)
    expect(answer.startsWith(`HTTP/1.1 ${status} `), answer).toBe(true)
    expect(asked).toEqual([])
  })

  test('CVE-2026-1527: an offer of another protocol adds no header, folded or not', async () => {
    const dashboard = await behind(echo)
    for (const offer of [
      'h2c\r\n x-accountid: claimed',
      'h2c,\r\n\tx-accountid: claimed',
      'h2c\rx-accountid: claimed',
    ]) {
      const answer = await exchange(
        dashboard,
        `GET / HTTP/1.1\r\n${LAST.replace('close', 'close, upgrade')}upgrade: ${offer}\r\n\r\n`,
      )
      expect(answer, JSON.stringify(offer)).toMatch(/^HTTP\/1\.1 [24]00 /)
      expect(answer, JSON.stringify(offer)).not.toContain('claimed')
    }
  })

  test('CVE-2026-22036: what is compressed many times over is passed on as it is', async () => {
    const body = gzipSync(gzipSync(Buffer.alloc(100_000)))
    const encodings = Array.from({ length: 500 }, () => 'gzip').join(', ')
    const dashboard = await behind((_request, response) =>
      response.writeHead(200, { 'content-encoding': encodings, 'content-length': body.length }).end(body),
    )
    const response = await send(dashboard.url, {})
    expect(response.headers['content-encoding']).toBe(encodings)
    expect(response.headers['content-length']).toBe(String(body.length))
  })
})

test('CVE-2026-4867, CVE-2026-4923, CVE-2026-4926: no path of a route is a pattern', () => {
  for (const { path } of routes) expect(path).toMatch(/^(?:\/[a-z.-]+)+$/)
})

describe('names in a form', () => {
  const NAMES = [
    'a[b][c]',
    'a[]',
    'a[100000000]',
    `a${'[b]'.repeat(60)}`,
    '__proto__',
    '__proto__.polluted',
    '__proto__[polluted]',
    'constructor.prototype.polluted',
    'constructor[prototype][polluted]',
    'toString',
  ]

  async function start() {
    const taken = vi.fn()
    const form = page({
      path: '/account/form',
      audience: 'guest',
      query: z.object({}),
      load: async () => ({ view: 'form', data: {} }),
      submit: async (_context, { body }) => {
        taken(Object.entries(body))
        return { view: 'form', data: {} }
      },
    })
    const url = `${await serve([form])}/account/form`
    const pairs = [['csrf-token', 'token-of-this-browser'], ...NAMES.map((name) => [name, '1'])] as [
      string,
      string,
    ][]
    const post = async (body: URLSearchParams | FormData) =>
      (await fetch(url, { method: 'POST', body })).status
    const expectFlat = () => {
      expect(taken).toHaveBeenCalledWith(expect.arrayContaining(NAMES.map((name) => [name, '1'])))
      expect({}).not.toHaveProperty('polluted')
      expect(String({})).toBe('[object Object]')
    }
    return { url, pairs, post, expectFlat }
  }

  test('CVE-2025-15284, CVE-2026-82417, CVE-2026-82562, CVE-2026-25150: are names, whatever they look like', async () => {
    const { url, pairs, post, expectFlat } = await start()
    expect(await post(new URLSearchParams(pairs))).toBe(200)
    expectFlat()
    expect((await fetch(`${url}?${new URLSearchParams(pairs)}`)).status).toBe(200)
  })

  test('CVE-2026-5079, CVE-2026-25150: are names in parts, too', async () => {
    const { pairs, post, expectFlat } = await start()
    const form = new FormData()
    for (const [name, value] of pairs) form.append(name, value)
    expect(await post(form)).toBe(200)
    expectFlat()
  })
})

test('CVE-2026-33937: what is typed is never a template', async () => {
  const dashboard = await behind(echo, { routes, config: { stripe: testConfig().stripe } })
  const typed = '{{#with (lookup this "constructor")}}{{this}}{{/with}} {{7}}'
  const answer = await dashboard.browser().submit('/account/signin', { email: typed, password: 'x' })
  expect(await answer.text()).toContain('value="{{#with (lookup this &quot;constructor&quot;)}}')
  const { browser, accountid } = await dashboard.signedIn()
  const program = { type: 'Program', body: [{ type: 'MustacheStatement', path: { type: 'PathExpression' } }] }
  const refused = await browser.get(`/api/user/connect/create-stripe-account?accountid=${accountid}`, {
    method: 'POST',
    body: JSON.stringify({ country: program, business_type: program }),
    headers: { 'content-type': 'application/json' },
  })
  expect(refused.status).toBe(400)
})

describe('svix 2347, standard-webhooks 286: an empty secret signs nothing', () => {
  test.each(['whsec_', 'whsec_ ', 'whsec_a,', 'whsec_a,,whsec_b', 'whsec_a, whsec_', ','])(
    '%j is not taken for one',
    (secrets) => {
      let taken: readonly string[] = []
      try {
        taken = loadConfig({ STRIPE_KEY: 'sk_test_1', CONNECT_WEBHOOK_ENDPOINT_SECRET: secrets }).stripe
          .webhookSecrets
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
      }
      expect(taken.filter((secret) => secret.length <= 'whsec_'.length)).toEqual([])
    },
  )

  test.each(['', 'whsec_', 'undefined', 'null'])('what %j signed is refused', async (secret) => {
    const dashboard = await behind(echo, { routes, config: { stripe: testConfig().stripe } })
    const body = '{"id":"evt_1","object":"event","type":"account.updated","data":{"object":{}}}'
    const at = Math.floor(Date.now() / 1000)
    const signed = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
    const answer = await fetch(`${dashboard.url}/webhooks/connect/index-connect-data`, {
      method: 'POST',
      body,
      headers: { 'stripe-signature': `t=${at},v1=${signed}` },
    })
    expect(answer.status).toBe(400)
  })
})
