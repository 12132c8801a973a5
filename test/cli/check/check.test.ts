/** Each mistake in a deployment, made once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Libsql from 'libsql'
import Stripe from 'stripe'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { check } from '../../../src/cli/check/check.ts'
import { en } from '../../../src/cli/check/messages/en.ts'
import { lookAtStripe } from '../../../src/cli/check/stripe.ts'
import { lookAtEndpoint } from '../../../src/cli/check/webhook-endpoint.ts'
import { loadConfig } from '../../../src/config/config.ts'
import { inboxStore } from '../../../src/events/store/inbox.ts'
import { handledEvents } from '../../../src/events/subject.ts'
import { mirrors } from '../../../src/features.ts'
import { Translator } from '../../../src/messages/translator.ts'
import { closeServices, createServices } from '../../../src/runtime/services.ts'
import { type Bench, startBench } from '../../offline-stripe/support.ts'
import { keepIn } from '../../support/keep-event.ts'
import { freePort } from '../../support/marketplace.ts'
import { onRedis } from '../../support/redis.ts'
import { caughtUp, eachReplicated } from '../../support/replicas.ts'
import { deploy, endpoints, OTHER_SECRET, serve, stripeWith, wrong } from './support.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})

const PRODUCTION = { NODE_ENV: 'production', CONNECT_WEBHOOK_ENDPOINT_SECRET: OTHER_SECRET }

const NO_FILE = path.join(tmpdir(), 'there-is-no-such-folder', 'connect.db')

/** No database and no host, which only gives warnings. */
const bare = () => ({
  CONNECT_STRIPE_API: bench.url,
  CONNECT_DATABASE_FILE: NO_FILE,
  DASHBOARD_SERVER: 'http://127.0.0.1:1',
})

/** An address where nothing listens. */
const nowhere = async () => `127.0.0.1:${await freePort()}`

/** An endpoint made by hand, in place of the host's own. */
async function endpointByHand(url: string, changes: Partial<Stripe.WebhookEndpointCreateParams> = {}) {
  for (const endpoint of await endpoints(bench)) {
    if (endpoint.url === url) await bench.stripe.webhookEndpoints.del(endpoint.id)
  }
  return bench.stripe.webhookEndpoints.create({
    url,
    connect: true,
    enabled_events: handledEvents(mirrors),
    api_version: Stripe.API_VERSION,
    ...changes,
  })
}

function event(id: string): Stripe.Event {
  const data = { object: { id: 'acct_1', object: 'account' } }
  return { id, type: 'account.updated', account: 'acct_1', data } as unknown as Stripe.Event
}

test('finds nothing wrong with what is right, says so of each thing, and leaves no trace', async () => {
  const { env, services } = await deploy(bench)
  await keepIn(inboxStore(services.storage), event('evt_1'), services.now())
  await inboxStore(services.storage).done(['evt_1'], services.now())
  const before = await inboxStore(services.storage).figures()
  const findings = await check(env)
  expect(findings.map(({ state, code }) => `${state} ${code}`)).toEqual([
    'ok configuration.ok',
    'ok stripe-key.offline',
    'ok api-version.ok',
    'ok clock.ok',
    'ok webhook-endpoint.ok',
    'ok webhook-secret.kept',
    'ok public-url.ok',
    'ok webhook-delivery.ok',
    'ok events.last',
    'ok database.ok',
    'ok migrations.ok',
    'ok writing.ok',
  ])
  expect(await inboxStore(services.storage).figures()).toEqual(before)
})

test('finds a sentence for everything', async () => {
  const { env } = await deploy(bench)
  const messages = new Translator('en', [en])
  for (const { code, values } of await check({ ...env, PAGE_SIZE: '' }))
    expect(messages.maybe(`check.${code}`, values)).not.toMatch(/[{}]|undefined/)
})

test('the configuration: all mistakes, and nothing is looked at', async () => {
  const findings = await check({ PORT: 'abc', STRIPE_KEY: 'pk_test_1' })
  expect(findings.map(({ state, code, values }) => [state, code, values.variable])).toEqual([
    ['problem', 'configuration.mistake', 'PORT'],
    ['problem', 'configuration.mistake', 'STRIPE_KEY'],
  ])
})

describe('the keys:', () => {
  test.each([
    [401, 'stripe-key.refused', 'problem'],
    [403, 'stripe-key.restricted', 'warning'],
    [500, 'stripe-key.failing', 'problem'],
  ])('Stripe answers %i', async (status, code, state) => {
    const stripe = await serve((_request, response) => response.writeHead(status).end('{"error":{}}'))
    expect((await wrong({ ...bare(), CONNECT_STRIPE_API: stripe }))[code]?.state).toBe(state)
  })

  test('Stripe does not answer', async () => {
    const address = `http://${await nowhere()}`
    const findings = await wrong({ ...bare(), CONNECT_STRIPE_API: address })
    expect(findings['stripe-key.unreachable']).toMatchObject({
      state: 'problem',
      values: { address, reason: 'ECONNREFUSED' },
    })
  })

  test('there is none, so there is nothing to look at', async () => {
    const folder = path.dirname(NO_FILE)
    const findings = await wrong({ ...bare(), CONNECT_STRIPE_API: undefined, CONNECT_DATA: folder })
    expect(findings['stripe-key.none']).toMatchObject({ state: 'warning', values: { folder } })
  })

  test('there is none, but a host runs an offline Stripe of its own', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'check-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const found = async (url: string) => {
      await writeFile(path.join(folder, 'offline-stripe.db.address'), `${JSON.stringify({ url })}\n`)
      const findings = await check({ ...bare(), CONNECT_STRIPE_API: undefined, CONNECT_DATA: folder })
      return findings.find(({ code }) => code.startsWith('stripe-key'))
    }
    expect(await found(bench.url)).toMatchObject({
      code: 'stripe-key.offline',
      values: { address: bench.url },
    })
    // A killed process left the file behind, and another server may have its port now.
    expect((await found(`http://${await nowhere()}`))?.code).toBe('stripe-key.none')
    const other = await serve((_request, response) => response.end('{}'))
    expect((await found(other))?.code).toBe('stripe-key.none')
  })

  test('one of test mode in production', async () => {
    const findings = await wrong({ ...bare(), ...PRODUCTION, STRIPE_KEY: 'sk_test_1' })
    expect(findings['stripe-key.not-live']?.state).toBe('warning')
  })

  test('no publishable key for the real Stripe', async () => {
    const config = loadConfig({ CONNECT_STRIPE_API: bench.url, STRIPE_KEY: 'sk_test_1' })
    const stripe = { ...config.stripe, offline: false }
    const codes = async (publishableKey: string | undefined) => {
      const { findings } = await lookAtStripe(
        { ...config, stripe: { ...stripe, publishableKey } },
        () => new Date(),
      )
      return findings.map(({ code }) => code)
    }
    expect(await codes(undefined)).toContain('publishable-key.none')
    expect(await codes('pk_test_1')).toContain('publishable-key.ok')
    expect(await codes('pk_test_1')).toContain('stripe-key.ok')
  })
})

describe('the clock:', () => {
  const at = (seconds: number) => ({ date: new Date(Date.now() + seconds * 1000).toUTCString() })

  test.each([
    [-60, 'warning', 'ahead'],
    [60, 'warning', 'behind'],
    [-400, 'problem', 'ahead'],
    [400, 'problem', 'behind'],
  ])('Stripe’s is %i seconds off', async (seconds, state, direction) => {
    const stripe = await stripeWith(bench, at(seconds))
    const finding = (await wrong({ ...bare(), CONNECT_STRIPE_API: stripe }))['clock.off']
    expect(finding).toMatchObject({ state, values: { direction } })
    expect(Math.abs(Number(finding?.values.seconds) - Math.abs(seconds))).toBeLessThan(5)
  })
})

describe('the webhook endpoint:', () => {
  test('none, in development', async () => {
    const elsewhere = { ...bare(), DASHBOARD_SERVER: `http://${await nowhere()}` }
    expect((await wrong(elsewhere))['webhook-endpoint.not-yet']?.state).toBe('warning')
    const listening = { ...elsewhere, CONNECT_WEBHOOK_ENDPOINT_SECRET: OTHER_SECRET }
    expect((await wrong(listening))['webhook-endpoint.not-yet']?.state).toBe('warning')
  })

  test('none at the real Stripe, whose events may be forwarded', async () => {
    const config = loadConfig({ ...bare(), CONNECT_WEBHOOK_ENDPOINT_SECRET: OTHER_SECRET })
    const real = { ...config, stripe: { ...config.stripe, offline: false } }
    const { answer } = await lookAtStripe(real, () => new Date())
    const { findings, secrets } = await lookAtEndpoint(real, answer, undefined)
    expect(findings).toMatchObject([{ state: 'warning', code: 'webhook-endpoint.forwarded' }])
    expect(secrets).toEqual([OTHER_SECRET])
  })

  test('one that the host made at the offline Stripe, whatever secret is configured for another', async () => {
    const { env } = await deploy(bench)
    const codes = (await check({ ...env, CONNECT_WEBHOOK_ENDPOINT_SECRET: OTHER_SECRET })).map(
      ({ code }) => code,
    )
    expect(codes).toEqual(expect.arrayContaining(['webhook-secret.kept', 'webhook-delivery.ok']))
  })

  test('none, in production', async () => {
    const elsewhere = { ...bare(), ...PRODUCTION, DASHBOARD_SERVER: `http://${await nowhere()}` }
    expect((await wrong(elsewhere))['webhook-endpoint.none']?.state).toBe('problem')
  })

  test('several', async () => {
    const { env, endpointUrl: url } = await deploy(bench)
    await bench.stripe.webhookEndpoints.create({ url, connect: true, enabled_events: ['*'] })
    expect(await wrong(env)).toMatchObject({
      'webhook-endpoint.several': { state: 'warning', values: { count: 2 } },
    })
  })

  test('a disabled one', async () => {
    const { env, endpointUrl } = await deploy(bench)
    const [endpoint] = (await endpoints(bench)).filter(({ url }) => url === endpointUrl)
    await bench.stripe.webhookEndpoints.update(String(endpoint?.id), { disabled: true })
    expect((await wrong(env))['webhook-endpoint.disabled']?.state).toBe('problem')
  })

  test('one that listens to the account itself', async () => {
    const { env, endpointUrl } = await deploy(bench)
    await endpointByHand(endpointUrl, { connect: false })
    expect((await wrong(env))['webhook-endpoint.own-account']?.state).toBe('problem')
  })

  test('one that lacks events', async () => {
    const { env, endpointUrl } = await deploy(bench)
    const missing = ['payout.failed', 'person.created']
    const some = handledEvents(mirrors).filter((type) => !missing.includes(type))
    await endpointByHand(endpointUrl, { enabled_events: some })
    expect((await wrong(env))['webhook-endpoint.events']).toMatchObject({
      state: 'problem',
      values: { events: missing.join(', ') },
    })
    await endpointByHand(endpointUrl, { enabled_events: ['*'] })
    expect(await wrong(env)).not.toHaveProperty('webhook-endpoint.events')
  })

  test('one of another API version, its own or the account’s', async () => {
    const { env, endpointUrl } = await deploy(bench)
    await endpointByHand(endpointUrl, { api_version: '2020-08-27' as typeof Stripe.API_VERSION })
    expect((await wrong(env))['webhook-endpoint.version']).toMatchObject({
      state: 'warning',
      values: { theirs: '2020-08-27' },
    })
    await bench.stripe.webhookEndpoints.del(
      String((await endpoints(bench)).find(({ url }) => url === endpointUrl)?.id),
    )
    await bench.stripe.webhookEndpoints.create({ url: endpointUrl, connect: true, enabled_events: ['*'] })
    const stripe = await stripeWith(bench, { 'stripe-version': '2019-12-03' })
    const findings = await check({ ...env, CONNECT_STRIPE_API: stripe })
    expect(findings.find(({ code }) => code === 'webhook-endpoint.version')?.values.theirs).toBe('2019-12-03')
    expect(findings.map(({ code }) => code)).toContain('api-version.other')
  })

  test('none that the key may see', async () => {
    const stripe = await serve(({ url }, response) => {
      const error = { type: 'invalid_request_error', message: 'The key sk_test_1 may not.' }
      response.writeHead(url === '/v1/balance' ? 200 : 403, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error }))
    })
    const { 'webhook-endpoint.refused': finding } = await wrong({ ...bare(), CONNECT_STRIPE_API: stripe })
    expect(finding?.state).toBe('problem')
    expect(JSON.stringify(finding)).not.toContain('sk_test')
  })

  test('one whose secret is not known here', async () => {
    const { env, endpointUrl } = await deploy(bench)
    await endpointByHand(endpointUrl)
    expect((await wrong(env))['webhook-secret.none']?.state).toBe('warning')
  })
})

describe('deliveries:', () => {
  test('the host has another secret', async () => {
    const host = await serve(({ method }, response) => response.writeHead(method === 'GET' ? 405 : 400).end())
    const { env } = await deploy(bench)
    await endpointByHand(`${host}/webhooks/connect/index-connect-data`)
    const findings = await wrong({ ...env, DASHBOARD_SERVER: host })
    expect(findings['webhook-delivery.refused']).toMatchObject({ state: 'problem', values: { count: 1 } })
  })

  test('the host fails', async () => {
    const host = await serve(({ method }, response) => response.writeHead(method === 'GET' ? 405 : 500).end())
    const findings = await wrong({ ...bare(), ...PRODUCTION, DASHBOARD_SERVER: host })
    expect(findings['webhook-delivery.failed']).toMatchObject({ state: 'problem', values: { status: 500 } })
  })
})

describe('the public address:', () => {
  test('nobody answers, which is worse in production', async () => {
    const elsewhere = { ...bare(), DASHBOARD_SERVER: `http://${await nowhere()}` }
    expect((await wrong(elsewhere))['public-url.unreachable']).toMatchObject({
      state: 'warning',
      values: { reason: 'ECONNREFUSED' },
    })
    const production = await wrong({ ...elsewhere, ...PRODUCTION })
    expect(production['public-url.unreachable']?.state).toBe('problem')
    expect(production['public-url.local']?.state).toBe('problem')
  })

  test('one without encryption, in production', async () => {
    const address = { DASHBOARD_SERVER: 'http://market.invalid' }
    const findings = await wrong({ ...bare(), ...PRODUCTION, ...address })
    expect(findings['public-url.not-https']?.state).toBe('problem')
    expect(await wrong({ ...bare(), ...address })).not.toHaveProperty('public-url.not-https')
  })

  test.each([
    [200, 'public-url.other'],
    [301, 'public-url.other'],
    [404, 'public-url.other'],
    [503, 'public-url.unavailable'],
  ])('who is there answers %i', async (status, code) => {
    const host = await serve((_request, response) => response.writeHead(status, { location: '/' }).end())
    expect((await wrong({ ...bare(), DASHBOARD_SERVER: host }))[code]).toMatchObject({
      state: 'problem',
      values: { status },
    })
  })
})

describe('events:', () => {
  test('none yet', async () => {
    const { env } = await deploy(bench)
    expect((await wrong(env))['events.none']?.state).toBe('warning')
  })

  test('some that wait, and some that fail', async () => {
    const { env, services } = await deploy(bench)
    const inbox = inboxStore(services.storage)
    const threeHoursAgo = new Date(services.now().getTime() - 3 * 3_600_000)
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await keepIn(inbox, event(id), threeHoursAgo)
    await inbox.failed(['evt_1'], { failure: 'it did not work', nextAttemptAt: services.now() })
    const findings = await check(env)
    const values = Object.fromEntries(findings.map(({ code, values }) => [code, values]))
    expect(values['events.last']).toEqual({ ago: '3 hours' })
    expect(values['events.waiting']).toEqual({ count: 2 })
    expect(values['events.failing']).toEqual({ count: 1 })
    expect(values).not.toHaveProperty('events.dead')
  })

  test('some that were given up', async () => {
    const { env, services } = await deploy(bench)
    const inbox = inboxStore(services.storage)
    await keepIn(inbox, event('evt_1'), services.now())
    await inbox.died(['evt_1'], 'it will never work', services.now())
    const found = (await wrong(env))['events.dead']
    expect(found).toMatchObject({ state: 'warning', values: { count: 1 } })
    expect(found?.values.address).toMatch(/^http.*\/administrator\/connect\/dead-letters$/)
  })
})

describe('the database:', () => {
  test('no file yet, and none afterwards', async () => {
    for (const _time of [1, 2])
      expect((await wrong(bare()))['database.no-file']).toMatchObject({
        state: 'warning',
        values: { file: NO_FILE },
      })
  })

  test('tables that are not up to date, nor afterwards', async () => {
    const { env } = await deploy(bench)
    const file = `${env.CONNECT_DATABASE_FILE}-empty`
    await writeFile(file, '')
    onTestFinished(() => rm(file))
    for (const _time of [1, 2]) {
      const findings = await wrong({ ...env, CONNECT_DATABASE_FILE: file })
      expect(findings['migrations.pending']?.state).toBe('warning')
      expect(findings['migrations.pending']?.values.names).toContain('001-marketplace')
    }
  })

  test('tables of a newer version', async () => {
    const { env } = await deploy(bench)
    const database = new Libsql(String(env.CONNECT_DATABASE_FILE))
    database.exec("insert into connect_migrations (name, timestamp) values ('999-later', '2026-01-01')")
    database.close()
    const findings = await wrong(env)
    expect(findings['migrations.newer']?.state).toBe('problem')
    expect(findings['migrations.newer']?.values.reason).toContain('999-later')
    expect(findings).not.toHaveProperty('database.unreachable')
  })

  test('a server that does not answer', async () => {
    const place = await nowhere()
    const findings = await wrong({
      ...bare(),
      CONNECT_DATABASE_URL: `postgres://user:hidden@${place}/market`,
    })
    expect(findings['database.unreachable']?.state).toBe('problem')
    expect(JSON.stringify(findings)).toContain(place)
    expect(JSON.stringify(findings)).not.toContain('hidden')
  })
})

eachReplicated('replicas that are looked at', (servers) => {
  const environment = () => ({
    ...bare(),
    CONNECT_DATABASE_URL: String(servers().config.url),
    CONNECT_STORAGE_REPLICATION: 'true',
    ...Object.fromEntries(
      servers().config.replicas.map((url, index) => [`CONNECT_READ_DATABASE_URL${index + 1}`, url]),
    ),
  })

  beforeEach(async () => {
    const services = await createServices(loadConfig({ ...environment(), LOG_LEVEL: 'silent' }))
    await caughtUp(services.storage)
    await closeServices(services)
  })

  test('all are read from, and then one is gone', async () => {
    const { replicas } = servers()
    const found = await check(environment())
    expect(found.filter(({ code }) => code === 'replica.ok')).toHaveLength(replicas.length)
    await replicas[0]?.relay.refuse()
    onTestFinished(() => replicas[0]?.relay.restore())
    expect((await wrong(environment()))['replica.unreachable']?.state).toBe('warning')
  })

  test('they stand still', async () => {
    await servers().pauseAll()
    onTestFinished(() => servers().resumeAll())
    expect((await wrong(environment()))['replica.behind']?.state).toBe('warning')
  })
})

test('a Redis that does not answer', async () => {
  const address = await nowhere()
  const findings = await wrong({ ...bare(), REDIS_URL: `redis://:hidden@${address}` })
  expect(findings['redis.unreachable']).toEqual({
    state: 'warning',
    code: 'redis.unreachable',
    values: { address, reason: 'ECONNREFUSED' },
  })
})

onRedis('a Redis that is looked at', (url) => {
  test('answers', async () => {
    expect((await check({ ...bare(), REDIS_URL: url })).map(({ code }) => code)).toContain('redis.ok')
  })
})
