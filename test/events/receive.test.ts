import { createHmac } from 'node:crypto'
import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Services } from '../../src/context/context.ts'
import { connectWebhook } from '../../src/events/receive.ts'
import { keepOwnEndpoint } from '../../src/events/signing-secrets.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { testConfig, testServices } from '../support/services.ts'

const SECRETS = ['whsec_new', 'whsec_old']
const NOW = Date.UTC(2026, 4, 1, 12)

let services: Services
let time = NOW

beforeAll(async () => {
  const config = testConfig()
  services = await testServices(
    { ...config, stripe: { ...config.stripe, webhookSecrets: SECRETS } },
    { now: () => new Date(time) },
  )
  return () => closeServices(services)
})

let count = 0

function makeEvent(changes: Partial<Record<keyof Stripe.Event, unknown>> = {}) {
  count += 1
  return {
    id: `evt_${count}`,
    object: 'event',
    type: 'account.updated',
    account: 'acct_1',
    created: NOW / 1000,
    livemode: false,
    data: { object: { id: 'acct_1', object: 'account' } },
    ...changes,
  }
}

function sign(body: string, { secret = SECRETS[0], at = time } = {}): string {
  return services.stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: secret ?? '',
    timestamp: Math.floor(at / 1000),
  })
}

function post(body: string, signature: string | undefined, to = services) {
  return connectWebhook.receive(to, { body: Buffer.from(body), signature, requestId: 'req' })
}

async function storedIds(stripeid = 'acct_1'): Promise<string[]> {
  const rows = await inboxStore(services.storage).ofAccount(stripeid, { offset: 0, limit: undefined })
  return rows.map(({ eventid }) => eventid)
}

const accepted = { status: 200, body: { received: true } }
const refused = (message: string) => ({
  status: 400,
  body: { object: 'error', message, detail: expect.any(String) },
})

describe('what verifies', () => {
  test('is kept and acknowledged', async () => {
    const event = makeEvent()
    const body = JSON.stringify(event)
    expect(await post(body, sign(body))).toEqual(accepted)
    expect(await storedIds()).toContain(event.id)
  })

  test('is kept once, however often it comes', async () => {
    const event = makeEvent()
    const body = JSON.stringify(event)
    for (let delivery = 0; delivery < 3; delivery++) expect(await post(body, sign(body))).toEqual(accepted)
    expect((await storedIds()).filter((id) => id === event.id)).toHaveLength(1)
  })

  test('may be signed with any of the secrets, as while one is being rolled', async () => {
    const body = JSON.stringify(makeEvent())
    expect(await post(body, sign(body, { secret: 'whsec_old' }))).toEqual(accepted)
  })

  test('is kept also when nothing will be done about its type', async () => {
    const event = makeEvent({ type: 'treaty.signed', data: { object: { object: 'treaty' } } })
    const body = JSON.stringify(event)
    expect(await post(body, sign(body))).toEqual(accepted)
    expect(await storedIds()).toContain(event.id)
  })

  test('may be written in any script', async () => {
    const event = makeEvent({
      data: { object: { id: 'acct_1', object: 'account', email: '森川=<遥>\u2028' } },
    })
    const body = JSON.stringify(event)
    expect(await post(body, sign(body))).toEqual(accepted)
  })

  test('is dropped when it is of the other mode, but acknowledged: Stripe sends those too', async () => {
    const event = makeEvent({ livemode: true })
    const body = JSON.stringify(event)
    expect(await post(body, sign(body))).toEqual(accepted)
    expect(await storedIds()).not.toContain(event.id)
  })
})

test.each([
  [
    'an event of the second generation, which names its object only',
    JSON.stringify({
      ...{ id: 'evt_thin_1', object: 'v2.core.event', type: 'v2.core.account.updated', livemode: false },
      created: '2026-11-20T10:00:00.000Z',
      related_object: { id: 'acct_1', type: 'v2.core.account', url: '/v2/core/accounts/acct_1' },
    }),
  ],
  ['an event behind a byte-order mark', `\uFEFF${JSON.stringify(makeEvent())}`],
  ['a text that is no JSON', 'hello'],
])('what is signed is acknowledged and kept, whatever it is: %s', async (_what, body) => {
  const kept = async () => {
    const { waiting, dead } = await inboxStore(services.storage).figures()
    return waiting + dead
  }
  const before = await kept()
  expect(await post(body, sign(body))).toEqual(accepted)
  expect(await kept()).toBe(before + 1)
})

test.each([
  'v2.core.account[requirements].updated',
  'v2.core.account[configuration.recipient].capability_status_updated',
  'some.type_of.next_year',
])('an event whose type we do not handle is no fault: %s', async (type) => {
  const { dead } = await inboxStore(services.storage).figures()
  const body = JSON.stringify({ ...makeEvent(), type })
  expect(await post(body, sign(body))).toEqual(accepted)
  expect(await inboxStore(services.storage).figures()).toMatchObject({ dead })
})

describe('what does not verify is refused', () => {
  test.each([
    ['missing', (_body: string) => undefined, 'there is no header stripe-signature'],
    ['too old', (body: string) => sign(body, { at: time - 301_000 }), 'more than 5 minutes from the time'],
    ['ahead', (body: string) => sign(body, { at: time + 301_000 }), 'more than 5 minutes from the time'],
    ['of another secret', (body: string) => sign(body, { secret: 'whsec_other' }), 'does not fit any of'],
  ])('and told the truth when the signature is %s', async (_how, signature, detail) => {
    const body = JSON.stringify(makeEvent())
    const { body: told } = (await post(body, signature(body))) as { body: { detail: string } }
    expect(told.detail).toContain(detail)
  })

  test.each([
    ['without a signature', () => undefined],
    ['with nonsense for one', () => 'nonsense'],
    ['with the secret of somebody else', (body: string) => sign(body, { secret: 'whsec_other' })],
    ['signed too long ago', (body: string) => sign(body, { at: time - 301_000 })],
    ['signed in the future', (body: string) => sign(body, { at: time + 301_000 })],
    [
      'signed at no time',
      (body: string) => `t=NaN,v1=${createHmac('sha256', 'whsec_new').update(`NaN.${body}`).digest('hex')}`,
    ],
    ['with the signature of another body', () => sign('{}')],
    ['with a signature that is none', () => `t=${Math.floor(time / 1000)},v1`],
    ['with a time that is none', (body: string) => sign(body).replace(/t=\d+/, 't=now')],
  ])('%s', async (_how, signature) => {
    const event = makeEvent()
    const body = JSON.stringify(event)
    expect(await post(body, signature(body))).toEqual(refused('invalid-signature'))
    expect(await storedIds()).not.toContain(event.id)
  })

  test('an empty body', async () => {
    expect(await post('', undefined)).toEqual(refused('invalid-signature'))
  })
})

test('the secret of an endpoint that another process made is found without a restart', async () => {
  const config = testConfig()
  const own = await testServices(config, { now: () => new Date(time) })
  try {
    const body = JSON.stringify(makeEvent())
    const signature = sign(body, { secret: 'whsec_made' })
    expect((await post(body, signature, own)).status).toBe(400)

    // Another process wrote it, and this one gets no notice.
    await own.storage.settings.set('webhook-endpoint', JSON.stringify({ id: 'we_1', secret: 'whsec_made' }))
    expect((await post(body, signature, own)).status).toBe(400)
    time += 10_000
    expect((await post(body, signature, own)).status).toBe(200)

    await keepOwnEndpoint(own.storage, { id: 'we_2', secret: 'whsec_next' })
    const next = JSON.stringify(makeEvent())
    expect((await post(next, sign(next, { secret: 'whsec_next' }), own)).status).toBe(200)
  } finally {
    await closeServices(own)
  }
})

test('a database that does not take the event makes Stripe send it again', async () => {
  const broken = await testServices(testConfig(), {
    now: () => new Date(time),
  })
  const body = JSON.stringify(makeEvent())
  await keepOwnEndpoint(broken.storage, { id: 'we_1', secret: 'whsec_made' })
  const signature = sign(body, { secret: 'whsec_made' })
  expect((await post(body, signature, broken)).status).toBe(200)
  await closeServices(broken)
  await expect(post(body, signature, broken)).rejects.toThrow()
})
