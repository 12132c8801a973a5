import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ErrorRequestHandler } from 'express'
import express4 from 'express4'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HostLog } from '../../../src/index.ts'
import { ConfigError, StorageError } from '../../../src/index.ts'
import { type App, type AppOptions, register, startApp, told } from './support.ts'

const NOWHERE = 'postgres://nobody:secret-password@127.0.0.1:1/market'

/** A log that keeps its lines. */
function keepingLog(): HostLog & { lines: { level: string; fields: object; message: string | undefined }[] } {
  const lines: { level: string; fields: object; message: string | undefined }[] = []
  const at = (level: string) => (fields: object, message?: string) =>
    void lines.push({ level, fields, message })
  const [fatal, error, warn] = [at('fatal'), at('error'), at('warn')]
  return {
    lines,
    level: 'info',
    fatal,
    error,
    warn,
    info: at('info'),
    debug: at('debug'),
    trace: at('trace'),
  }
}

describe('a start that fails', () => {
  test('is told in a line, and the app goes on', async () => {
    const log = keepingLog()
    const app = await startApp({
      mount: '/payments',
      title: 'Craft market',
      env: { CONNECT_DATABASE_URL: NOWHERE },
      log,
      routes: (site, { requireConnectAccount }) => site.get('/sell', requireConnectAccount),
    })
    const error = await app.connect.ready().catch((it: unknown) => it)
    expect(error).toBeInstanceOf(StorageError)
    expect((error as Error).message).toMatch(/^PostgreSQL at 127\.0\.0\.1:1\/market cannot be used: [^\n]+$/)
    expect(log.lines).toMatchObject([
      { level: 'error', message: expect.stringContaining('could not be started') },
    ])
    expect(JSON.stringify(log.lines)).toContain('127.0.0.1:1/market')
    expect(JSON.stringify(log.lines)).not.toContain('secret-password')

    const page = await app.fetch('/payments/account/connect', {
      user: 'ada',
      headers: { 'x-request-id': 'request-of-ada' },
    })
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
    const shown = await page.text()
    expect(shown).toContain('not available at the moment')
    expect(shown).toContain('request-of-ada')
    const api = await app.fetch('/payments/api/user/connect/stripe-accounts?accountid=ada', { user: 'ada' })
    expect([api.status, await api.json()]).toMatchObject([503, { object: 'error', message: 'unavailable' }])
    const webhook = await app.fetch('/payments/webhooks/connect/index-connect-data', {
      method: 'POST',
      body: '{}',
    })
    expect(webhook.status).toBe(503)
    expect((await app.fetch('/payments/public/connect/connect.css')).status).toBe(200)

    const { headers } = await told(
      await app.fetch('/sell', { user: 'ada', headers: { 'x-stripe-accounts': '[1]' } }),
    )
    expect(headers).toMatchObject({ 'x-stripe-accounts': '[]', 'x-stripe-accounts-status': 'unavailable' })
    const guest = await told(await app.fetch('/sell', { headers: { 'x-stripe-accounts': '[1]' } }))
    expect(guest.headers['x-stripe-accounts']).toBeUndefined()
  })

  test('for want of a database is made up for once there is one', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'late-database-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const inTheWay = path.join(folder, 'data')
    await writeFile(inTheWay, 'not a folder')
    const app = await startApp({
      mount: '/payments',
      env: { CONNECT_DATABASE_FILE: path.join(inTheWay, 'connect.db') },
    })
    await expect(app.connect.ready()).rejects.toBeInstanceOf(StorageError)
    const status = async () => (await app.fetch('/payments/account/connect', { user: 'ada' })).status
    expect(await status()).toBe(503)
    await rm(inTheWay)
    await expect.poll(status).toBe(200)
    await app.connect.ready()
    const { headers } = await told(await app.fetch('/anywhere', { user: 'ada' }))
    expect(headers['x-has-active-stripe-account']).toBe('false')
    expect(headers['x-stripe-accounts-status']).toBeUndefined()
  })

  test('leaves the app’s error handler what its layout then fails with, in Express 4 too', async () => {
    const app = await startApp({
      make: express4,
      env: { CONNECT_DATABASE_URL: NOWHERE },
      layout: () => {
        throw new Error('no template')
      },
      routes: (site) =>
        site.use(((error, _request, response, _next) => {
          response.status(500).send((error as Error).message)
        }) as ErrorRequestHandler),
    })
    const page = await app.fetch('/account/connect', { user: 'ada' })
    expect([page.status, await page.text()]).toEqual([500, 'no template'])
  })

  test('for a mistake in the configuration says every one of them', async () => {
    const app = await startApp({
      log: keepingLog(),
      env: { CONNECT_STRIPE_KEY: 'pk_test_1', PAGE_SIZE: 'many' },
    })
    const error = await app.connect.ready().catch((it: unknown) => it)
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as Error).message).toMatch(/CONNECT_STRIPE_KEY .*\nPAGE_SIZE /)
  })

  test('says what is wrong with the address by the name that it was given under', async () => {
    const missing = await startApp({ log: keepingLog(), url: undefined })
    await expect(missing.connect.ready()).rejects.toThrow(/^DASHBOARD_SERVER is missing: .* option url/)
    const wrong = await startApp({ log: keepingLog(), url: 'https://market.example/payments?x=1' })
    await expect(wrong.connect.ready()).rejects.toThrow(/^url /)
  })

  test('is not caused by variables that the app reads its own way', async () => {
    const app = await startApp({
      log: keepingLog(),
      env: {
        PORT: '/run/app.sock',
        HOST: '!',
        TRUST_PROXY: 'true',
        LOG_LEVEL: 'verbose',
        APPLICATION_SERVER: 'x',
      },
    })
    await expect(app.connect.ready()).resolves.toBeUndefined()
  })
})

describe('the life of it', () => {
  test('begins at once: what is asked before it is ready waits', async () => {
    const app = await startApp({ hasStarted: false })
    const [page, headers] = await Promise.all([
      app.fetch('/account/connect', { user: 'ada' }),
      app.fetch('/', { user: 'ada' }).then(told),
    ])
    expect(page.status).toBe(200)
    expect(headers.headers['x-stripe-accounts-count']).toBe('0')
  })

  /** An app whose database takes connections and says nothing until `giveUp`. */
  async function starting(options: AppOptions) {
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
    const sockets: Socket[] = []
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    const { port } = silent.address() as AddressInfo
    const app = await startApp({
      env: { CONNECT_DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/market` },
      log: keepingLog(),
      hasStarted: false,
      ...options,
    })
    const giveUp = () => {
      silent.close()
      for (const socket of sockets) socket.destroy()
    }
    return { app, giveUp }
  }

  test('keeps no guest waiting while it begins', async () => {
    const { app, giveUp } = await starting({
      routes: (site, { requireConnectAccount }) => site.get('/sell', requireConnectAccount),
    })
    const answers: string[] = []
    const person = app.fetch('/sell', { user: 'ada' }).then(() => answers.push('person'))
    await app.fetch('/sell').then(() => answers.push('guest'))
    expect(answers).toEqual(['guest'])
    giveUp()
    await person
  })

  test('keeps nobody waiting to its end when it takes long, however many of its middlewares they pass', async () => {
    const { app, giveUp } = await starting({
      routes: (site, { requireConnectAccount, requireAllInformationSubmitted }) =>
        site.get('/sell', requireConnectAccount, requireAllInformationSubmitted),
    })
    onTestFinished(giveUp)
    let hasEnded = false
    const start = app.connect.ready().catch(() => {
      hasEnded = true
    })
    const ask = async (path: string, init: Parameters<App['fetch']>[1]) => {
      const { status, headers } = await app.fetch(path, init)
      return [path, status, headers.get('retry-after'), hasEnded]
    }
    const all = () =>
      Promise.all([
        ask('/account/connect', { user: 'ada' }),
        ask('/account/connect', {}),
        ask('/api/user/connect/stripe-accounts?accountid=ada', { user: 'ada' }),
        ask('/webhooks/connect/index-connect-data', { method: 'POST', body: '{}' }),
        ask('/sell', { user: 'ada' }),
      ])
    const unavailable = [
      ['/account/connect', 503, '5', false],
      ['/account/connect', 503, '5', false],
      ['/api/user/connect/stripe-accounts?accountid=ada', 503, '5', false],
      ['/webhooks/connect/index-connect-data', 503, '5', false],
      ['/sell', 404, null, false],
    ]
    expect(await all()).toEqual(unavailable)
    // Those who come later do not wait again.
    expect(await all()).toEqual(unavailable)
    await start
  })

  test('ends with its streams, and its pages say so', async () => {
    const app = await startApp()
    await register(app, 'ada')
    const { headers } = await told(await app.fetch('/', { user: 'ada' }))
    const [{ id }] = JSON.parse(headers['x-stripe-accounts'] ?? '') as [{ id: string }]
    const events = await app.fetch(`/account/connect/stripe-account/events?stripeid=${id}`, { user: 'ada' })
    expect(events.headers.get('content-type')).toContain('text/event-stream')
    const ended = events.text()
    await app.connect.close()
    await ended
    expect((await app.fetch('/account/connect', { user: 'ada' })).status).toBe(503)
    expect((await told(await app.fetch('/', { user: 'ada' }))).headers['x-stripe-accounts-status']).toBe(
      'unavailable',
    )
    await app.connect.close()
  })

  test('says once when it is mounted elsewhere than its address says', async () => {
    const log = keepingLog()
    const app = await startApp({ mount: '/payments', url: 'https://market.example/pay', log })
    await app.fetch('/payments/account/connect', { user: 'ada' })
    await app.fetch('/payments/account/connect', { user: 'ada' })
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { url: 'https://market.example/pay', mountedAt: '/payments' } },
    ])
  })

  test('is written into the app’s log, without what no log should hold', async () => {
    const log = keepingLog()
    const app = await startApp({
      log,
      authenticate: () => {
        throw Object.assign(new Error('no session'), { email: 'ada@example.com', token: 'secret' })
      },
    })
    expect((await app.fetch('/account/connect')).status).toBe(500)
    expect(log.lines).toMatchObject([
      { level: 'error', message: 'a request failed', fields: { requestId: expect.any(String) } },
    ])
    expect(JSON.stringify(log.lines)).not.toMatch(/ada@example|secret/)
  })
})
