import { afterEach, describe, expect, test } from 'vitest'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { readOwnEndpoint, signingSecrets } from '../../src/events/signing-secrets.ts'
import { handledEvents } from '../../src/events/subject.ts'
import { mirrors } from '../../src/features.ts'
import { startPlatform } from './support.ts'

const market = await startPlatform()
const { services, bench, config } = market
const { stripe } = bench
const url = `${config.url}/webhooks/connect/index-connect-data`

afterEach(async () => {
  for (const { id } of await endpoints()) await stripe.webhookEndpoints.del(id)
})

async function endpoints() {
  return (await stripe.webhookEndpoints.list({ limit: 100 })).data
}

const ensure = () => ensureWebhookEndpoint(services)

test('an endpoint for connected accounts is made, with every event that is acted on', async () => {
  await ensure()
  const [endpoint, ...others] = await endpoints()
  expect(others).toEqual([])
  expect(endpoint).toMatchObject({
    url,
    status: 'enabled',
    metadata: { created_by: '@layeredapps/stripe-connect', appid: config.appid },
  })
  expect([...(endpoint?.enabled_events ?? [])].sort()).toEqual(handledEvents(mirrors))
})

test('is one, though several instances start at once', async () => {
  await Promise.all([ensure(), ensure(), ensure()])
  const own = await readOwnEndpoint(services.storage)
  expect((await endpoints()).map(({ id }) => id)).toEqual([own?.id])
})

test('is used again, with the secret that is kept here', async () => {
  await ensure()
  const first = await readOwnEndpoint(services.storage)
  await ensure()
  expect(await readOwnEndpoint(services.storage)).toEqual(first)
  expect((await endpoints()).map(({ id }) => id)).toEqual([first?.id])
})

// Two developers with one database have a Stripe each, which does not know the endpoint of the other.
test('leaves the secrets of the last few before it good, for servers that still use them', async () => {
  const made: string[] = []
  for (let count = 0; count < 5; count += 1) {
    await ensure()
    const { id, secret } = (await readOwnEndpoint(services.storage)) ?? { id: '', secret: '' }
    made.unshift(secret)
    await stripe.webhookEndpoints.del(id)
  }
  expect(await signingSecrets(services)).toEqual([...config.stripe.webhookSecrets, ...made.slice(0, 4)])
})

test('moves with the server', async () => {
  await ensureWebhookEndpoint({ ...services, config: { ...config, url: 'http://127.0.0.1:9' } })
  const before = await readOwnEndpoint(services.storage)
  await ensure()
  expect(await readOwnEndpoint(services.storage)).toEqual(before)
  expect(await endpoints()).toEqual([expect.objectContaining({ id: before?.id, url })])
})

test('is replaced when its secret is known to nobody', async () => {
  await ensure()
  const before = await readOwnEndpoint(services.storage)
  await services.storage.settings.set(
    'webhook-endpoint',
    JSON.stringify({ id: 'we_other', secret: 'whsec_other' }),
  )
  await ensure()
  const after = await readOwnEndpoint(services.storage)
  expect(after?.id).not.toBe(before?.id)
  expect((await endpoints()).map(({ id }) => id)).toEqual([after?.id])
})

test.each([{ enabled_events: ['account.updated' as const] }, { disabled: true }])(
  'is put right when somebody changed it: %o',
  async (change) => {
    await ensure()
    const own = await readOwnEndpoint(services.storage)
    await stripe.webhookEndpoints.update(own?.id ?? '', change)
    await ensure()
    const [endpoint] = await endpoints()
    expect(endpoint).toMatchObject({ id: own?.id, status: 'enabled' })
    expect(endpoint?.enabled_events).toHaveLength(handledEvents(mirrors).length)
  },
)

test('one that the version before made is used again, and from then on says whose it is', async () => {
  await ensure()
  const own = await readOwnEndpoint(services.storage)
  await stripe.webhookEndpoints.update(own?.id ?? '', { metadata: { appid: '' } })
  await ensure()
  expect(await endpoints()).toEqual([
    expect.objectContaining({ id: own?.id, metadata: expect.objectContaining({ appid: config.appid }) }),
  ])
})

describe('somebody else’s endpoint is left as it is', () => {
  test.each([
    ['without our mark', { url }],
    [
      'of ours, but for another server',
      { url: 'https://other.example', metadata: { created_by: '@layeredapps/stripe-connect' } },
    ],
    [
      'of ours, but of another tenant that was at this address',
      { url, metadata: { created_by: '@layeredapps/stripe-connect', appid: 'another' } },
    ],
  ])('%s', async (_which, params) => {
    const other = await stripe.webhookEndpoints.create({ enabled_events: ['charge.failed'], ...params })
    await ensure()
    await ensure()
    const { secret: _, ...shown } = other
    expect(await endpoints()).toContainEqual(expect.objectContaining(JSON.parse(JSON.stringify(shown))))
  })
})

test.each([
  ['in production', { ...config, production: true }],
  [
    'when the secret of one that was made by hand is configured',
    { ...config, stripe: { ...config.stripe, offline: false, webhookSecrets: ['whsec_1'] } },
  ],
])('nothing is done %s', async (_when, other) => {
  await ensureWebhookEndpoint({ ...services, config: other })
  expect(await endpoints()).toEqual([])
})

test('the offline Stripe delivers whatever secret is configured for the real one', async () => {
  const stripe = { ...config.stripe, offline: true, webhookSecrets: ['whsec_1'] }
  await ensureWebhookEndpoint({ ...services, config: { ...config, stripe } })
  expect(await endpoints()).toEqual([expect.objectContaining({ url })])
})

test('an address that Stripe does not deliver to stops nothing', async () => {
  await ensureWebhookEndpoint({ ...services, config: { ...config, url: 'ftp://nowhere' } })
  expect(await endpoints()).toEqual([])
})

test('as many endpoints as Stripe keeps stop nothing', async () => {
  const params = { url: 'https://elsewhere.example', enabled_events: ['charge.failed'] as const }
  const full = async () => {
    for (;;) await stripe.webhookEndpoints.create({ ...params, enabled_events: [...params.enabled_events] })
  }
  await expect(full()).rejects.toThrow('maximum')
  await ensureWebhookEndpoint(services)
  expect(await endpoints()).not.toContainEqual(expect.objectContaining({ url }))
})

test('a wrong key is reported', async () => {
  const stripe = bench.client({ key: 'nonsense' })
  await expect(ensureWebhookEndpoint({ ...services, stripe })).rejects.toThrow()
})
