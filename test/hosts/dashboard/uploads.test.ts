import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { guardHashes } from '../../../src/hosts/dashboard/guard-hashes.ts'
import type { OfflineStripe } from '../../../src/offline-stripe/start.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import { eventually } from '../../support/eventually.ts'
import { describeWhereSet } from '../../support/needs.ts'
import { png } from '../../support/picture.ts'
import { type Relay, relayTo } from '../../support/relay.ts'
import { inviteAndAnswer } from '../invited.ts'
import { SlowForm } from '../slow-form.ts'
import { createDatabase, type KeptRows } from './databases.ts'
import { type Echo, startEcho } from './echo.ts'
import { startPages } from './page-server.ts'
import { createProject, INSTALLING, type Project, type RunningDashboard } from './project.ts'

const MB = 1024 * 1024
const TOKEN = 'the-token-of-the-market'
const CREATE = '/account/connect/create-stripe-account'
const EDIT = '/account/connect/edit-stripe-account'
const FRONT = 'individual_verification_document_front'

describeWhereSet(
  'the real Dashboard, when it is misused or its database is away,',
  ['TEST_POSTGRESQL_URL'],
  (server = '') => {
    let project: Project
    let offlineStripe: OfflineStripe
    let echo: Echo
    let rows: KeptRows
    let dashboard: RunningDashboard
    let relay: Relay
    let temporary: string
    let cookie: string
    let stripeid: string

    const environment = () => ({
      ...rows.env,
      DATABASE_URL: relay.url,
      TMPDIR: temporary,
      APPLICATION_SERVER: echo.url,
      APPLICATION_SERVER_TOKEN: TOKEN,
      CONNECT_STRIPE_API: offlineStripe.url,
      CONNECT_STRIPE_KEY: 'sk_test_offline',
    })

    beforeAll(async () => {
      ;[project, offlineStripe, echo, rows] = await Promise.all([
        createProject('pg@8'),
        startCheckedOfflineStripe(),
        startEcho(),
        createDatabase(server),
      ])
      relay = await relayTo(new URL(rows.env.DATABASE_URL ?? ''))
      temporary = await mkdtemp(join(tmpdir(), 'dashboard-files-'))
      dashboard = await project.start(environment())
      cookie = await signUp()
      const body = new URLSearchParams({ 'csrf-token': await tokenAt(CREATE), country: 'GB' })
      const created = await get(CREATE, { method: 'POST', body })
      stripeid =
        new URL(created.headers.get('location') ?? '', dashboard.url).searchParams.get('stripeid') ?? ''
    }, INSTALLING)

    afterAll(async () => {
      await dashboard?.stop()
      await echo?.close()
      await relay?.remove()
      await rows?.remove()
      await project?.remove()
      await offlineStripe?.close()
      await rm(temporary, { recursive: true })
    })

    const person = { username: `ada-${randomUUID()}`, password: 'correct horse' }

    async function signUp(): Promise<string> {
      const body = new URLSearchParams({ ...person, confirm: person.password })
      const { headers } = await fetch(`${dashboard.url}/account/register`, {
        method: 'POST',
        body,
        redirect: 'manual',
      })
      return headers
        .getSetCookie()
        .map((each) => each.split(';', 1)[0])
        .join('; ')
    }

    const get = (path: string, init: RequestInit = {}) =>
      fetch(dashboard.url + path, { redirect: 'manual', ...init, headers: { cookie } })

    async function tokenAt(path: string): Promise<string> {
      return /name="csrf-token"[^>]* value="([^"]+)"/.exec(await (await get(path)).text())?.[1] ?? ''
    }

    const step = (name: string) => `${EDIT}?stripeid=${stripeid}&step=${name}`
    const open = (path: string, headers: Record<string, string> = { cookie }, length?: number) =>
      new SlowForm(dashboard.url + path, { headers, ...(length !== undefined && { length }) })

    test('somebody of a company, whom Dashboard does not know, answers for themselves', async () => {
      const guest: typeof get = (path, init = {}) =>
        fetch(dashboard.url + path, { redirect: 'manual', ...init, headers: {} })
      await inviteAndAnswer('', get, guest)
    })

    test.each([
      ['HEAD', '/shop', 200],
      ['HEAD', '/odd/empty', 200],
      ['GET', '/odd/empty', 200],
      ['GET', '/odd/tag', 200],
      ['GET', '/odd/headless', 200],
      ['GET', '/odd/elsewhere', 302],
      ['GET', '/odd/nowhere', 502],
      ['GET', '/odd/broken', 502],
      ['GET', '/odd/silent', 502],
      ['GET', '/odd/switching', 502],
      ['GET', '/odd/hinting', 502],
      ['GET', '/a-page.constructor', 404],
    ])('no answer of the application ends it: %s %s', async (method, path, status) => {
      // As a guest: sellers without an active account are sent to registration first.
      const ask = (init: RequestInit, where = path) =>
        fetch(dashboard.url + where, { redirect: 'manual', ...init })
      expect((await ask({ method })).status).toBe(status)
      expect((await ask({}, '/shop')).status).toBe(200)
    })

    test('nothing of a page that Dashboard cannot read is logged', async () => {
      expect((await fetch(`${dashboard.url}/odd/unread`)).status).toBe(200)
      await eventually(() => expect(dashboard.output()).toContain('does not fit into the template'))
      expect(dashboard.output()).not.toContain('GB33')
    })

    test('a page of the application brings no other file along than a navigation', async () => {
      const page = await (await fetch(`${dashboard.url}/odd/navbar`)).text()
      expect(page).toContain('Well')
      expect(page).not.toContain('dependencies')
    })

    test.each([
      ['/odd/attributes', '@click="buy"'],
      ['/odd/backslashes', 'pattern='],
    ])('a tag that could be read in many ways holds up nobody: %s', async (path, part) => {
      const page = await fetch(dashboard.url + path)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(part)])
    })

    test.each([
      ...['edit-profile?profileid=', 'session?sessionid=', 'delete-reset-code?codeid=', 'sessions?offset='],
    ])('a quote in the address of a page of Dashboard is refused: %s', async (page) => {
      const quote = encodeURIComponent(`"${' a=""'.repeat(60)} onfocus="alert(1)" @`)
      expect((await get(`/account/${page}${quote}`)).status).toBe(400)
    })

    test('a message that a page does not have is left out', async () => {
      const guest = await fetch(`${dashboard.url}/account/signin?message=x`)
      expect([guest.status, await guest.text()]).toEqual([200, expect.stringContaining('name="username"')])
    })

    test('an offset that is not a number is refused', async () => {
      for (const offset of ['a', '-1', '99999999999999999999'])
        expect((await get(`/account/sessions?offset=${offset}`)).status, offset).toBe(400)
      expect((await get('/account/sessions?offset=0')).status).toBe(200)
    })

    test.each([
      ['contact-email', '" onfocus=alert(1) autofocus y="@example.com'],
      ['contact-email', `" a='${'\\'.repeat(20)}"@example.com`],
      ['website', 'javascript:alert(1)'],
      ['website', ' java\nscript:alert(1)'],
    ])('a profile whose %s would be markup is not stored: %s', async (field, value) => {
      const path = '/account/create-profile'
      const profile = { 'full-name': 'Maya Hart', 'contact-email': 'maya@example.com' }
      const body = new URLSearchParams({ 'csrf-token': await tokenAt(path), ...profile, [field]: value })
      const answer = await get(path, { method: 'POST', body })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('name="full-name"')
    })

    test.each(['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example/', '/\r\nx'])(
      'a sign-in leads to no other host: %j',
      async (returnUrl) => {
        const signIn = new URLSearchParams({ username: person.username, password: person.password })
        const address = `${dashboard.url}/account/signin?return-url=${encodeURIComponent(returnUrl)}`
        const { status, headers } = await fetch(address, { method: 'POST', body: signIn, redirect: 'manual' })
        expect([status, headers.get('location')]).toEqual([302, '/home'])
      },
    )

    test('an answer keeps its type, and what the application says of caching', async () => {
      const answer = await fetch(`${dashboard.url}/odd/json`)
      const said = ['content-type', 'cache-control', 'expires'].map((name) => answer.headers.get(name))
      expect([...said, await answer.text()]).toEqual(['application/json', 'no-store', null, '{"a":"<b>"}'])
    })

    test('an answer without an end is passed on as it is read', async () => {
      const { status, headers, body } = await fetch(`${dashboard.url}/odd/endless.txt`)
      expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
      const reader = body?.getReader()
      for (let read = 0; read < 100 * MB; read += (await reader?.read())?.value?.length ?? Number.NaN);
      await delay(1000)
      expect(dashboard.memory()).toBeLessThan(400)
      await reader?.cancel()
    })

    test('a long page is put into the template as fast as a short one is sent', async () => {
      const before = dashboard.cpu()
      const response = await fetch(`${dashboard.url}/odd/table`)
      const page = await response.text()
      expect([response.status, page.match(/A blue bowl/g)?.length]).toEqual([200, 20_000])
      const part = await (await fetch(`${dashboard.url}/odd/part`)).text()
      expect(part).toBe('<p>A blue bowl</p>'.repeat(20_000))
      expect(page).toContain('<title>Goods</title>')
      expect(page).toContain('template-header')
      expect(page.indexOf('template-header')).toBeLessThan(page.indexOf('A blue bowl'))
      expect(dashboard.cpu() - before).toBeLessThan(2_000_000)
    })

    test('answers that nobody reads are held in part', async () => {
      const { hostname, port } = new URL(dashboard.url)
      const before = dashboard.memory()
      const sockets = Array.from({ length: 40 }, () => connect(Number(port), hostname).pause())
      for (const socket of sockets) socket.write('GET /odd/endless.txt HTTP/1.1\r\nhost: x\r\n\r\n')
      await delay(3000)
      expect(dashboard.memory() - before).toBeLessThan(250)
      for (const socket of sockets) socket.destroy()
    })

    test('a document is taken of somebody signed in, once the token has come', async () => {
      const path = step('document')
      const form = open(path)
        .field('csrf-token', await tokenAt(path))
        .file(FRONT, png())
      const { status, headers } = await form.end()
      expect([status, headers.location]).toEqual([303, expect.stringContaining(stripeid)])
    })

    test('no file is taken with a wrong token, without one, or before it', async () => {
      const path = step('document')
      const right = await tokenAt(path)
      const forms = [
        open(path).field('csrf-token', 'guessed').file(FRONT, png()),
        open(path).file(FRONT, png()),
        open(path).file(FRONT, png()).field('csrf-token', right),
      ]
      for (const form of forms) {
        const { status, body } = await form.end()
        expect([status, body]).toEqual([403, expect.stringContaining('This form expired')])
      }
    })

    test('no file is taken at a step without file inputs, and what was typed is kept', async () => {
      const path = step('about-you')
      const form = open(path)
        .field('csrf-token', await tokenAt(path))
        .field('individual_first_name', 'Maya')
      const { status, body } = await form.file(FRONT, png()).end()
      expect(status).toBe(400)
      expect(body).toContain('does not ask for this file')
      expect(body).toContain('value="Maya"')
    })

    test('nothing of a guest is read, who is sent to sign in', async () => {
      // The answer comes before the form has ended.
      const { status, body } = await open(step('document'), {}).file(FRONT, MB).answer
      expect([status, body]).toEqual([200, expect.stringContaining('/account/signin')])
    })

    test('of the API, only the routes that take files get them', async () => {
      const [[{ accountid }]] = (await (await get('/account/sellers')).json()) as [[{ accountid: string }]]
      const caller = {
        'x-application-server': echo.url,
        'x-application-server-token': TOKEN,
        'x-accountid': accountid,
        'x-sessionid': /sessionid=([^;]+)/.exec(cookie)?.[1] ?? '',
      }
      const call = (route: string, method: string) =>
        new SlowForm(`${dashboard.url}/api/user/connect/${route}`, { method, headers: caller })
      const taken = await call(`update-stripe-account?stripeid=${stripeid}`, 'PATCH').file(FRONT, png()).end()
      expect(JSON.parse(taken.body)).toMatchObject({ object: 'stripeAccount', stripeid })
      const path = `create-stripe-account?accountid=${accountid}`
      const refused = await call(path, 'POST').field('country', 'US').file(FRONT, png()).end()
      expect([refused.status, JSON.parse(refused.body)]).toMatchObject([400, { message: 'unexpected-file' }])
    })

    test('more files than can be held are refused until others are done', async () => {
      const path = step('document')
      const token = await tokenAt(path)
      const full = () =>
        open(path)
          .field('csrf-token', token)
          .file(FRONT, 10 * MB)
          .file(FRONT, 10 * MB)
          .file(FRONT, 10 * MB)
      const one = () =>
        open(path)
          .field('csrf-token', token)
          .file(FRONT, png(4000, 2000))
          .file(FRONT, 8 * MB)
          .end()
      let arrival = 500
      await eventually(
        async () => {
          const forms = [full(), full()]
          // Wait until both have arrived, longer each time: the machine may be busy.
          await delay(arrival)
          arrival *= 1.5
          const { status, headers } = await one()
          for (const form of forms) form.leave()
          expect([status, headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)])
        },
        { interval: 500, limit: 120_000 },
      )
      await eventually(async () => expect((await one()).status).not.toBe(503), { interval: 500 })
    })

    test.each([
      ['/account/sellers', () => ({ cookie })],
      ['/shop', () => ({})],
    ])('%s, where files are for others, gets no more than can be held', async (path, sender) => {
      const { status, body } = await open(path, sender(), 100 * MB).file('front', MB).answer
      expect([status, body]).toEqual([413, expect.stringContaining('too much to send')])
      let arrival = 500
      await eventually(
        async () => {
          const held = [1, 2].map(() => open(path, sender()).file('front', 30 * MB))
          // Wait until both have arrived, longer each time: the machine may be busy.
          await delay(arrival)
          arrival *= 1.5
          const { status } = await open(path, sender())
            .file('front', 10 * MB)
            .end()
          for (const each of held) each.leave()
          expect(status).toBe(503)
        },
        { interval: 500 },
      )
      const small = () => open(path, sender()).field('name', 'typed').file('front').end()
      await eventually(async () => expect((await small()).status).not.toBe(503), { interval: 500 })
    })

    test.each([
      ['POST', '/webhooks/connect/index-connect-data'],
      ['POST', '/api/user/connect/stripe-accounts'],
      ['PATCH', '/administrator/connect/no-such-page'],
    ])('no file is read at %s %s, which takes none', async (method, path) => {
      // The answer comes before the form has ended.
      const form = new SlowForm(dashboard.url + path, { method, headers: { cookie } }).file(FRONT, MB)
      expect((await form.answer).status).toBeGreaterThanOrEqual(400)
      form.leave()
    })

    test('the application gets a form with files as it was sent', async () => {
      const form = new FormData()
      for (const name of ['one.png', 'two.png', 'one.png'])
        form.append('front', new Blob([new Uint8Array(png(600, 400))], { type: 'image/png' }), name)
      for (const value of ['first', 'second']) form.append('name', value)
      const encoded = new Response(form)
      const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
      const sent = Buffer.from(await encoded.arrayBuffer())
      const response = await fetch(`${dashboard.url}/shop`, { method: 'POST', headers, body: sent })
      const [, json = ''] = /<pre id="headers">(.*)<\/pre>/.exec(await response.text()) ?? []
      const digest = createHash('sha256').update(sent).digest('hex')
      expect([response.status, JSON.parse(json)]).toMatchObject([200, { ...headers, digest }])
    })

    test.each(['/shop', CREATE])('a form of very many values costs %s little', async (path) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const costOf = async (body: string) => {
        const before = dashboard.cpu()
        for (let count = 0; count < 10; count += 1) {
          const { status } = await fetch(dashboard.url + path, { method: 'POST', headers, body })
          expect(status).toBe(200)
        }
        return dashboard.cpu() - before
      }
      const [one, many] = [`a=${'b'.repeat(1_900_000)}`, 'a&'.repeat(950_000)]
      await costOf(one)
      expect(await costOf(many)).toBeLessThan(3 * (await costOf(one)) + 100_000)
    })

    test('a guest sends Dashboard no more in files than in text', async () => {
      const form = open('/account/sellers', {}).file('front', 3 * MB)
      expect((await form.end()).status).toBe(413)
      const own = open('/account/sellers', { cookie }).file('front', 3 * MB)
      expect((await own.end()).status).not.toBe(413)
    })

    test.each([
      '/account/signin',
      '/account/register',
      '/account/reset-account',
      '/account/restore-account',
      '/account/signout-complete',
      '/account/change-username',
      '/account/verify',
      '/administrator/create-reset-code',
      '/api/user/create-session',
    ])('%s takes no more than its form needs', async (path) => {
      const field = { name: 'username', value: 'x'.repeat(40_000) }
      const body = new URLSearchParams({ [field.name]: field.value })
      for (const headers of [{}, { cookie }]) {
        const sent = await fetch(dashboard.url + path, { method: 'POST', headers, body })
        expect(sent.status).toBe(413)
        const parts = await open(path, headers).field(field.name, field.value).end()
        expect(parts.status).toBe(413)
        const file = await open(path, headers).file('front', 40_000).end()
        expect(file.status).toBe(413)
      }
    })

    test('the longest names and passwords that Dashboard allows are taken', async () => {
      const password = '器'.repeat(50)
      const body = new URLSearchParams({
        username: randomUUID() + '器'.repeat(14),
        password,
        confirm: password,
      })
      const sent = { method: 'POST', body, redirect: 'manual' } as const
      expect((await fetch(`${dashboard.url}/account/register`, sent)).headers.getSetCookie()).toHaveLength(2)
      expect((await fetch(`${dashboard.url}/account/signin`, sent)).headers.getSetCookie()).toHaveLength(2)
    })

    test('texts that people make up are not remembered, and hashed as before', async () => {
      const { folder } = project
      vi.stubGlobal('applicationPath', folder)
      try {
        const { Hash } = createRequire(join(folder, 'package.json'))('@layeredapps/dashboard')
        const [key, encoded] = ['a key of a tenant', await Hash.bcryptHashHash('correct horse', 'a key')]
        const hashes = () => [Hash.sha512Hash('ada'), Hash.sha512Hash('bob', key)]
        const before = hashes()
        guardHashes()
        expect(hashes()).toEqual(before)
        expect(Hash.sha512Hash('ada', key)).not.toBe(before[0])
        expect(Hash.sha512HashCompare('bob', before[1], key)).toBe(true)
        expect(Hash.sha512HashCompare('bob', before[1])).toBe(false)
        expect(await Hash.bcryptHashCompare('correct horse', encoded, 'a key')).toBe(true)
        expect(await Hash.bcryptHashCompare('correct horse', encoded)).toBe(false)
        const held = process.memoryUsage().heapUsed
        for (let index = 0; index < 9_000; index += 1) Hash.sha512Hash(`${index}${'x'.repeat(40_000)}`)
        expect(process.memoryUsage().heapUsed - held).toBeLessThan(150 * MB)
      } finally {
        vi.unstubAllGlobals()
      }
    })

    test('passwords are hashed one in a round of the event loop', async () => {
      const { folder } = project
      vi.stubGlobal('applicationPath', folder)
      vi.stubGlobal('bcryptWorkloadFactor', 4)
      try {
        const { Hash } = createRequire(join(folder, 'package.json'))('@layeredapps/dashboard')
        guardHashes()
        let round = 0
        let isOver = false
        const count = () => {
          round += 1
          if (!isOver) setImmediate(count)
        }
        setImmediate(count)
        const rounds = await Promise.all(
          Array.from({ length: 8 }, async () => {
            expect(await Hash.bcryptHashHash('correct horse')).toMatch(/^\$2/)
            return round
          }),
        )
        isOver = true
        expect(new Set(rounds).size).toBe(8)
      } finally {
        vi.unstubAllGlobals()
      }
    })

    test('addresses that guests make up do not fill the memory', async () => {
      const small = await project.start({ ...environment(), NODE_OPTIONS: '--max-old-space-size=96' })
      const ask = async (index: number) => {
        const response = await fetch(`${small.url}/public/${index}${'x'.repeat(15_000)}.png`)
        await response.arrayBuffer()
        return response.status
      }
      try {
        for (let index = 0; index < 3_000; index += 8) {
          const statuses = await Promise.all(Array.from({ length: 8 }, (_, at) => ask(index + at)))
          expect(statuses).toEqual(Array(8).fill(404))
        }
      } finally {
        await small.stop()
      }
    })

    test('no file is left behind, however many were sent', async () => {
      const few = open('/account/signin', {}).file('front', 5).file('front', 5).file('empty', 0)
      expect((await few.end()).status).toBe(200)
      const many = open('/account/signin', {})
      for (let index = 0; index < 2_000; index += 1) many.file('front', 1)
      expect((await many.end()).status).toBe(413)
      expect(await readdir(temporary)).toEqual([])
    })

    test.each([
      ['bytes that are no text', Buffer.from(Array.from({ length: 60_000 }, (_, at) => (at * 37) % 256))],
      ['text beyond ASCII', Buffer.from('手作りの器 '.repeat(1_000))],
    ])('the application gets %s as they were sent, in one piece and in chunks', async (_name, bytes) => {
      const pieces = async function* () {
        yield bytes.subarray(0, 1_001)
        yield bytes.subarray(1_001)
      }
      const headers = { 'content-type': 'application/octet-stream' }
      for (const body of [new Uint8Array(bytes), ReadableStream.from(pieces())] as const) {
        const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
        const response = await fetch(`${dashboard.url}/shop`, init)
        const [, json = ''] = /<pre id="headers">(.*)<\/pre>/.exec(await response.text()) ?? []
        const digest = createHash('sha256').update(bytes).digest('hex')
        expect([response.status, JSON.parse(json)]).toMatchObject([
          200,
          { 'content-length': `${bytes.length}`, digest },
        ])
      }
    })

    test('nobody waits for a database that is known not to answer', async () => {
      relay.hang()
      const asked = ['/account/connect', '/shop', '/api/user/connect/stripe-accounts?accountid=ada']
      try {
        // The first of them find out.
        const first = await Promise.all(
          asked
            .slice(0, 2)
            .map(async (path) => (await get(path, { signal: AbortSignal.timeout(6_000) })).status),
        )
        expect(first).toEqual([503, 503])
        await eventually(async () => {
          for (const path of asked) {
            const init = { signal: AbortSignal.timeout(1_500) }
            expect((await get(path, init)).status).toBe(503)
          }
          const caller = { 'x-application-server': echo.url, 'x-application-server-token': TOKEN }
          const headers = { ...caller, 'x-accountid': 'ada', 'x-sessionid': 'session_1' }
          const signal = AbortSignal.timeout(1_500)
          expect((await fetch(dashboard.url + asked[2], { headers, signal })).status).toBe(503)
        })
        // A guest needs no look-up by Dashboard, and neither does a file, which the page that says so needs.
        expect((await fetch(`${dashboard.url}/shop`)).status).toBe(200)
        for (const path of ['/public/template.css', '/public/connect/connect.css', '/public/favicon.ico'])
          expect([path, (await get(path)).status]).toEqual([path, 200])
      } finally {
        await relay.restore()
      }
      relay.cut()
      await eventually(async () => expect((await get('/account/connect/stripe-accounts')).status).toBe(200))
    })

    test('the application is not asked for people who left while it was looked up who they are', async () => {
      const app = await startPages()
      const own = await project.start({ ...environment(), APPLICATION_SERVER: app.url })
      const { pathname } = new URL(rows.env.DATABASE_URL ?? '')
      const client = new pg.Client({ connectionString: new URL(pathname, server).href })
      await client.connect()
      const madeUp = 'sessionid=a; token=b'
      const { hostname, port } = new URL(own.url)
      try {
        await client.query('begin; lock table sessions in access exclusive mode')
        const leaving = Array.from({ length: 20 }, () => connect(Number(port), hostname))
        for (const socket of leaving)
          socket
            .on('error', () => undefined)
            .write(`GET /left HTTP/1.1\r\nhost: x\r\ncookie: ${madeUp}\r\n\r\n`)
        await eventually(async () => {
          const { rows: waiting } = await client.query('select from pg_locks where not granted')
          expect(waiting.length).toBeGreaterThan(0)
        })
        for (const socket of leaving) socket.resetAndDestroy()
        await fetch(`${own.url}/public/favicon.ico`)
        await client.query('rollback')
        // Looked up behind them, and one after the other.
        for (let count = 0; count < 20; count += 1)
          await fetch(`${own.url}/page`, { headers: { cookie: madeUp } })
        expect(app.asked).toContain('/page')
        expect(app.asked).not.toContain('/left')
      } finally {
        await client.end()
        await own.stop()
        await app.close()
      }
    })

    test('nobody is taken for a guest because the database ends connections or refuses them', async () => {
      const [[{ accountid }]] = (await (await get('/account/sellers')).json()) as [[{ accountid: string }]]
      // Sellers without an active account are sent to registration, and guests are passed on.
      expect((await fetch(`${dashboard.url}/shop`)).status).toBe(200)
      const known = (await get('/shop')).status
      expect(known).not.toBe(200)
      relay.cut()
      for (let asked = 0; asked < 20; asked += 1) expect([known, 503]).toContain((await get('/shop')).status)
      await relay.refuse()
      try {
        for (const path of ['/shop', '/account/connect', '/shop', '/account/connect'])
          expect([path, (await get(path)).status]).toEqual([path, 503])
        const caller = { 'x-application-server': echo.url, 'x-application-server-token': TOKEN }
        const headers = { ...caller, 'x-accountid': accountid, 'x-sessionid': 'session_1' }
        const api = `${dashboard.url}/api/user/connect/stripe-accounts?accountid=${accountid}`
        expect((await fetch(api, { headers })).status).toBe(503)
        expect((await fetch(`${dashboard.url}/shop`)).status).toBe(200)
      } finally {
        await relay.restore()
      }
      await eventually(async () => expect((await get('/account/connect/stripe-accounts')).status).toBe(200))
    })

    test.each(['sessionid=sess_unknown; token=x', 'sessionid=%00; token=x', 'sessionid=%ff; token=x'])(
      'a session that the database does not know is a guest’s: %s',
      async (cookie) => {
        for (const path of ['/account/signin', '/shop'])
          expect([path, (await fetch(dashboard.url + path, { headers: { cookie } })).status]).toEqual([
            path,
            200,
          ])
      },
    )

    test.each(['ga=100%', 'ga=%E0%A4%A', '%'])(
      'another cookie that cannot be decoded, %s, makes nobody a guest',
      async (odd) => {
        for (const both of [`${odd}; ${cookie}`, `${cookie}; ${odd}`]) {
          const init = { headers: { cookie: both }, redirect: 'manual' } as const
          const response = await fetch(`${dashboard.url}/account/sellers`, init)
          expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
        }
      },
    )

    test('a connection that the database ends while it is made does not end Dashboard', async () => {
      const client = new pg.Client({ connectionString: server })
      await client.connect()
      const name = new URL(rows.env.DATABASE_URL ?? '').pathname.slice(1)
      const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`
      let hasEnded = false
      const asking = Array.from({ length: 4 }, async () => {
        while (!hasEnded) await (await get('/account/connect')).text()
      })
      try {
        for (let round = 0; round < 100; round += 1) {
          await client.query(end)
          await delay(30)
        }
      } finally {
        hasEnded = true
        await Promise.all(asking)
        await client.end()
      }
      await eventually(async () => expect((await get('/account/connect/stripe-accounts')).status).toBe(200))
    })

    test('a form that the database does not let anybody send keeps what was typed', async () => {
      const plain = new URLSearchParams({ individual_first_name: 'Maya of the form' })
      const parts = new FormData()
      parts.set('individual_first_name', 'Maya of the parts')
      const sendAll = async () => {
        for (const form of [plain, parts]) {
          const response = await get(step('about-you'), { method: 'POST', body: form })
          const typed = [...form.values()][0]
          expect([response.status, await response.text()]).toEqual([
            503,
            expect.stringContaining(`"${typed}"`),
          ])
        }
      }
      await relay.refuse()
      try {
        await sendAll()
      } finally {
        await relay.restore()
      }
      relay.hang()
      try {
        await sendAll()
        // Until it is known that it does not answer, and afterwards.
        await sendAll()
      } finally {
        await relay.restore()
      }
      relay.cut()
      await eventually(async () => expect((await get('/account/connect/stripe-accounts')).status).toBe(200))
    })

    const signIn = () =>
      fetch(`${dashboard.url}/account/signin`, {
        method: 'POST',
        body: new URLSearchParams(person),
        redirect: 'manual',
      })

    test('nobody waits for a sign-in that cannot be written, which is no fault of theirs', async () => {
      const { pathname } = new URL(rows.env.DATABASE_URL ?? '')
      const client = new pg.Client({ connectionString: new URL(pathname, server).href })
      await client.connect()
      try {
        await client.query('begin; lock table sessions in access exclusive mode')
        expect((await signIn()).status).toBe(503)
        await client.query('rollback')
        const { database } = client
        await client.query(`alter database ${database} set default_transaction_read_only = on`)
        relay.cut()
        await eventually(async () => expect((await signIn()).status).toBe(503))
        await client.query(`alter database ${database} set default_transaction_read_only = off`)
        relay.cut()
        await eventually(async () => expect((await signIn()).headers.getSetCookie()).not.toEqual([]))
      } finally {
        await client.end()
      }
    })

    test('a text of any length does not end Dashboard', async () => {
      const body = `name=${'x'.repeat(3_000_000)}`
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const announced = await fetch(dashboard.url + CREATE, { method: 'POST', body, headers })
      expect(announced.status).toBe(413)
      const { hostname, port } = new URL(dashboard.url)
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.write(`POST ${CREATE} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`)
      for (let index = 0; index < 30; index += 1) socket.write(`186a0\r\n${'x'.repeat(100_000)}\r\n`)
      await text(socket).catch(() => '')
      expect((await get(CREATE)).status).toBe(200)
    })
  },
)
