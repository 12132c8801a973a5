import { once } from 'node:events'
import http from 'node:http'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from '../../../src/log.ts'
import { eventStream } from '../../../src/route.ts'
import { SESSION_COOKIE, startDashboard } from '../support.ts'

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
