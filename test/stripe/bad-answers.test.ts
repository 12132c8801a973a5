/** Odd answers in place of Stripe's: nobody loses anything, and nothing of them is kept. */

import { beforeAll, describe, expect, test } from 'vitest'
import { adoptAccount, refreshAccount } from '../../src/accounts/mirror-account.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { openModule } from '../../src/runtime/module.ts'
import { isPassing } from '../../src/stripe/errors.ts'
import { makeAccount } from '../application/accounts.ts'
import { some } from '../support/breadth.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { stripeEvent } from '../support/stripe-objects.ts'
import { endless, type Fault, raw, speaks, whole } from './faulty-stripe.ts'
import { BANK, openScene, reads, rowsOf, type Scene, writes } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
  return () => {
    scene.stripe.fault = undefined
  }
})

const ACCOUNT = '{"id":"acct_other","object":"account","payouts_enabled":true}'

const FAULTS = Object.entries<NonNullable<Fault['instead']>>({
  null: whole('null'),
  'an empty list': whole('[]'),
  'a text': whole('"account"'),
  'a number': whole('1'),
  'a truth': whole('true'),
  'an empty object': whole('{}'),
  nothing: whole(''),
  'nothing, and says so': whole('', { status: '204 No Content' }),
  'no JSON': whole('Internal Server Error'),
  'half of an object': whole(ACCOUNT.slice(0, 30)),
  'half of what it announced': raw(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${ACCOUNT}`),
  'half of a chunk': raw(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n${ACCOUNT}`),
  'no HTTP': raw('SSH-2.0-OpenSSH_9.2\r\n'),
  'no answer': raw(''),
  'announcements without an end': endless('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', { head: '' }),
  'another protocol': speaks('101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x'),
  'a broken connection': (socket) => void socket.resetAndDestroy(),
  'a page': whole('<!doctype html><title>OK</title>', { type: 'text/html' }),
  'a page of a proxy': whole('<h1>502 Bad Gateway</h1>', { status: '502 Bad Gateway', type: 'text/html' }),
  'an object without an error as status 404': whole('{}', { status: '404 Not Found' }),
  'an account as status 404': whole(ACCOUNT, { status: '404 Not Found' }),
  'a message without an error as status 400': whole('{"message":"no"}', { status: '400 Bad Request' }),
  'an error that is a text': whole('{"error":"invalid_request"}', { status: '400 Bad Request' }),
  'an error that is true': whole('{"error":true}', { status: '400 Bad Request' }),
  'an error whose message is an object': whole('{"error":{"type":"x","message":{}}}', {
    status: '400 Bad Request',
  }),
  'an error as status 200': whole('{"error":{"type":"api_error"}}'),
  'a redirect': whole(ACCOUNT, { status: '302 Found', headers: 'location: https://evil.example/\r\n' }),
  'an account larger than any': whole(
    JSON.stringify({ ...JSON.parse(ACCOUNT), metadata: { note: 'x'.repeat(200_000) } }),
  ),
  'another kind of object': whole('{"object":"balance","id":"acct_other"}'),
  'an object that inherits': whole('{"__proto__":{"object":"account"},"constructor":1}'),
  'a list that is none': whole('{"object":"list","data":null,"has_more":false}'),
  'a compressed answer': whole(Buffer.from('1f8b08000000000000ff', 'hex'), {
    headers: 'content-encoding: gzip\r\n',
  }),
  'bytes that are no text': whole(Buffer.from('{"object":"account","id":"\xff\xfe"}', 'latin1')),
  'a byte-order mark': whole(`\ufeff${ACCOUNT}`),
  nests: whole(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'nests in an account': whole(
    `{"object":"account","id":"acct_other","settings":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  ),
  'a head without an end': endless('x-filler: 0123456789abcdef\r\n', { head: 'HTTP/1.1 200 OK\r\n' }),
  'an answer without an end': endless(' '.repeat(65_536)),
  'a text without an end': endless('0123456789abcdef'.repeat(4096), { head: 'HTTP/1.1 200 OK\r\n\r\n"' }),
  'chunks without an end': endless(`1000\r\n${' '.repeat(4096)}\r\n`, {
    head: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
  }),
}).map(([name, instead]): [string, Fault] => [name, { instead }])

describe.each(some(FAULTS, 7))('a Stripe that answers with %s', (_name, fault) => {
  test('is unavailable to every form and API, which keep what was typed and change nothing', async () => {
    const before = await rowsOf(scene)
    scene.stripe.fault = fault
    const outcomes = await Promise.all(
      writes(scene).map(async ({ name, run, typed = [] }) => {
        const response = await run()
        const body = await response.text()
        return {
          name,
          status: response.status,
          told: /Stripe is not answering|stripe-unavailable/.test(body),
          lost: typed.filter((text) => !body.includes(text)),
        }
      }),
    )
    expect(outcomes).toEqual(writes(scene).map(({ name }) => ({ name, status: 503, told: true, lost: [] })))
    expect(scene.stripe.met()).toBeGreaterThanOrEqual(outcomes.length)
    expect(await rowsOf(scene)).toEqual(before)
  })

  test('is asked for nothing by pages and API that show what the database has', async () => {
    scene.stripe.fault = fault
    for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
    expect(scene.stripe.met()).toBe(0)
  })

  test('is asked for a webhook endpoint later', async () => {
    scene.stripe.fault = fault
    const failure: unknown = await ensureWebhookEndpoint(scene.services).catch((error: unknown) => error)
    expect(isPassing(failure)).toBe(true)
    expect(scene.stripe.met()).toBeGreaterThan(0)
  })
})

/** One fault of each kind is enough here: the reaction does not depend on the fault. */
const FEW = FAULTS.filter(([name]) =>
  ['a text', 'half of what it announced', 'a page of a proxy', 'an answer without an end'].includes(name),
)

describe.each(FEW)('a Stripe that answers with %s', (_name, fault) => {
  test('costs no event: it is applied when Stripe answers again', async () => {
    const { services, stripe, accounts } = scene
    const inbox = inboxStore(services.storage)
    const before = await rowsOf(scene)
    stripe.fault = fault
    const event = stripeEvent('account.updated', accounts.begun, { id: accounts.begun, object: 'account' })
    await keepIn(inbox, event, services.now())
    const worker = startInboxWorker(services)
    try {
      await eventually(async () => expect(await inbox.figures()).toMatchObject({ waiting: 1, failing: 1 }))
      expect(await rowsOf(scene)).toEqual(before)
      stripe.fault = undefined
      await eventually(async () => expect(await inbox.figures()).toMatchObject({ waiting: 0 }))
    } finally {
      await worker.stop()
    }
  })

  test('holds up no start', async () => {
    scene.stripe.fault = fault
    const module = await openModule(scene.services.config, { log: scene.services.log })
    try {
      await module.begin()
      expect(scene.stripe.met()).toBeGreaterThan(0)
    } finally {
      await module.stop()
    }
  })
})

test('an answer without an end is given up long before it fills the memory', () => {
  expect(scene.stripe.longest()).toBeGreaterThan(4_000_000)
  expect(scene.stripe.longest()).toBeLessThan(64_000_000)
})

/** Values that would break a page or the database if they were kept. */
const WRONG: [path: string, value: unknown][] = [
  ['requirements.currently_due', 'individual.dob.day'],
  ['requirements.currently_due', [{ requirement: 'individual.dob.day' }]],
  ['requirements.past_due', { length: 1 }],
  ['requirements.pending_verification', 1],
  ['requirements.errors', [{ code: 'invalid', requirement: null, reason: 'none' }]],
  ['requirements.alternatives', [{ original_fields_due: null }]],
  ['requirements.current_deadline', 'tomorrow'],
  ['requirements.current_deadline', 1e300],
  ['requirements.disabled_reason', { startsWith: true }],
  ['requirements', 'none'],
  ['future_requirements.eventually_due', {}],
  ['external_accounts', { data: null }],
  ['external_accounts.data', [{ id: 'ba_1', object: 'bank_account', currency: 'money', country: 'US' }]],
  ['individual.first_name', ['Maya']],
  ['individual.dob', { day: 1, month: 1, year: 1e9 }],
  ['company', { name: { first: 'Hart' } }],
  ['capabilities', [1]],
  ['capabilities.transfers', { status: 'active' }],
  ['country', 'Utopia'],
  ['country', 7],
  ['country', null],
  ['country', undefined],
  ['requirements', undefined],
  ['requirements', {}],
  ['capabilities', undefined],
  ['metadata', undefined],
  ['charges_enabled', undefined],
  ['individual', { id: 'person_1', address: { line1: 1 } }],
  ['default_currency', '€'],
  ['created', 1e300],
  ['created', 'now'],
  ['email', { toString: 1 }],
  ['metadata', []],
  ['metadata', { accountid: { $ne: 1 } }],
  ['payouts_enabled', 'yes'],
  ['tos_acceptance', { date: 'today' }],
  ['settings', { dashboard: { display_name: 1 } }],
  ['id', 'acct_other'],
  ['id', undefined],
  ['object', 'person'],
]

describe('an account of Stripe’s in which something is of another type', () => {
  test.each(WRONG.map(([path, value]) => [path, JSON.stringify(value), value] as const))(
    'is not kept: %s is %s',
    async (path, _text, value) => {
      const { stripe, seller, accounts } = scene
      const before = await rowsOf(scene)
      stripe.fault = {
        change: ({ json }) => {
          if (json.object !== 'account') return undefined
          put(json, path.split('.'), value)
          return JSON.stringify(json)
        },
      }
      const form = `/account/connect/edit-payment-information?stripeid=${accounts.begun}`
      const response = await seller.submit(form, BANK)
      expect(response.status).toBe(503)
      expect(await response.text()).toContain('Zelda Quux')
      const { services } = scene
      await expect(refreshAccount(services, accounts.begun)).rejects.toSatisfy(isPassing)
      expect(await rowsOf(scene)).toEqual(before)
    },
  )
})

describe('an account that Stripe is said to have made', () => {
  test.each([
    ['is no account', () => ({ id: 'acct_zzz', object: 'account' })],
    ['is deleted', () => ({ id: 'acct_zzz', object: 'account', deleted: true })],
    ['was deleted', (made: object) => ({ ...made, deleted: true })],
    ['is somebody else’s', (made: object) => ({ ...made, metadata: { appid: 'x', accountid: 'y' } })],
    ['is in another country', (made: object) => ({ ...made, country: 'DE' })],
  ])('is not kept when it %s', async (_what, answer) => {
    const { stripe, seller } = scene
    const before = await rowsOf(scene)
    stripe.fault = {
      when: ({ method, url }) => method === 'POST' && url === '/v1/accounts',
      change: ({ json }) => JSON.stringify(answer(json)),
    }
    const response = await seller.submit('/account/connect/create-stripe-account', { country: 'JP' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('<option value="JP" selected')
    expect(await rowsOf(scene)).toEqual(before)
  })
})

test('an account that somebody else has here is not shown to whom Stripe is said to have made it for', async () => {
  const { stripe, seller, services } = scene
  const another = makeAccount({ id: 'acct_of_another', email: 'private@example.com' })
  await adoptAccount(services, another, { accountid: 'another' })
  const before = await rowsOf(scene)
  stripe.fault = {
    when: ({ method, url }) => method === 'POST' && url === '/v1/accounts',
    change: ({ json }) => JSON.stringify({ ...json, id: another.id }),
  }
  const response = await seller.submit('/account/connect/create-stripe-account', { country: 'JP' })
  expect(response.status).toBe(503)
  expect(await response.text()).not.toContain('private@example.com')
  expect(await rowsOf(scene)).toEqual(before)
})

function put(object: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) object[name] = value
  else {
    object[name] ??= {}
    put(object[name] as Record<string, unknown>, rest, value)
  }
}
