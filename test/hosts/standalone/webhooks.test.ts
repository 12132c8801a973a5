/** Events reach the inbox before Express, handlers and sign-in, and are answered like every other route of this host. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { connectWebhook } from '../../../src/events/receive.ts'
import { inboxStore } from '../../../src/events/store/inbox.ts'
import { routes } from '../../../src/features.ts'
import { sessionStore } from '../../../src/hosts/standalone/store/sessions.ts'
import { signBytes } from '../../events/odd-bodies.ts'
import { eventually } from '../../support/eventually.ts'
import { testConfig } from '../../support/services.ts'
import { stripeEvent } from '../../support/stripe-objects.ts'
import { type DashboardOptions, SESSION_COOKIE, startDashboard } from '../support.ts'

const SECRET = 'whsec_of_the_host'
const config = { stripe: { ...testConfig().stripe, webhookSecrets: [SECRET] } }

const start = (options: DashboardOptions = {}) => startDashboard({ routes, config, ...options })

function post(url: string, headers: Record<string, string> = {}, event = anEvent()): Promise<Response> {
  const body = JSON.stringify(event)
  return fetch(url + connectWebhook.path, {
    method: 'POST',
    headers: { 'stripe-signature': signBytes(Buffer.from(body), SECRET), ...headers },
    body,
  })
}

const anEvent = () => stripeEvent('account.updated', 'acct_1', { id: 'acct_1', object: 'account' })

test('an event is taken whatever handlers say, and nobody asks who sends it', async () => {
  const asked: string[] = []
  const refuse = {
    before: (request: { url: string }, response: { writeHead(status: number): { end(): void } }) => {
      asked.push(request.url)
      response.writeHead(403).end()
    },
  }
  const { url, services } = await start({ handlers: { server: [refuse as never] } })
  sessionStore(services.storage).find = async (sessionid) => {
    asked.push(sessionid)
    return undefined
  }
  const event = anEvent()
  const answer = await post(url, { cookie: `${SESSION_COOKIE}=session.secret` }, event)
  expect([answer.status, await answer.json()]).toEqual([200, { received: true }])
  const rows = await inboxStore(services.storage).ofAccount('acct_1', { offset: 0, limit: undefined })
  expect(rows.map(({ eventid }) => eventid)).toEqual([event.id])
  expect(asked).toEqual([])
})

test('an event slows down nobody by having what it does followed', async () => {
  const { url } = await start()
  await post(url)
  const follow = vi.spyOn(AsyncLocalStorage.prototype, 'run')
  try {
    // Other work of the process may be followed meanwhile, but not during every event.
    await eventually(async () => {
      follow.mockClear()
      expect((await post(url)).status).toBe(200)
      expect(follow).not.toHaveBeenCalled()
    })
  } finally {
    follow.mockRestore()
  }
})

test('the answer has the headers of every other', async () => {
  const { url } = await start()
  const given = { 'x-request-id': 'id-of-the-proxy' }
  const other = await fetch(`${url}/api/user/connect/stripe-accounts`, { headers: given })
  const expected = Object.fromEntries(other.headers)
  for (const name of ['date', 'content-length', 'etag', 'cache-control']) delete expected[name]
  expect(Object.keys(expected).length).toBeGreaterThan(10)
  const answer = await post(url, given)
  expect(Object.fromEntries(answer.headers)).toMatchObject(expected)
})

test('what cannot be taken is answered with JSON that says why', async () => {
  const { url } = await start()
  const refused = await post(url, { 'stripe-signature': 't=1,v1=nonsense' })
  expect([refused.status, await refused.json()]).toMatchObject([400, { message: 'invalid-signature' }])
  const large = await fetch(url + connectWebhook.path, {
    method: 'POST',
    headers: { 'stripe-signature': `t=1,v1=${'a'.repeat(64)}` },
    body: 'x'.repeat(2_000_000),
  })
  expect([large.status, await large.json()]).toMatchObject([
    413,
    { object: 'error', message: 'request-too-large', detail: expect.any(String) },
  ])
  expect(large.headers.get('cache-control')).toBe('no-store')
  const read = await fetch(url + connectWebhook.path)
  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST'])
})

test('Stripe is told to come again while the database is away', async () => {
  const { url, services } = await start()
  await services.storage.close()
  const answer = await post(url)
  expect(answer.status).toBeGreaterThanOrEqual(500)
  expect(await answer.json()).toMatchObject({ object: 'error' })
})

test.each(['info', 'debug'])(
  'the log at %s counts events, and names them only to who looks closely',
  async (level) => {
    const lines: { msg: string; events?: number; eventid?: string; level: number }[] = []
    const log = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const { url } = await start({ log })
    const events = Array.from({ length: 20 }, anEvent)
    for (const { status } of await Promise.all(events.map((event) => post(url, {}, event))))
      expect(status).toBe(200)
    await post(url, {}, events[0])
    const counted = lines.filter(({ msg }) => msg === 'events were received')
    expect(counted.reduce((sum, line) => sum + (line.events ?? 0), 0)).toBe(events.length)
    const named = lines.filter(({ msg }) => msg === 'an event was received').map(({ eventid }) => eventid)
    const ids = events.map(({ id }) => id)
    expect(named.sort()).toEqual(level === 'debug' ? ids.sort() : [])
    const requests = () => lines.filter(({ msg }) => msg === 'request')
    await eventually(() => expect(requests()).toHaveLength(level === 'debug' ? events.length + 1 : 0))
  },
)
