/** The standalone host of one tenant, tried with everything that belongs to another. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Services } from '../../src/context/context.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { readOwnEndpoint } from '../../src/events/signing-secrets.ts'
import { routes } from '../../src/features.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { Browser, SESSION_COOKIE, startApplicationServer, TOKEN } from '../hosts/support.ts'
import { freePort } from '../support/marketplace.ts'
import {
  ASKED,
  type Asker,
  ask,
  type Belongings,
  expectApart,
  OTHER,
  OWN,
  openPlatform,
  type Platform,
  register,
} from './support.ts'

const APPLICATION_SERVER = 'http://127.0.0.1:1'

interface Person {
  accountid: string
  sessionid: string
  cookie: string
  asker: Asker
}

interface Tenant {
  services: Services
  url: string
  /** The first two people to register. */
  administrator: Person
  seller: Person
  guest: Asker
  belongings: Belongings
}

let platform: Platform
let own: Tenant
let other: Tenant
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  platform = await openPlatform()
  own = await openTenant(OWN)
  other = await openTenant(OTHER)
})

afterAll(async () => {
  for (const close of closing) await close()
  await platform.close()
})

test("a guest's form of the other is not taken", async () => {
  const there = new Browser(other.url)
  const token = await there.token('/account/signin')
  const form = { 'csrf-token': token, email: 'nobody@example.com', password: 'correct horse battery' }
  const at = async (url: string) => {
    const cookie = [...there.cookies].map((pair) => pair.join('=')).join('; ')
    const body = new URLSearchParams(form)
    return (await fetch(`${url}/account/signin`, { method: 'POST', body, headers: { cookie } })).status
  }
  expect([await at(other.url), await at(own.url)]).toEqual([401, 403])
})

async function openTenant(appid: string): Promise<Tenant> {
  const port = await freePort()
  const services = await platform.open(appid, {
    url: `http://127.0.0.1:${port}`,
    applicationServer: new URL(APPLICATION_SERVER),
    applicationServerToken: TOKEN,
  })
  const handlers = { server: [], proxy: [] }
  const options = {
    services,
    routes,
    handlers,
    brand: { title: appid },
    host: '127.0.0.1',
    port,
    trustedProxies: 0,
  }
  const { url, close } = await startStandalone(options)
  closing.push(close)
  const administrator = await signIn(services, url, 'ada')
  const seller = await signIn(services, url, 'maya')
  const guest = new Browser(url)
  return {
    services,
    url,
    administrator,
    seller,
    guest: { token: await guest.token('/account/signin'), fetch: (path, init) => guest.get(path, init) },
    belongings: await register(services, seller.accountid),
  }
}

async function signIn(services: Services, url: string, name: string): Promise<Person> {
  const { storage, now, config } = services
  const accountid = `account_${name}_${config.appid}`
  const person = { email: `${name}@example.com`, fullName: name, passwordHash: '', createdAt: now() }
  await userStore(storage).insert({ accountid, ...person })
  const cookie = await new Sessions(services).open(accountid)
  const [sessionid = ''] = cookie.split('.')
  const token = (await sessionStore(storage).find(sessionid))?.session.csrfToken ?? ''
  const headers = { cookie: `${SESSION_COOKIE}=${cookie}` }
  return {
    accountid,
    sessionid,
    cookie,
    asker: { token, fetch: (path, init) => fetch(url + path, { ...init, headers }) },
  }
}

const applicationServer = ({ url }: Tenant, { accountid, sessionid }: Person): Asker => ({
  token: '',
  fetch: (path, init) =>
    fetch(url + path, {
      ...init,
      headers: {
        'x-application-server': APPLICATION_SERVER,
        'x-application-server-token': TOKEN,
        'x-accountid': accountid,
        'x-sessionid': sessionid,
      },
    }),
})

const ROLES: Record<string, () => Asker> = {
  'a guest': () => own.guest,
  'a person': () => own.seller.asker,
  'an administrator': () => own.administrator.asker,
  'the application server for a person': () => applicationServer(own, own.seller),
  'the application server for an administrator': () => applicationServer(own, own.administrator),
}

test.each(Object.entries(ROLES))(
  "to %s every route answers about another tenant's as about nothing",
  async (_role, asker) => {
    await expectApart(platform, asker(), other.belongings)
  },
)

test('what is tried is there for those whose it is', async () => {
  for (const [tenant, ids] of [
    [own, other.belongings],
    [other, other.belongings],
  ] as const) {
    const person = await tenant.seller.asker.fetch(
      `/api/user/connect/stripe-account?stripeid=${ids.stripeid}`,
    )
    const administrator = await tenant.administrator.asker.fetch(
      `/api/administrator/connect/stripe-account?stripeid=${ids.stripeid}`,
    )
    const status = tenant === other ? 200 : 404
    expect([person.status, administrator.status]).toEqual([status, status])
  }
  expect(await other.services.stripe.accounts.retrieve(other.belongings.stripeid)).toMatchObject({
    requirements: { disabled_reason: expect.not.stringContaining('rejected') },
  })
})

describe("with another tenant's cookie", () => {
  const at = ({ url }: Tenant, { cookie, asker: { token } }: Person): Asker => ({
    token,
    fetch: (path, init) => fetch(url + path, { ...init, headers: { cookie: `${SESSION_COOKIE}=${cookie}` } }),
  })

  test('everybody is a guest to every route', async () => {
    for (const route of ASKED)
      for (const person of [other.seller, other.administrator]) {
        const asGuest = await ask(at(own, { ...person, cookie: '' }), route, other.belongings)
        expect(await ask(at(own, person), route, other.belongings), route.path).toEqual(asGuest)
      }
  })

  test('nobody is signed out there', async () => {
    const visit = at(own, other.seller)
    await visit.fetch('/account/signout', {
      method: 'POST',
      body: new URLSearchParams({ 'csrf-token': visit.token }),
    })
    // Look in the database: the host remembers a session for some seconds.
    expect(await sessionStore(other.services.storage).find(other.seller.sessionid)).toBeDefined()
  })
})

test('another tenant’s person and session are nobody to the application server', async () => {
  for (const person of [
    other.seller,
    other.administrator,
    { ...own.seller, sessionid: other.seller.sessionid },
  ])
    for (const route of ASKED.filter(({ kind }) => kind === 'api')) {
      const answers = await ask(applicationServer(own, { ...person }), route, other.belongings)
      for (const { status, text } of answers) {
        expect(status, route.path).toBe(401)
        expect(text).toContain('invalid-application-server')
      }
    }
})

test('an app behind is not shown another tenant’s cookie, nor told who that is', async () => {
  const seen: Record<string, unknown>[] = []
  const { url } = await startApplicationServer(({ headers }, response) => {
    seen.push(headers)
    response.end()
  })
  const services = await platform.open(OWN, { applicationServer: url })
  const options = {
    services,
    routes,
    handlers: { server: [], proxy: [] },
    brand: { title: OWN },
    trustedProxies: 0,
  }
  const host = await startStandalone({ ...options, host: '127.0.0.1', port: 0 })
  closing.push(host.close)
  for (const { cookie } of [own.seller, other.seller])
    await fetch(`${host.url}/shop`, { headers: { cookie: `theme=dark; ${SESSION_COOKIE}=${cookie}` } })
  expect(seen).toMatchObject([
    { cookie: 'theme=dark', 'x-accountid': own.seller.accountid },
    { cookie: 'theme=dark' },
  ])
  expect(seen[1]).not.toHaveProperty('x-accountid')
  expect(seen[1]).not.toHaveProperty('x-sessionid')
})

test('the first to register is the administrator, also with an address that another tenant knows', async () => {
  const browsers = []
  for (const appid of ['first', 'second']) {
    const services = await platform.open(appid)
    const options = {
      services,
      routes,
      handlers: { server: [], proxy: [] },
      brand: { title: '' },
      trustedProxies: 0,
    }
    const host = await startStandalone({ ...options, host: '127.0.0.1', port: 0 })
    closing.push(host.close)
    const browser = new Browser(host.url)
    expect((await browser.register('maya@example.com')).status).toBe(303)
    expect((await browser.get('/administrator/connect')).status).toBe(200)
    browsers.push(new Browser(host.url))
  }
  const [next] = browsers
  expect((await next?.register('maya@example.com'))?.status).toBe(409)
  expect((await next?.register('tom@example.com'))?.status).toBe(303)
  expect((await next?.get('/administrator/connect'))?.status).toBe(403)
})

test('a delivery that is signed for another tenant is refused', async () => {
  for (const { services } of [own, other]) await ensureWebhookEndpoint(services)
  const [mine, theirs] = [
    await readOwnEndpoint(own.services.storage),
    await readOwnEndpoint(other.services.storage),
  ]
  expect(mine?.id).not.toBe(theirs?.id)
  const { data } = await own.services.stripe.webhookEndpoints.list({ limit: 100 })
  expect(data.map(({ id }) => id).sort()).toEqual([mine?.id, theirs?.id].sort())
  const payload = JSON.stringify({
    id: 'evt_signed',
    type: 'account.updated',
    livemode: false,
    data: { object: {} },
  })
  const post = (secret = '') => {
    const signature = own.services.stripe.webhooks.generateTestHeaderString({ payload, secret })
    return fetch(`${own.url}/webhooks/connect/index-connect-data`, {
      method: 'POST',
      headers: { 'stripe-signature': signature },
      body: payload,
    })
  }
  expect((await post(theirs?.secret)).status).toBe(400)
  expect((await post(mine?.secret)).status).toBe(200)
})
