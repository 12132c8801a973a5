import { once } from 'node:events'
import http from 'node:http'
import { Writable } from 'node:stream'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runningServices } from '../../../src/application/running.ts'
import { createLogger } from '../../../src/core/log.ts'
import { eventStream } from '../../../src/web/route.ts'
import { eventually } from '../../support/eventually.ts'
import { SESSION_COOKIE, startDashboard } from '../support.ts'

describe('files', () => {
  test('are served with what browsers need to keep them', async () => {
    const web = supertest((await startDashboard()).url)
    const file = '/public/connect/connect.css'
    const { headers } = await web
      .get(file)
      .expect(200)
      .expect('content-type', /^text\/css/)
      .expect('cache-control', 'public, max-age=3600')
    await web.get(`${file}?v=1`).expect('cache-control', /immutable/)
    await web.get(file).set('if-none-match', String(headers.etag)).expect(304)
    await web.get('/public/connect/page.css').expect(200)
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
    const { headers } = await supertest((await startDashboard()).url)
      .get('/account/signin')
      .expect('content-security-policy', /default-src 'self'.*frame-ancestors 'none'/)
      .expect('x-content-type-options', 'nosniff')
      .expect('referrer-policy', 'same-origin')
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('strict-transport-security')
    const secure = await startDashboard({ config: { url: 'https://market.example' } })
    await supertest(secure.url)
      .get('/account/signin')
      .expect('strict-transport-security', /^max-age=\d+$/)
  })

  test('to an unknown page and without an application server are pages', async () => {
    const web = supertest((await startDashboard()).url)
    await web.get('/account/nothing').expect(404, /Page not found/)
    await web.get('/').expect(404, /Page not found/)
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
    await supertest((await startDashboard()).url)
      .get('/healthz')
      .expect(200, { status: 'ok' })
  })

  test('readiness names the part that fails, and a page says so without a stack', async () => {
    const dashboard = await startDashboard()
    const web = supertest(dashboard.url)
    const ready = await web.get('/readyz').expect(200)
    expect(ready.body).toMatchObject({ status: 'ok', checks: { database: 'ok', inbox: 'ok' } })
    await dashboard.services.storage.close()
    await eventually(async () => {
      const { body } = await web.get('/readyz').expect(503)
      expect(body).toMatchObject({ status: 'unavailable', checks: { database: 'failing' } })
    })
    await web.get('/healthz').expect(200)
    const page = await web.get('/account').set('cookie', `${SESSION_COOKIE}=a.b`).expect(500)
    expect(page.text).not.toContain('at ')
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
  await dashboard.close()
  // Reading would fail if the host had cut the stream off.
  expect((await reader?.read())?.done).toBe(true)
})

test('a host that cannot listen does not take the place of one that can', async () => {
  const dashboard = await startDashboard()
  const port = Number(new URL(dashboard.url).port)
  await expect(startDashboard({ port })).rejects.toThrow('EADDRINUSE')
  expect(runningServices()).toBe(dashboard.services)
})
