import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfflineStripe } from '../../../src/offline-stripe/start.ts'
import { JAPAN, UNITED_STATES } from '../../browser/answers.ts'
import { expectTokensAlone, registerPrivately } from '../../browser/private-seller.ts'
import { answer, completeSteps, send, turns } from '../../browser/seller.ts'
import { deliverOddities } from '../../events/odd-bodies.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import {
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  PHONE,
  screenshot,
} from '../../support/chromium.ts'
import { earlierRows, insertEarlier, makeEarlierTables } from '../../support/earlier-module.ts'
import { eventually } from '../../support/eventually.ts'
import { recordSent } from '../../support/recorder.ts'
import { createDatabase, type KeptRows, onEachDatabase } from './databases.ts'
import { type Echo, startEcho } from './echo.ts'
import { headersAt, registerWithDashboard } from './people.ts'
import { createProject, INSTALLING, type Project, type RunningDashboard } from './project.ts'

const TOKEN = 'the-token-of-the-market'
const KEY = 'sk_test_offline'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const SECRET = 'whsec_of_the_oddities'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

describe.skipIf(noChromium)('the real Dashboard', () => {
  onEachDatabase((database) => {
    let project: Project
    let offlineStripe: OfflineStripe
    let echo: Echo
    let browser: Browser
    let rows: KeptRows
    let dashboard: RunningDashboard
    let administrator: Page
    let seller: Page
    let stripeid: string

    const environment = () => ({
      ...rows.env,
      APPLICATION_SERVER: echo.url,
      APPLICATION_SERVER_TOKEN: TOKEN,
      CONNECT_STRIPE_API: offlineStripe.url,
      CONNECT_STRIPE_KEY: KEY,
      CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET,
      // Room for all information about an account.
      CONNECT_HEADER_LIMIT: '65536',
    })
    const newPage = (options?: BrowserContextOptions) => openPage(browser, options)

    beforeAll(async () => {
      ;[project, offlineStripe, echo, browser, rows] = await Promise.all([
        createProject(database.driver),
        startCheckedOfflineStripe({ verificationSeconds: 1 }),
        startEcho(),
        launchChromium(),
        database.create(),
      ])
      dashboard = await project.start(environment())
      administrator = await newPage()
      // Dashboard makes the first person to register its administrator.
      await registerWithDashboard(administrator, dashboard.url, 'ada-admin')
    }, INSTALLING)

    afterAll(async () => {
      await browser?.close()
      await dashboard?.stop()
      await echo?.close()
      await rows?.remove()
      await project?.remove()
      await offlineStripe?.close()
    })

    /** Goes from the application's page for sellers to the status page of a submitted registration. */
    async function becomeSeller(page: Page, country: string, answers: typeof JAPAN): Promise<void> {
      let pages = 0
      const look = async (shown: Page) => {
        pages += 1
        await screenshot(shown, `dashboard-${country}-${pages}`)
        await expectFits(shown)
      }
      await page.goto(`${dashboard.url}/shop`)
      await page.waitForURL(/\/account\/connect\/create-stripe-account\?return-url=%2Fshop$/)
      await look(page)
      await page.selectOption('#country', country)
      await send(page)
      await completeSteps(page, answers, look)
      await look(page)
      await page.check('#consent')
      await send(page)
      await page.waitForURL(/\/account\/connect\/stripe-account\?/)
      await turns(page, 'active')
      await look(page)
    }

    it('leads a person from the application through their registration to being paid', async () => {
      seller = await newPage()
      await registerWithDashboard(seller, dashboard.url, 'jenny-rosen')
      await becomeSeller(seller, 'US', UNITED_STATES)
      await expectAccessible(seller, 'main')
      stripeid = new URL(seller.url()).searchParams.get('stripeid') ?? ''
      const answer = await seller.request.get(`${dashboard.url}/odd/json`)
      // No cache keeps what is for one person.
      expect(answer.headers()).toMatchObject({
        'content-type': 'application/json',
        'cache-control': 'private, no-cache',
      })
      const headers = await headersAt(seller, `${dashboard.url}/shop`)
      expect(headers).toMatchObject({
        'x-has-active-stripe-account': 'true',
        'x-active-stripe-account': 'true',
        'x-stripe-accounts-count': '1',
        'x-stripe-accounts-pending': '[]',
        'x-stripe-accounts-requiring': '[]',
      })
      for (const name of ['x-stripe-accounts', 'x-stripe-accounts-active']) {
        expect(JSON.parse(headers[name] ?? ''), name).toMatchObject([{ id: stripeid }])
      }
    })

    it('sends names in kana and kanji in headers that hold nothing but ASCII', async () => {
      const page = await newPage({ ...PHONE, colorScheme: 'dark' })
      await registerWithDashboard(page, dashboard.url, 'hanako-yamada')
      await becomeSeller(page, 'JP', {
        ...JAPAN,
        business_profile_product_description: '手作りの器と湯呑みを売っています',
      })
      const { 'x-stripe-accounts': header = '' } = await headersAt(page, `${dashboard.url}/shop`)
      expect(header).toMatch(/^[\x20-\x7e]+$/)
      expect(JSON.parse(header)).toMatchObject([
        { business_profile: { product_description: '手作りの器と湯呑みを売っています' } },
      ])
      await page.context().close()
    })

    it('shows its menus, that of administrators to administrators only', async () => {
      await seller.goto(`${dashboard.url}/account/connect`)
      await screenshot(seller, 'dashboard-account')
      const size = 'getComputedStyle(document.querySelector(".connect h1")).fontSize'
      expect(await seller.evaluate(size), "Dashboard's styles are not ours").toBe('28px')
      await seller.hover('#account-menu-container')
      expect(await seller.isVisible('#account-menu a[href="/account/connect"]')).toBe(true)
      expect(await seller.isVisible('#administrator-menu-container')).toBe(false)
      await administrator.goto(`${dashboard.url}/administrator/connect`)
      await screenshot(administrator, 'dashboard-administrator')
      await expectAccessible(administrator, 'main')
      await administrator.hover('#administrator-menu-container')
      expect(await administrator.isVisible('#administrator-menu a[href="/administrator/connect"]')).toBe(true)
    })

    it('has its whole navigation in a window that was narrow before', async () => {
      const page = await seller.context().newPage()
      await page.setViewportSize({ width: 240, height: 700 })
      await page.goto(`${dashboard.url}/account/connect`)
      const last = page.locator('#navigation a').last()
      expect(await last.isVisible(), 'Dashboard hides it').toBe(false)
      await page.setViewportSize({ width: 1280, height: 900 })
      await last.waitFor({ state: 'visible' })
      await page.close()
    })

    it('answers other modules in the process as its own API does', async () => {
      await seller.goto(`${dashboard.url}/account/sellers`)
      const [own, refused, count, payouts, nobodys, elsewhere] = JSON.parse(
        (await seller.textContent('body')) ?? '',
      )
      expect(own).toMatchObject([{ object: 'stripeAccount', stripeid }])
      expect(refused).toBe('invalid-accountid')
      expect(count).toBe(2)
      expect([payouts, nobodys]).toEqual([[], 'invalid-accountid'])
      expect(elsewhere, 'of another tenant').toBe('unavailable')
      // Somebody without a Stripe account.
      await administrator.goto(`${dashboard.url}/account/sellers`)
      const administrators = JSON.parse((await administrator.textContent('body')) ?? '')
      expect([administrators[0], administrators[3]]).toEqual([[], []])
    })

    describe('shows a form again with everything typed', () => {
      const typed = { first_name: 'Tom', phone: '(415) 555-2671', email: 'tom@example.com' }
      let page: Page

      beforeAll(async () => {
        page = await newPage()
        await registerWithDashboard(page, dashboard.url, 'tom-typo')
        await page.goto(`${dashboard.url}/account/connect/create-stripe-account`)
        await page.selectOption('#country', 'US')
        await send(page)
      })

      const expectTyped = async (firstName = typed.first_name) => {
        expect(await page.inputValue('#individual_first_name')).toBe(firstName)
        expect(await page.inputValue('#individual_phone')).toBe(typed.phone)
        expect(await page.isVisible('.template #account-menu-container')).toBe(true)
      }

      it('whose token is not the one of the session', async () => {
        await page.evaluate('document.querySelector("#submit-form [name=csrf-token]").value = "stale"')
        await answer(page, typed)
        await screenshot(page, 'dashboard-stale')
        expect(await page.textContent('.errors')).toContain('signed in somewhere else')
        await expectTyped()
      })

      it('that has a sign in it which Dashboard does not take', async () => {
        await answer(page, { ...typed, first_name: 'Tom <3' })
        await screenshot(page, 'dashboard-sign')
        expect(await page.textContent('.error')).toContain('<')
        await expectTyped('Tom <3')
      })

      it('space for space, where Dashboard would have drawn its own pages anew', async () => {
        const { searchParams } = new URL(page.url())
        await page.goto(
          `${dashboard.url}/account/connect/edit-stripe-account?stripeid=${searchParams.get('stripeid')}&step=business`,
        )
        const description = 'Bowls,  "mugs" & vases\n\n  $ {fired} `twice`'
        await answer(page, {
          business_profile_product_description: description,
          business_profile_url: 'no address',
        })
        const area = page.locator('#business_profile_product_description')
        expect(await area.inputValue()).toBe(description)
      })
    })

    it('keeps pages of administrators from everybody else, also behind a form without a token', async () => {
      const target = `/administrator/connect/reject-stripe-account?stripeid=${stripeid}`
      const response = await seller.request.post(dashboard.url + target, { form: { reason: 'fraud' } })
      expect(response.status()).toBe(403)
      expect(await response.text()).not.toContain('Rosen')
      expect((await seller.request.get(dashboard.url + target)).ok()).toBe(false)
    })

    it('applies an event that Dashboard would take for an attack', async () => {
      const { hostname, port } = new URL(offlineStripe.url)
      const stripe = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false })
      const name = 'a=<b>bowls</b>'
      await stripe.accounts.update(stripeid, { business_profile: { name } })
      await eventually(async () => {
        const response = await seller.request.get(`${dashboard.url}/account/sellers`)
        expect(await response.text()).toContain(JSON.stringify(name).slice(1, -1))
      })
    })

    it('takes whatever Stripe signs, and shows administrators what cannot be applied', async () => {
      await deliverOddities(dashboard.url, SECRET, { numRuns: 60 })
      await administrator.goto(`${dashboard.url}/administrator/connect`)
      const overview = await administrator.textContent('main')
      expect(overview).toMatch(/[1-9]\d+ events could not be applied/)
      await administrator.click('.todo-dead a')
      await administrator.waitForURL(/\/administrator\/connect\/dead-letters/)
      await screenshot(administrator, 'dashboard-dead-letters')
      await expectAccessible(administrator, 'main')
      await send(administrator)
      expect(await administrator.textContent('main')).toContain('being tried again')
      const name = 'Bowls after the oddities'
      const { hostname, port } = new URL(offlineStripe.url)
      const stripe = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false })
      await stripe.accounts.update(stripeid, { business_profile: { name } })
      await eventually(async () => {
        const response = await seller.request.get(`${dashboard.url}/account/sellers`)
        expect(await response.text()).toContain(name)
      })
    })

    it('keeps its stylesheets and scripts where the application answers everything', async () => {
      for (const name of ['connect.css', 'follow.js', 'icons/site.svg']) {
        const response = await fetch(`${dashboard.url}/public/connect/${name}`)
        expect([response.status, await response.text()], name).toEqual([
          200,
          expect.not.stringContaining('hello'),
        ])
      }
    })

    it('takes webhooks at their address with a slash at its end, too', async () => {
      for (const end of ['', '/']) {
        const path = `/webhooks/connect/index-connect-data${end}`
        const response = await fetch(dashboard.url + path, { method: 'POST', body: '{}' })
        expect([response.status, await response.json()]).toMatchObject([
          400,
          { message: 'invalid-signature' },
        ])
      }
    })

    it('asks Node for no public file whose address ends with a slash: it would remember each', async () => {
      for (const name of ['a', 'b/c', 'x'.repeat(5000)])
        expect(await statusOf(dashboard.url, `/public/none/${name}/`)).toBe(404)
      // Node says once about each that it looked for it.
      expect(dashboard.output()).not.toContain('./src/www/public/none')
    })

    it('gives no file that is outside of the public folders, and is not ended by an address', async () => {
      for (const target of [
        '/public/../../package.json',
        '/public/%2e%2e/..%2fmain.js',
        '/public/..\\main.js',
        // The application has something there.
        '/public/%2e%2e/odd/part',
        '/public/.%252e/odd/part',
        // These would end Dashboard.
        'http://market.example/shop',
        '/account?%25=1',
      ]) {
        expect(await statusOf(dashboard.url, target), target).toBe(404)
      }
      for (const target of ['/public/connect/connect.css', '/public//connect///connect.css'])
        expect(await statusOf(dashboard.url, target), target).toBe(200)
    })

    it('shows nobody what it tells the application server, nor lets them say it', async () => {
      for (const target of ['/', '/shop', '/account/connect', '/public/connect/connect.css']) {
        const traced = await ask(dashboard.url, { method: 'TRACE', path: target })
        expect(traced.status, target).toBe(405)
        expect(traced.headers.allow).toContain('GET, HEAD')
        expect(traced.body).not.toContain(TOKEN)
      }
      const headers = Object.fromEntries(
        ['x-real-ip', 'X_Real_IP', 'cf-connecting-ip', 'x-original-url', 'x-accountid', 'proxy'].map(
          (name) => [name, 'claimed'],
        ),
      )
      const { body } = await ask(dashboard.url, { path: '/', headers })
      expect(body).toContain('x-dashboard-server')
      expect(body).not.toContain('claimed')
    })

    it('opens no tunnel, and keeps no connection of a client that goes on sending', async () => {
      const CONNECT = 'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n'
      const refused = await askUntilClosed(dashboard.url, CONNECT)
      expect(refused).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/)
      expect(refused).not.toMatch(/TRACE|CONNECT/)
      const behind = await askUntilClosed(dashboard.url, `GET /slow HTTP/1.1\r\nhost: x\r\n\r\n${CONNECT}`)
      expect(behind).not.toContain('405')
    })

    it('refuses in its turn what Node would refuse at once, and ends the connection', async () => {
      for (const [status, headers] of [
        [417, 'host: x\r\nexpect: x\r\n'],
        [400, ''],
      ] as const) {
        const one = `GET /many HTTP/1.1\r\n${headers}\r\n`
        const answers = await askUntilClosed(
          dashboard.url,
          `GET / HTTP/1.1\r\nhost: x\r\n\r\n${one.repeat(3)}`,
        )
        expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', `HTTP/1.1 ${status}`])
      }
    })

    it('leads a guest to sign in, and from there back, to any address, which is text to it', async () => {
      const script = `"><script>${'a=b,'.repeat(900)}c</script>`
      const targets = [
        `/administrator/${script}`,
        `/administrator/${encodeURIComponent(script)}`,
        `/account/connect?x=${encodeURIComponent(script)}&return-url=/shop`,
        `/account/connect?${encodeURIComponent(script)}=x`,
        `/account?x=${'<a>'.repeat(1000)}`,
        "/account/connect?x='y'&off=100%25&z=%2526&caf%C3%A9=%E3%82%AB&x=2",
      ]
      for (const path of targets) {
        const { status, body } = await ask(dashboard.url, { path })
        expect(status, path).toBe(200)
        expect(body).not.toMatch(/<script>a=b|<a>/)
        const [, leads = ''] = /url=([^"]*)"/.exec(body) ?? []
        const signIn = new URL(leads, dashboard.url)
        expect(signIn.pathname).toBe('/account/signin')
        const back = new URL(signIn.searchParams.get('return-url') ?? '', dashboard.url)
        const wanted = new URL(path, dashboard.url)
        wanted.searchParams.delete('return-url')
        expect(back.pathname).toBe(wanted.pathname)
        expect([...back.searchParams]).toEqual([...wanted.searchParams])
      }
    })

    it('refuses more header lines than any program sends', async () => {
      const lines = (count: number) => Array.from({ length: count }, (_, at) => [`a${at}`, '']).flat()
      expect(
        (await ask(dashboard.url, { path: '/', headers: ['host', 'x', ...lines(900)] as never })).status,
      ).toBe(200)
      expect(
        (await ask(dashboard.url, { path: '/', headers: ['host', 'x', ...lines(1001)] as never })).status,
      ).toBe(431)
    })

    it('is held up by no guest who posts the same name thousands of times', async () => {
      const body = 'a&'.repeat(16_000)
      const start = performance.now()
      const webhook = '/webhooks/connect/index-connect-data'
      expect((await fetch(dashboard.url + webhook, { method: 'POST', body })).status).toBe(400)
      const form = `${dashboard.url}/account/connect/create-stripe-account`
      expect((await seller.request.post(form, { data: body, headers: FORM })).status()).toBe(413)
      expect(performance.now() - start).toBeLessThan(5000)
    })

    it('puts a page with a script into the template as fast as one without', async () => {
      const costOf = async (path: string) => {
        const before = dashboard.cpu()
        for (let count = 0; count < 10; count += 1) {
          const page = await (await fetch(dashboard.url + path)).text()
          expect(page).toContain('template-header')
          expect(page).toContain('function total24(rows, most)')
        }
        return dashboard.cpu() - before
      }
      await costOf('/odd/unscripted')
      const without = await costOf('/odd/unscripted')
      expect(await costOf('/odd/scripted')).toBeLessThan(3 * without + 100_000)
    })

    it('holds only so much of the answers that some wait for, and passes the others on as they come', async () => {
      const page = async () => (await fetch(`${dashboard.url}/odd/table`)).text()
      const isInTemplate = async () => (await page()).includes('template-header')
      const { port } = new URL(dashboard.url)
      const waiting = Array.from({ length: 60 }, () => connect(Number(port), '127.0.0.1'))
      for (const socket of waiting)
        socket.on('error', () => undefined).write('GET /odd/unfinished HTTP/1.1\r\nhost: x\r\n\r\n')
      await eventually(async () => expect(await isInTemplate()).toBe(false))
      expect((await page()).match(/A blue bowl/g)).toHaveLength(20_000)
      for (const socket of waiting) socket.destroy()
      await eventually(async () => expect(await isInTemplate()).toBe(true))
    })

    it('shows the API’s reference to everybody, without a handler that allows the API', async () => {
      const guest = await newPage(PHONE)
      for (const page of [guest, administrator]) {
        const response = await page.goto(`${dashboard.url}/api/docs`)
        expect(response?.status()).toBe(200)
        expect(await page.textContent('.connect h1')).toBe('API')
        await expectAccessible(page, '.connect')
        const file = await page.request.get(`${dashboard.url}/api/docs/openapi.json`)
        expect(await file.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: dashboard.url }] })
      }
      await expectFits(guest)
      await screenshot(guest, 'dashboard-api-docs')
      expect((await guest.request.get(`${dashboard.url}/api/user/connect/country-specs`)).status()).toBe(404)
    })

    describe('lets the application server call the API', () => {
      const call = async (
        target: string,
        options: { method?: string; token?: string; json?: unknown } = {},
      ) => {
        const { 'x-accountid': accountid = '', 'x-sessionid': sessionid = '' } = await headersAt(
          seller,
          `${dashboard.url}/shop`,
        )
        const { method = 'GET', token = TOKEN, json } = options
        const response = await fetch(
          `${dashboard.url}/api/user/connect/${target.replace('{accountid}', accountid)}`,
          {
            method,
            headers: {
              'x-application-server': echo.url,
              'x-application-server-token': token,
              'x-accountid': accountid,
              'x-sessionid': sessionid,
              ...(json !== undefined && { 'content-type': 'application/json' }),
            },
            ...(json !== undefined && { body: JSON.stringify(json) }),
          },
        )
        return { status: response.status, body: await response.text() }
      }

      it('which answers with JSON', async () => {
        const { status, body } = await call('stripe-accounts?accountid={accountid}&all=true')
        expect(status).toBe(200)
        expect(JSON.parse(body)).toMatchObject([{ object: 'stripeAccount', stripeid }])
        expect(await call('stripe-accounts-count?accountid={accountid}')).toEqual({ status: 200, body: '1' })
      })

      it('which takes JSON', async () => {
        const json = { consent: 'perhaps' }
        const target = `set-stripe-account-submitted?stripeid=${stripeid}`
        const { status, body } = await call(target, { method: 'PATCH', json })
        expect(status).toBe(400)
        expect(JSON.parse(body)).toMatchObject({ message: 'invalid-consent', field: 'consent' })
      })

      it('and says what is wrong, with the status for it', async () => {
        const unknown = await call('stripe-account?stripeid=acct_unknown')
        expect(unknown.status).toBe(404)
        expect(JSON.parse(unknown.body)).toMatchObject({ object: 'error', message: 'invalid-stripeid' })
        const submitted = await call(`set-stripe-account-submitted?stripeid=${stripeid}`, { method: 'PATCH' })
        expect(submitted.status).toBe(409)
        expect(JSON.parse(submitted.body).message).toMatch(/^invalid-/)
      })

      it('and says as JSON that nothing is at an address, whoever it asks for', async () => {
        const {
          'x-accountid': accountid = '',
          'x-sessionid': sessionid = '',
          'x-application-server-token': token = '',
        } = await headersAt(seller, `${dashboard.url}/shop`)
        const proof = { 'x-application-server': echo.url, 'x-application-server-token': token }
        const people = [
          {},
          { 'x-accountid': accountid },
          { 'x-accountid': accountid, 'x-sessionid': sessionid },
          { 'x-accountid': 'acct_nobody', 'x-sessionid': 'sess_none' },
        ]
        const nowhere = [
          '/anything',
          // Its own page.
          '/shop',
          '/shop?return-url=/shop',
          '/home',
          '/api',
          '/api/user/nothing',
          '/api/user/connect/create-payout',
          '/api/administrator/connect/nothing',
          '/account/nothing',
          '/account/connect/nothing',
          '/administrator/nothing',
          '/webhooks/connect/nothing',
          '/public/nothing.css',
          '/public/connect/nothing.css',
          '/public',
        ]
        const asked = nowhere.flatMap((target) => METHODS.map((method) => ({ method, path: target })))
        // Dashboard has these, but not for this method.
        asked.push({ method: 'PUT', path: '/account' }, { method: 'PATCH', path: '/api/user/session' })
        for (const person of people) {
          for (const call of asked) {
            const { status, headers, body } = await ask(dashboard.url, {
              ...call,
              headers: { ...proof, ...person },
            })
            const what = `${call.method} ${call.path} ${Object.keys(person)}`
            expect([status, headers['content-type']], what).toEqual([404, 'application/json; charset=utf-8'])
            if (call.method !== 'HEAD') expect(JSON.parse(body).message, what).toBe('not-found')
          }
        }
      })

      it('and nobody who does not know the token', async () => {
        const { status, body } = await call('stripe-accounts?accountid={accountid}', { token: 'guessed' })
        expect(status).toBeGreaterThanOrEqual(400)
        expect(body).not.toContain(stripeid)
      })
    })

    it('lets an administrator find an account and reject it, and the seller sees so', async () => {
      await seller.goto(`${dashboard.url}/account/connect/stripe-account?stripeid=${stripeid}`)
      await administrator.goto(`${dashboard.url}/administrator/connect/stripe-accounts`)
      await screenshot(administrator, 'dashboard-accounts')
      await expectFits(administrator)
      await administrator.click('text=Jenny Rosen')
      await administrator.waitForURL(/\/administrator\/connect\/stripe-account\?/)
      await screenshot(administrator, 'dashboard-administrator-account')
      await administrator.goto(
        `${dashboard.url}/administrator/connect/reject-stripe-account?stripeid=${stripeid}`,
      )
      await administrator.selectOption('#reason', 'fraud')
      await send(administrator)
      await screenshot(administrator, 'dashboard-rejected')
      await turns(seller, 'rejected')
    })

    if (database.driver === 'sqlite3@6') {
      it('keeps our rows out of the file of its own', () => {
        expect(existsSync(path.join(project.folder, 'market-connect.db'))).toBe(true)
      })
    }

    it('shows its pages in a frame of its own where Dashboard cannot draw the template', async () => {
      await writeFile(
        path.join(project.folder, 'template.html'),
        '<html><body><h1>Our own</h1></body></html>',
      )
      const odd = await project.start(environment())
      try {
        const page = await newPage()
        await registerWithDashboard(page, odd.url, 'olga-oddly')
        await page.goto(`${odd.url}/account/connect/create-stripe-account`)
        await screenshot(page, 'dashboard-without-template')
        expect(await page.isVisible('header a[href="/"]')).toBe(true)
        await page.selectOption('#country', 'US')
        await send(page)
        expect(await page.isVisible('#individual_first_name'), 'its forms have the token').toBe(true)
      } finally {
        await odd.stop()
        await rm(path.join(project.folder, 'template.html'))
      }
    })

    it('has the sellers of the earlier module from its first start on', async () => {
      const swapped = await database.create('swapped')
      const place = swapped.place(project.folder)
      await makeEarlierTables(place)
      const [stripeid, owner] = ['acct_earlier', { accountid: 'acct_of_dashboard', appid: 'dashboard' }]
      const individual = { id: 'person_1', object: 'person', first_name: 'Erla', last_name: 'Early' }
      await insertEarlier(place, 'stripeAccounts', [
        {
          ...{ ...owner, stripeid, createdAt: new Date('2022-06-19T12:00:00Z') },
          stripeObject: {
            id: stripeid,
            object: 'account',
            country: 'US',
            created: 1_655_640_000,
            individual,
          },
        },
      ])
      const before = await earlierRows(place)
      const first = await project.start({ ...environment(), ...swapped.env })
      try {
        const page = await newPage()
        await registerWithDashboard(page, first.url, 'ada-after-the-swap')
        await page.goto(`${first.url}/administrator/connect/stripe-accounts`)
        expect(await page.textContent('main')).toContain('Erla Early')
        expect(await earlierRows(place)).toEqual(before)
      } finally {
        await first.stop()
        await swapped.remove()
      }
    })

    it('gets tokens alone with STRIPE_JS=3, whatever a seller types', async () => {
      const privately = await project.start({ ...environment(), STRIPE_JS: '3' })
      const recorder = await recordSent(privately.url)
      try {
        const page = await newPage()
        await registerWithDashboard(page, recorder.url, 'elodie-private')
        await page.goto(`${recorder.url}/account/connect/create-stripe-account`)
        await registerPrivately(page, 'company')
        await turns(page, 'active')
        expectTokensAlone(recorder)
      } finally {
        await recorder.close()
        await privately.stop()
      }
    })

    it('waits for no application that is frozen', async () => {
      let givenUp = 0
      const frozen = createServer((socket) => {
        socket.on('error', () => undefined).once('close', () => (givenUp += 1))
        socket.resume()
      }).listen(0, '127.0.0.1')
      await once(frozen, 'listening')
      const { port } = frozen.address() as AddressInfo
      const alone = await project.start({
        ...environment(),
        APPLICATION_SERVER: `http://127.0.0.1:${port}`,
      })
      try {
        const signIn = await fetch(`${alone.url}/account/signin`)
        expect([signIn.status, givenUp]).toEqual([200, 0])
      } finally {
        await alone.stop()
        frozen.close()
      }
    })

    it('ends on a signal as it would without the module', async () => {
      expect(await dashboard.stop('SIGTERM')).toBe('SIGTERM')
      dashboard = await project.start(environment())
    })

    it('goes on while the module cannot be started, and says why', async () => {
      const broken = await project.start({ ...environment(), CONNECT_STRIPE_KEY: 'pk_test_mistaken' })
      try {
        expect(broken.output()).toContain('CONNECT_STRIPE_KEY')
        expect(broken.output()).not.toContain('pk_test_mistaken')
        const page = await newPage()
        await registerWithDashboard(page, broken.url, 'una-vailable')
        const response = await page.goto(`${broken.url}/account/connect`)
        expect(response?.status()).toBe(503)
        expect(await page.textContent('main')).toContain('not available at the moment')
        await screenshot(page, 'dashboard-unavailable')
        expect(await headersAt(page, `${broken.url}/shop`)).toMatchObject({
          'x-stripe-accounts-status': 'unavailable',
        })
      } finally {
        await broken.stop()
      }
    })

    it('begins once the module’s database is there, when Dashboard was up before it', async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'late-database-'))
      const inTheWay = path.join(folder, 'data')
      await writeFile(inTheWay, 'not a folder')
      const late = { CONNECT_STORAGE: 'sqlite', CONNECT_DATABASE_FILE: path.join(inTheWay, 'connect.db') }
      const early = await project.start({ ...environment(), ...late })
      try {
        const page = await newPage()
        await registerWithDashboard(page, early.url, 'ellen-early')
        const status = async () => (await page.goto(`${early.url}/account/connect`))?.status()
        expect(await status()).toBe(503)
        await rm(inTheWay)
        await expect.poll(status).toBe(200)
      } finally {
        await early.stop()
        await rm(folder, { recursive: true })
      }
    })

    if (database.driver === 'pg@8') {
      it('passes requests on while the database of the module is away', async () => {
        const own = await createDatabase(process.env.TEST_POSTGRESQL_URL ?? '')
        const { DATABASE_URL: url = '' } = own.env
        const apart = await project.start({ ...environment(), CONNECT_DATABASE_URL: url })
        try {
          const page = await newPage()
          await registerWithDashboard(page, apart.url, 'nora-nowhere')
          await own.remove()
          // Headers for a person come from memory for some seconds.
          const passes = async () => {
            await page.goto(`${apart.url}/shop`)
            expect(new URL(page.url()).pathname).toBe('/shop')
          }
          await eventually(passes)
          expect(await headersAt(page, `${apart.url}/shop`)).toMatchObject({
            'x-stripe-accounts-status': 'unavailable',
          })
          expect((await page.goto(`${apart.url}/account/connect`))?.status()).toBe(503)
        } finally {
          await apart.stop()
        }
      })
    }
  })
})

/** Sends the request unchanged: `fetch` tidies the path, and refuses some methods and headers. */
function ask(url: string, options: RequestOptions) {
  const { hostname, port } = new URL(url)
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      request({ hostname, port, ...options }, async (response) => {
        const { statusCode: status, headers } = response
        resolve({ status, headers, body: await text(response) })
      })
        .once('error', reject)
        .end()
    },
  )
}

async function statusOf(url: string, path: string): Promise<number | undefined> {
  return (await ask(url, { path })).status
}

/** Sends a head and, after the answer, further bytes until the other side has closed the connection. */
async function askUntilClosed(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let answer = ''
  let isClosed = false
  socket
    .setEncoding('utf8')
    .on('data', (text) => {
      answer += text
    })
    .on('error', () => undefined)
    .once('close', () => {
      isClosed = true
    })
  socket.write(head)
  try {
    await eventually(() => {
      if (socket.readableEnded && !isClosed) socket.write('x')
      expect(isClosed).toBe(true)
    })
  } finally {
    socket.destroy()
  }
  return answer
}
