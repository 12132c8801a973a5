/** A frozen database: how long people and programs wait for it in every host, and what they are told. */
import { randomUUID } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { createPool } from 'mysql2'
import pg from 'pg'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { gate, withoutActiveAccount } from '../../src/application/gate.ts'
import { setRunningServices } from '../../src/application/running.ts'
import { stateHeader } from '../../src/application/state-header.ts'
import { createLogger } from '../../src/core/log.ts'
import { connectWebhook } from '../../src/events/receive.ts'
import { inProcess } from '../../src/hosts/dashboard/call-api.ts'
import { expectBody, readOwnBody, takeOwnBody } from '../../src/hosts/dashboard/read-own-body.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { currentWait, forRequest } from '../../src/storage/waiting.ts'
import { apiRoute, page } from '../../src/web/route.ts'
import { type DatabaseServer, MARIADB, POSTGRESQL } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { describeWhereSet } from '../support/needs.ts'
import { type OwnDatabase, startOwnDatabase } from '../support/own-database.ts'
import { testConfig } from '../support/services.ts'
import { MEMORY } from '../support/storage.ts'
import { standInForDashboard } from './dashboard/stand-in.ts'
import { startApp, told } from './express/support.ts'
import { type Echo, echo, SESSION_COOKIE, startApplicationServer, startDashboard, TOKEN } from './support.ts'

/** Milliseconds: the promised three seconds, with much room for a busy machine. Without our limit it is 35 s. */
const LIMIT = 20_000
/** Milliseconds for an answer that needs no waiting, on a busy machine too. */
const AT_ONCE = 2_500

const SECRET = 'whsec_test'
const PROXY = ['x-has-active-stripe-account', 'x-stripe-accounts', 'x-stripe-accounts-requiring'].map(
  (name) => `@layeredapps/stripe-connect/src/proxy/${name}.js`,
)

const shop = page({
  path: '/account/connect/shop',
  audience: 'user',
  query: z.object({}),
  async load({ services, caller }) {
    await accountStore(services.storage).ofPerson(caller.accountid)
    return { view: 'standalone/sign-out', data: { title: 'Your shop', email: '' } }
  },
  async submit({ services }) {
    await services.storage.settings.set('shop', 'open')
    return { redirect: '/' }
  },
})

const count = apiRoute({
  method: 'GET',
  path: '/api/user/connect/count',
  audience: 'user',
  summary: 'Counts accounts again and again.',
  query: z.object({}),
  errors: [],
  returns: z.number(),
  async handle({ services: { storage }, caller }) {
    const ask = () => accountStore(storage).ofPerson(caller.accountid)
    // A retry after a failure does not wait a second time.
    return (await ask().catch(() => ask())).length
  },
})

/** An answer, and the milliseconds until it was complete. */
async function timed(answer: Promise<Response>) {
  const start = performance.now()
  const response = await answer
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text),
    milliseconds: performance.now() - start,
  }
}

function eachOwn(name: string, suite: (database: () => OwnDatabase, server: DatabaseServer) => void): void {
  for (const server of [POSTGRESQL, MARIADB])
    describeWhereSet(`${name}, ${server.name}`, [server.variable], () => {
      let database: OwnDatabase | undefined
      beforeAll(async () => {
        database = await startOwnDatabase(server)
      })
      afterEach(() => database?.thaw())
      afterAll(() => database?.remove())
      suite(() => {
        if (!database) throw new Error('it is there only within tests')
        return database
      }, server)
    })
}

eachOwn('the standalone host before a database that stands still', (database, server) => {
  async function start() {
    let clock = Date.now()
    const lines: { level: string; msg: string }[] = []
    const destination = new Writable({
      write(chunk, _encoding, done) {
        const texts = String(chunk).split('\n').filter(Boolean)
        lines.push(...texts.map((text) => JSON.parse(text)))
        done()
      },
    })
    const { url: applicationServer } = await startApplicationServer(echo)
    const config = testConfig({ applicationServer: applicationServer.href })
    const services = await createServices(
      {
        ...config,
        applicationServerToken: TOKEN,
        stripe: { ...config.stripe, webhookSecrets: [SECRET] },
        storage: { ...MEMORY, dialect: server.dialect, url: database().url, maxConnections: 10 },
        headers: { ...config.headers, maxAge: 0 },
      },
      { now: () => new Date(clock), log: createLogger('info', destination) },
    )
    onTestFinished(() => closeServices(services))
    const handlers = await loadHandlers({ server: [], proxy: PROXY }, '.')
    const dashboard = await startDashboard({ services, handlers, routes: [shop, count, connectWebhook] })
    const { browser } = await dashboard.signedIn()
    /** Makes a request, so that the host has the person in memory. */
    const beSeen = async () => expect((await browser.get('/')).status).toBe(200)
    const freeze = async () => {
      await beSeen()
      await database().freeze()
    }
    return {
      dashboard,
      browser,
      freeze,
      /** Lets sessions expire from memory. */
      forget: () => {
        clock += 6_000
      },
      logged: (...levels: string[]) =>
        lines.filter(({ level }) => levels.includes(level)).map(({ msg }) => msg),
      webhook: () => postWebhook(dashboard.url, new Date(clock)),
    }
  }

  test('lets guests pass as ever', async () => {
    const { dashboard, freeze } = await start()
    await freeze()
    const guest = dashboard.browser()
    for (const path of ['/', '/account/signin', '/public/connect/connect.css', '/healthz']) {
      const { status, milliseconds } = await timed(guest.get(path))
      expect([path, status]).toEqual([path, 200])
      expect(milliseconds).toBeLessThan(AT_ONCE)
    }
  })

  test('passes a person on whom it still knows, and claims nothing for them', async () => {
    const { browser, freeze } = await start()
    await freeze()
    const { status, json, milliseconds } = await timed(browser.get('/bowls'))
    expect(status).toBe(200)
    expect((json() as Echo).headers).toMatchObject({
      'x-accountid': expect.any(String),
      'x-stripe-accounts': '[]',
      'x-has-active-stripe-account': 'false',
      'x-stripe-accounts-status': 'unavailable',
    })
    expect(milliseconds).toBeLessThan(LIMIT)
  })

  test('tells everybody else to come again, and passes nobody on as a guest', async () => {
    const { browser, dashboard, freeze, forget } = await start()
    await freeze()
    forget()
    const { status, text, headers, milliseconds } = await timed(
      browser.get('/bowls', { headers: { accept: 'text/html' } }),
    )
    expect(status).toBe(503)
    expect(milliseconds).toBeLessThan(LIMIT)
    expect(headers.get('retry-after')).toMatch(/^\d+$/)
    expect(text).toContain('The database is not answering at the moment')
    expect(text).toContain(headers.get('x-request-id'))
    const cookie = `${SESSION_COOKIE}=${browser.cookies.get(SESSION_COOKIE)}`
    const socket = new WebSocket(dashboard.url.replace('http', 'ws'), { headers: { cookie } })
    const refused = new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    })
    socket.on('error', () => {})
    expect(await refused).toBe(503)
  })

  test('says so on pages and to programs, whether or not it knows who asks', async () => {
    const { browser, dashboard, freeze, forget } = await start()
    await freeze()
    const known = await timed(browser.get(count.path))
    forget()
    const page = await timed(browser.get(shop.path))
    const api = await timed(browser.get(count.path))
    const application = await timed(
      fetch(dashboard.url + count.path, {
        headers: {
          'x-application-server': String(dashboard.services.config.applicationServer),
          'x-application-server-token': TOKEN,
          'x-accountid': 'somebody',
          'x-sessionid': 'session',
        },
      }),
    )
    for (const { status, headers, milliseconds } of [known, page, api, application]) {
      expect(status).toBe(503)
      expect(headers.get('retry-after')).toMatch(/^\d+$/)
      expect(milliseconds).toBeLessThan(LIMIT)
    }
    for (const { json } of [known, api, application])
      expect(json()).toMatchObject({ object: 'error', message: 'storage-unavailable' })
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.text).toContain('The database is not answering at the moment')
    expect(page.text).toContain(page.headers.get('x-request-id'))
  })

  test('keeps what was typed, and takes it later', async () => {
    const { browser, freeze, forget } = await start()
    const token = await browser.token(shop.path)
    const values = { 'csrf-token': token, name: 'Bowls & "more" <3', colour: 'blue' }
    const post = (fields: Record<string, string>) =>
      timed(browser.get(shop.path, { method: 'POST', body: new URLSearchParams(fields) }))
    await freeze()
    const known = await post(values)
    forget()
    const unknown = await post(values)
    for (const { status, text, milliseconds } of [known, unknown]) {
      expect(status).toBe(503)
      expect(milliseconds).toBeLessThan(LIMIT)
      expect(text).toContain('What you typed is safe')
      expect(hiddenIn(text)).toEqual(values)
    }
    const guest = await timed(
      browser.get('/account/signin', {
        method: 'POST',
        body: new URLSearchParams({ 'csrf-token': token, email: 'ada@example.com', password: 'sesame' }),
      }),
    )
    expect(guest.status).toBe(503)
    expect(guest.text).toContain('value="ada@example.com"')
    expect(guest.text).not.toContain('sesame')

    await database().thaw()
    await eventually(async () => expect((await post(hiddenIn(unknown.text))).status).toBe(303))
  })

  test('waits for nobody once it is known, whoever asks, and works again by itself', async () => {
    const { browser, dashboard, freeze, forget, logged, webhook } = await start()
    await freeze()
    forget()
    const strangers = (number: number) =>
      Promise.all(
        Array.from({ length: number }, (_, index) =>
          timed(fetch(dashboard.url, { headers: { cookie: `${SESSION_COOKIE}=${index}.secret` } })),
        ),
      )
    for (const { status, milliseconds } of await strangers(500)) {
      expect(status).toBe(503)
      expect(milliseconds).toBeLessThan(LIMIT)
    }
    const after = [...(await strangers(20)), await timed(webhook()), await timed(browser.get(shop.path))]
    for (const { status, milliseconds } of after) {
      expect(status).toBe(503)
      expect(milliseconds).toBeLessThan(AT_ONCE)
    }
    const { status, json } = await timed(fetch(`${dashboard.url}/readyz`))
    expect(status).toBe(503)
    expect(json()).toMatchObject({ checks: { database: 'failing' } })

    const thawedAt = performance.now()
    await database().thaw()
    await eventually(async () => expect((await browser.get('/')).status).toBe(200))
    expect(performance.now() - thawedAt).toBeLessThan(LIMIT)
    for (const { status } of await strangers(100)) expect(status).toBe(200)
    expect((await webhook()).status).toBe(200)
    expect((await browser.get(shop.path)).status).toBe(200)
    expect(logged('error')).toEqual([expect.stringContaining('the database does not answer')])
    expect(logged('info')).toContain('the database answers again')
    expect(logged('warn').filter((line) => line.includes('could not be'))).toEqual([])
  })

  test('tells Stripe to come again', async () => {
    const { freeze, webhook } = await start()
    await freeze()
    const { status, headers, milliseconds } = await timed(webhook())
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toMatch(/^\d+$/)
    expect(milliseconds).toBeLessThan(LIMIT)
    await database().thaw()
    await eventually(async () => expect((await webhook()).status).toBe(200))
  })
})

eachOwn('an Express app before a database that stands still', (database, server) => {
  const pools = {
    'its own connections': () => undefined,
    'a pool of the app’s': () => {
      const { url } = database()
      const pool =
        server === POSTGRESQL
          ? new pg.Pool({ connectionString: url, max: 2 }).on('error', () => {})
          : createPool({ uri: url, connectionLimit: 2 }).promise()
      onTestFinished(() => void pool.end())
      return pool
    },
  }

  test.each(Object.entries(pools))('goes on, with %s', async (_which, openPool) => {
    const env = {
      CONNECT_STORAGE: server.dialect,
      CONNECT_DATABASE_URL: database().url,
      CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET,
    }
    const app = await startApp({
      env,
      pool: openPool(),
      routes: (site, { requireConnectAccount, requireAllInformationSubmitted }) => {
        site.use('/sell', requireConnectAccount, requireAllInformationSubmitted)
      },
    })
    await app.connect.ready()
    expect((await app.fetch('/account/connect', { user: 'ada' })).status).toBe(200)
    await database().freeze()

    const guest = await timed(app.fetch('/sell'))
    expect(guest.milliseconds).toBeLessThan(AT_ONCE)
    const person = await timed(app.fetch('/sell', { user: 'bob' }))
    expect(person.status).toBe(404)
    expect(person.json()).toMatchObject({
      app: '/sell',
      headers: { 'x-has-active-stripe-account': 'false', 'x-stripe-accounts-status': 'unavailable' },
    })
    expect(person.milliseconds).toBeLessThan(LIMIT)
    const answers = await Promise.all([
      timed(app.fetch('/account/connect', { user: 'bob' })),
      timed(app.fetch('/api/user/connect/stripe-accounts?accountid=bob', { user: 'bob' })),
      timed(postWebhook(app.url, new Date())),
    ])
    for (const { status, headers, milliseconds } of answers) {
      expect(status).toBe(503)
      expect(headers.get('retry-after')).toMatch(/^\d+$/)
      expect(milliseconds).toBeLessThan(LIMIT)
    }
    expect(answers[1]?.json()).toMatchObject({ message: 'storage-unavailable' })

    const thawedAt = performance.now()
    await database().thaw()
    await eventually(async () =>
      expect((await app.fetch('/account/connect', { user: 'ada' })).status).toBe(200),
    )
    expect(performance.now() - thawedAt).toBeLessThan(LIMIT)
    const { headers } = await told(await app.fetch('/', { user: 'ada' }))
    expect(headers['x-stripe-accounts-status']).toBeUndefined()
  })
})

eachOwn('what Dashboard calls before a database that stands still', (database, server) => {
  test('answers in three seconds for all that it does for a request', async () => {
    const services = await createServices({
      ...testConfig(),
      storage: { ...MEMORY, dialect: server.dialect, url: database().url },
    })
    onTestFinished(() => closeServices(services))
    setRunningServices(services)
    onTestFinished(() => setRunningServices(undefined))
    await database().freeze()
    const start = performance.now()
    const request = Object.assign(new IncomingMessage(new Socket()), {
      account: { accountid: 'ada' },
      url: '/',
    })
    const response = { writeHead: () => {}, end: () => {} }
    await gate(withoutActiveAccount).after(request, response as never)
    const options = { headers: {} }
    await stateHeader('x-stripe-accounts')(request, options)
    expect(options.headers).toMatchObject({ 'x-stripe-accounts-status': 'unavailable' })
    const call = Object.assign(request, { session: { sessionid: 'session' } })
    await expect(inProcess(count)(call)).rejects.toThrow('storage-unavailable')
    // A limit for each would take twice as long, and without any limit it is 16 s.
    expect(performance.now() - start).toBeLessThan(12_000)
  })

  test('waits no longer before it reads a form with files, and not at all once that is known', async () => {
    const services = await createServices({
      ...testConfig(),
      storage: { ...MEMORY, dialect: server.dialect, url: database().url },
    })
    onTestFinished(() => closeServices(services))
    setRunningServices(services)
    onTestFinished(() => setRunningServices(undefined))
    const signedIn = { account: { accountid: 'ada' }, session: { sessionid: 'session', accountid: 'ada' } }
    await standInForDashboard({
      'index.js': { Hash: { sha512Hash: () => '' } },
      'src/server.js': { authenticateRequest: async () => signedIn },
    })
    const read = async () => {
      const form = new FormData()
      form.set('individual_first_name', 'Maya')
      const sent = new Response(form)
      const bytes = Buffer.from(await sent.arrayBuffer())
      const request = Object.assign(new IncomingMessage(new Socket()), {
        method: 'POST',
        // Node says so once the last byte is there.
        complete: true,
        url: '/account/connect/edit-stripe-account?stripeid=acct_1&step=document',
        urlPath: '/account/connect/edit-stripe-account',
        headers: {
          'content-type': sent.headers.get('content-type') ?? '',
          'content-length': String(bytes.length),
        },
      })
      request.push(bytes)
      request.push(null)
      expect(expectBody(request, true)).toBe(true)
      await readOwnBody(request, new ServerResponse(request))
      const taken = takeOwnBody(request)
      expect(taken?.form.values).toEqual({ individual_first_name: 'Maya' })
      taken?.hold?.release()
      return forRequest(request, () => currentWait()?.left)
    }
    await database().freeze()
    // Nothing is left for what the route asks afterwards.
    expect(await read()).toBeLessThan(100)
    await eventually(() => expect(services.storage.isAnswering()).toBe(false))
    expect(await read()).toBeGreaterThan(1_000)
  })
})

/** Posts an event as Stripe does. */
function postWebhook(url: string, at: Date): Promise<Response> {
  const event = { id: `evt_${randomUUID()}`, object: 'event', type: 'account.updated', livemode: false }
  const payload = JSON.stringify({ ...event, data: { object: { id: 'acct_1', object: 'account' } } })
  const timestamp = Math.floor(at.getTime() / 1000)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp })
  return fetch(url + connectWebhook.path, {
    method: 'POST',
    headers: { 'stripe-signature': signature },
    body: payload,
  })
}

/** The hidden fields that a page would send again. */
function hiddenIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const plain = (text = '') =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&')
  return Object.fromEntries(inputs.map(([, name, value]) => [plain(name), plain(value)]))
}
