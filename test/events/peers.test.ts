import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { Redis } from 'ioredis'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { adoptAccount, recordAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Config } from '../../src/config/config.ts'
import type { AccountChange } from '../../src/context/announcements.ts'
import type { Services } from '../../src/context/context.ts'
import { createLogger } from '../../src/core/log.ts'
import { disconnect, AT_ONCE as HURRIED, redisConnection } from '../../src/net/redis-connection.ts'
import { stripeAccountEvents } from '../../src/registration/pages/stripe-account-events.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { makeAccount } from '../application/accounts.ts'
import { type Dashboard, SESSION_COOKIE, startDashboard } from '../hosts/support.ts'
import { eventually } from '../support/eventually.ts'
import { describeWhereSet } from '../support/needs.ts'
import { onRedis, startRedis } from '../support/redis.ts'
import { APPID, testConfig } from '../support/services.ts'
import { MEMORY } from '../support/storage.ts'
import { anotherProcess, goLive, type Platform, register, startPlatform } from './support.ts'

/** So long that values in memory do not expire during a test. */
const LONG = 600_000
/** Milliseconds for something immediate, on a busy machine too. */
const AT_ONCE = 2_000

interface Instance {
  services: Services
  /** The changes announced here, from any instance. */
  heard: AccountChange[]
  /** The messages in the log. */
  log(): string[]
  logged(): string
}

/** Instances that share one database. */
async function startInstances(
  redis: string,
  { count = 2, maxAge = LONG }: { count?: number; maxAge?: number } = {},
): Promise<[Instance, Instance]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config: Config = {
    ...testConfig(),
    storage: { ...MEMORY, file: path.join(folder, 'connect.db') },
    headers: { ...testConfig().headers, maxAge },
    redis,
  }
  const instances: Instance[] = []
  for (let made = 0; made < count; made++) instances.push(await startInstance(config))
  return instances as [Instance, Instance]
}

async function startInstance(config: Config): Promise<Instance> {
  let logged = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk
      done()
    },
  })
  const services = await createServices(config, { log: createLogger('info', destination) })
  onTestFinished(() => closeServices(services))
  const heard: AccountChange[] = []
  services.announcements.subscribe((change) => heard.push(change))
  return {
    services,
    heard,
    logged: () => logged,
    log: () =>
      logged
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).msg),
  }
}

function inStep(...instances: Instance[]): Promise<void> {
  return eventually(() =>
    expect(instances.map(({ services }) => services.peers?.inStep())).toEqual(instances.map(() => true)),
  )
}

function outOfStep(...instances: Instance[]): Promise<void> {
  return eventually(() =>
    expect(instances.map(({ services }) => services.peers?.inStep())).toEqual(instances.map(() => false)),
  )
}

let accounts = 0

/** A seller with an account that is not active yet. */
async function newPerson({ services }: Instance) {
  accounts += 1
  const owner = { appid: APPID, accountid: `person_${accounts}` }
  const account = makeAccount({ id: `acct_${accounts}` })
  await adoptAccount(services, account, owner)
  return { owner, account }
}

type Person = Awaited<ReturnType<typeof newPerson>>

async function activate({ services }: Instance, { account }: Person): Promise<void> {
  const ticket = await accountStore(services.storage).ticket(account.id)
  await recordAccount(services, { ...account, payouts_enabled: true }, ticket)
}

async function isActive({ services }: Instance, { owner }: Person): Promise<boolean> {
  const { headers } = await services.headers.get(owner.accountid)
  return headers['x-has-active-stripe-account'] === 'true'
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

onRedis('several instances', (redis) => {
  let platform: Platform
  let other: Services

  beforeAll(async () => {
    platform = await startPlatform({ redis, headers: { ...testConfig().headers, maxAge: LONG } })
    other = await anotherProcess(platform)
    await goLive(platform)
  })
  afterAll(() => other.peers?.close())

  test('have a webhook that one of them applied in the headers of all at once', async () => {
    await eventually(() =>
      expect([platform.services.peers?.inStep(), other.peers?.inStep()]).toEqual([true, true]),
    )
    const account = await register(platform)
    const { accountid = '' } = account.metadata ?? {}
    const sent = async () => (await other.headers.get(accountid)).headers['x-stripe-accounts']
    expect(await sent()).toContain(account.id)
    await platform.bench.stripe.accounts.update(account.id, { metadata: { shop: 'changed' } })
    await eventually(async () => expect(await sent()).toContain('"shop":"changed"'))
  })

  test('wake the status pages of the other', async () => {
    const [here, there] = await startInstances(redis)
    await inStep(here, there)
    const dashboard = await startDashboard({ services: there.services, routes: [stripeAccountEvents] })
    const { browser, accountid } = await dashboard.signedIn()
    const account = makeAccount({ id: 'acct_shown' })
    const owner = { appid: APPID, accountid }
    await adoptAccount(here.services, account, owner)
    const cookie = `${SESSION_COOKIE}=${browser.cookies.get(SESSION_COOKIE)}`
    const stopping = new AbortController()
    onTestFinished(() => stopping.abort())
    const response = await fetch(
      `${dashboard.url}/account/connect/stripe-account/events?stripeid=${account.id}`,
      { headers: { cookie }, signal: stopping.signal },
    )
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('event: status')
    const waiting = millisecondsOf(async () => {
      expect((await reader?.read())?.value).toContain('event: status')
    })
    await activate(here, { owner, account })
    expect(await waiting).toBeLessThan(AT_ONCE)
  })

  test('are told once, with ids and nothing else, and tell nobody further', async () => {
    const [here, there] = await startInstances(redis)
    await inStep(here, there)
    const listener = new Redis(redis)
    onTestFinished(() => listener.disconnect())
    const messages: string[] = []
    listener.on('pmessage', (_pattern, _channel, text) => messages.push(text))
    await listener.psubscribe('stripe-connect:*')
    const person = await newPerson(here)
    const change = { ...person.owner, stripeid: person.account.id }
    await eventually(() => expect(there.heard).toEqual([change]))
    await activate(there, person)
    await eventually(() => expect(here.heard).toEqual([change, change]))
    // A reply from any instance would have arrived before this change.
    await activate(here, person)
    await eventually(() => expect(there.heard).toHaveLength(3))
    expect(here.heard).toHaveLength(3)
    const told = messages
      .map((text) => JSON.parse(text))
      .filter(({ stripeid }) => stripeid === change.stripeid)
    expect(told).toEqual(Array.from({ length: 3 }, () => ({ ...change, instance: expect.any(String) })))
  })

  test('end a session at all of them when somebody signs out at one, streams too', async () => {
    const [here, there] = await startInstances(redis)
    await inStep(here, there)
    const listener = new Redis(redis)
    onTestFinished(() => listener.disconnect())
    const messages: [channel: string, text: string][] = []
    listener.on('pmessage', (_pattern, channel, text) => messages.push([channel, text]))
    await listener.psubscribe('stripe-connect:*')
    const hosts = await Promise.all(
      [here, there].map(({ services }) => startDashboard({ services, routes: [stripeAccountEvents] })),
    )
    const [first, second] = hosts as [Dashboard, Dashboard]
    const { browser, accountid, sessionid } = await first.signedIn()
    const account = makeAccount({ id: 'acct_followed' })
    await adoptAccount(here.services, account, { accountid })
    const cookie = `${SESSION_COOKIE}=${browser.cookies.get(SESSION_COOKIE)}`
    const visit = (path: string, signal?: AbortSignal) =>
      fetch(second.url + path, { headers: { cookie }, redirect: 'manual', ...(signal && { signal }) })
    const stopping = new AbortController()
    onTestFinished(() => stopping.abort())
    const stream = await visit(
      `/account/connect/stripe-account/events?stripeid=${account.id}`,
      stopping.signal,
    )
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('event: status')
    expect((await visit('/account')).status).toBe(200)

    const elapsed = await millisecondsOf(async () => {
      expect((await browser.submit('/account/signout', {})).status).toBe(303)
      await eventually(async () => expect((await visit('/account')).status).toBe(303))
      expect((await reader?.read())?.done).toBe(true)
    })
    expect(elapsed).toBeLessThan(AT_ONCE)
    const told = messages.filter(([, text]) => text.includes(sessionid))
    // A separate channel: instances of earlier versions would report it as an error.
    const channel = `stripe-connect:${await here.services.storage.settings.getOrSet('peers-channel', '')}`
    expect(told.map(([where]) => where)).toEqual([`${channel}:sessions`])
    expect(told.map(([, text]) => JSON.parse(text))).toEqual([
      { instance: expect.any(String), appid: APPID, sessionid },
    ])
    expect([...here.log(), ...there.log()].filter((line) => line.includes('ignored'))).toEqual([])
  })

  test('of two marketplaces on one Redis hear nothing of each other', async () => {
    const [here, there] = await startInstances(redis)
    const [elsewhere] = await startInstances(redis, { count: 1 })
    await inStep(here, there, elsewhere)
    await newPerson(here)
    await eventually(() => expect(there.heard).toHaveLength(1))
    await newPerson(elsewhere)
    expect(elsewhere.heard).toHaveLength(1)
    expect(there.heard).toHaveLength(1)
  })

  test('ignore and log what is no message of theirs', async () => {
    const [here, there] = await startInstances(redis)
    await inStep(here, there)
    const speaker = new Redis(redis)
    onTestFinished(() => speaker.disconnect())
    const channel = `stripe-connect:${await here.services.storage.settings.getOrSet('peers-channel', '')}`
    const strange = ['', '{', 'null', '[]', '{"instance":"x"}', '{"instance":1,"appid":{},"accountid":[]}']
    for (const text of strange) expect(await speaker.publish(channel, text)).toBe(2)
    await newPerson(here)
    await eventually(() => expect(there.heard).toHaveLength(1))
    expect(there.log()).toHaveLength(strange.length)
    expect(new Set(there.log())).toEqual(
      new Set(['what came through Redis is no message of an instance and is ignored']),
    )
  })
})

onRedis('Redis', () => {
  test('that is killed slows nothing and costs one line, and once it is back instances are in step', async () => {
    const server = await startRedis()
    onTestFinished(() => server.kill())
    const [here, there] = await startInstances(server.url)
    await inStep(here, there)
    const person = await newPerson(here)
    expect(await isActive(there, person)).toBe(false)

    await server.kill()
    await outOfStep(here, there)
    expect(await millisecondsOf(() => activate(here, person))).toBeLessThan(AT_ONCE)
    expect(await isActive(here, person)).toBe(true)
    // Long enough for several attempts to connect.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(there.log()).toEqual([expect.stringContaining('Redis does not answer')])

    await server.start()
    await inStep(here, there)
    // The change made while Redis was down.
    expect(await isActive(there, person)).toBe(true)
    expect(there.log()).toEqual([
      expect.stringContaining('does not answer'),
      expect.stringContaining('is back'),
    ])
    const next = await newPerson(here)
    expect(await isActive(there, next)).toBe(false)
    await activate(here, next)
    await eventually(async () => expect(await isActive(there, next)).toBe(true))
  })

  test('that is down leaves a change unnoticed no longer than what is held in memory lives', async () => {
    const maxAge = 300
    const [here, there] = await startInstances('redis://127.0.0.1:1', { maxAge })
    const person = await newPerson(here)
    expect(await isActive(there, person)).toBe(false)
    await activate(here, person)
    await new Promise((resolve) => setTimeout(resolve, maxAge))
    expect(await isActive(there, person)).toBe(true)
  })

  test('that hangs slows nothing, is noticed, and is in use again when it goes on', async () => {
    const server = await startRedis()
    onTestFinished(() => server.kill())
    const [here, there] = await startInstances(server.url)
    await inStep(here, there)
    const person = await newPerson(here)
    expect(await isActive(there, person)).toBe(false)

    server.pause()
    onTestFinished(() => server.resume())
    const work = async () => {
      await activate(here, person)
      expect(await isActive(here, person)).toBe(true)
    }
    expect(await millisecondsOf(work)).toBeLessThan(AT_ONCE)
    await outOfStep(here, there)
    expect(there.log()).toEqual([expect.stringContaining('Redis does not answer')])

    server.resume()
    await inStep(here, there)
    expect(await isActive(there, person)).toBe(true)
    expect(there.log()).toHaveLength(2)
  })

  test('may be as old as version 5', async () => {
    const server = await startRedis({ old: true })
    onTestFinished(() => server.kill())
    const [here, there] = await startInstances(server.url)
    await inStep(here, there)
    await newPerson(here)
    await eventually(() => expect(there.heard).toHaveLength(1))
    expect(there.log()).toEqual([])
  })

  test('that hangs keeps nobody from stopping', async () => {
    const server = await startRedis()
    onTestFinished(() => server.kill())
    const [here] = await startInstances(server.url, { count: 1 })
    await inStep(here)
    server.pause()
    onTestFinished(() => server.resume())
    expect(await millisecondsOf(async () => here.services.peers?.close())).toBeLessThan(AT_ONCE)
  })

  test('is left with no connection by an instance that stops', async () => {
    const server = await startRedis()
    onTestFinished(() => server.kill())
    const [here] = await startInstances(server.url, { count: 1 })
    await inStep(here)
    const observer = new Redis(server.url)
    onTestFinished(() => observer.disconnect())
    const clients = async () => `${await observer.client('LIST')}`.trim().split('\n').length
    expect(await clients()).toBe(3)
    await here.services.peers?.close()
    await eventually(async () => expect(await clients()).toBe(1))
    expect(here.log()).toEqual([])
  })

  describe('at an address that is wrong', () => {
    test.each(['redis://127.0.0.1:1', 'redis://nowhere.invalid:6379', 'rediss://127.0.0.1:1'])(
      'does not keep %s from starting',
      async (url) => {
        const [here] = await startInstances(url, { count: 1 })
        await eventually(() => expect(here.log()).toEqual([expect.stringContaining('Redis does not answer')]))
        const person = await newPerson(here)
        expect(await isActive(here, person)).toBe(false)
        const web = supertest((await startDashboard({ services: here.services })).url)
        await web.get('/readyz').expect(200, {
          status: 'ok',
          checks: { database: 'ok', inbox: 'ok' },
          redis: 'failing',
        })
      },
    )

    test('or a wrong password is said without it', async () => {
      const server = await startRedis({ password: 'right-password' })
      onTestFinished(() => server.kill())
      const [here] = await startInstances(server.url.replace('//', '//:wrong-password@'), { count: 1 })
      await eventually(() => expect(here.log()).toHaveLength(1))
      expect(here.logged()).toContain('WRONGPASS')
      expect(here.logged()).not.toContain('wrong-password')
    })
  })
})

describeWhereSet('Redis over TLS', ['TEST_REDIS_TLS_URL', 'TEST_TLS_CA'], (redis = '', ca = '') => {
  test.each(['rediss:', 'REDISS:'])('at %s keeps instances in step', async (scheme) => {
    const [here, there] = await startInstances(`${redis.replace('rediss:', scheme)}?sslrootcert=${ca}`)
    await inStep(here, there)
    await newPerson(here)
    await eventually(() => expect(there.heard).toHaveLength(1))
    expect(there.log()).toEqual([])
  })

  test.each([
    ['a CA that nobody trusts', '', /^its certificate comes from nobody trusted here/],
    ['another name', `?sslrootcert=${ca}`, /^its certificate is for another name than 127\.0\.0\.1$/],
  ])('with a certificate of %s is done without, and said in one line', async (_whose, search, problem) => {
    const url = new URL(redis.replace('//', '//:sesame@') + search)
    if (search) url.hostname = '127.0.0.1'
    const [here] = await startInstances(url.href, { count: 1 })
    await eventually(() => expect(here.log()).toEqual([expect.stringContaining('Redis does not answer')]))
    expect(JSON.parse(here.logged()).problem).toMatch(problem)
    expect(here.logged()).not.toContain('sesame')
    expect(here.services.peers?.inStep()).toBe(false)
  })

  test('whose certificate nobody trusts ends no process that leaves while they shake hands', async () => {
    // Some disconnect just as the server's handshake arrives.
    for (let pause = 0; pause < 15; pause += 0.2) {
      const connection = redisConnection(redis, HURRIED)
      connection.on('error', () => undefined)
      connection.connect().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, pause))
      await disconnect(connection)
    }
    const [here] = await startInstances(`${redis}?sslrootcert=${ca}`, { count: 1 })
    await inStep(here)
  })
})
