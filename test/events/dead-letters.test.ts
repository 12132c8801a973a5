/** Which failures end an event, which do not, and that no failure holds up another event. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Services } from '../../src/context/context.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import type { InboxRow } from '../../src/events/store/inbox-row.ts'
import { type InboxWorker, startInboxWorker } from '../../src/events/worker.ts'
import { administratorPages } from '../../src/oversight/pages/index.ts'
import { createServices } from '../../src/runtime/services.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { startDashboard } from '../hosts/support.ts'
import { type Fault, type FaultyStripe, startFaultyStripe, whole } from '../stripe/faulty-stripe.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { stripeEvent } from '../support/stripe-objects.ts'
import { expectMirrored, register, startPlatform } from './support.ts'

const DAY = 24 * 60 * 60 * 1000

const market = await startPlatform()
const { storage } = market.services
const inbox = inboxStore(storage)

let stripe: FaultyStripe
let services: Services
let worker: InboxWorker
let later = 0

beforeEach(async () => {
  later = 0
  stripe = await startFaultyStripe(market.bench.url)
  const config = { ...market.config, stripe: { ...market.config.stripe, api: new URL(stripe.url) } }
  services = await createServices(config, { storage, now: () => new Date(Date.now() + later) })
  worker = startInboxWorker(services)
})

afterEach(async () => {
  await worker.stop()
  await stripe.close()
})

async function receive(...events: ReturnType<typeof stripeEvent>[]): Promise<void> {
  for (const event of events) await keepIn(inbox, event, services.now())
  worker.wake()
}

async function rowOf({ id }: { id: string }, stripeid: string): Promise<InboxRow> {
  const rows = await inbox.ofAccount(stripeid, { offset: 0, limit: undefined })
  return rows.find(({ eventid }) => eventid === id) ?? expect.fail(`there is no ${id}`)
}

const updated = (stripeid: string) =>
  stripeEvent('account.updated', stripeid, { id: stripeid, object: 'account' })

const refusal = (status: string, error: object): Fault => ({
  instead: whole(JSON.stringify({ error }), { status }),
})

const PERMISSION = refusal('403 Forbidden', {
  type: 'invalid_request_error',
  message: 'The key may not do that.',
})
const KEY = refusal('401 Unauthorized', { type: 'invalid_request_error', message: 'Invalid API Key' })
const EXPIRED = refusal('400 Bad Request', { type: 'invalid_request_error', code: 'api_key_expired' })
const MALFORMED = refusal('400 Bad Request', {
  type: 'invalid_request_error',
  message: 'Unrecognized request',
})

describe('an event that can never be applied', () => {
  test('ends at once, and costs no other of its account', async () => {
    const { id } = await register(market)
    await market.bench.stripe.accounts.update(id, { email: 'other@example.com' })
    // The previous version accepted events like these.
    const odd = [
      stripeEvent('payout.paid', id, { id: '../balance', object: 'payout' }),
      stripeEvent('person.updated', id, { id: ['person_1'], object: 'person' }),
      stripeEvent('person.updated', id, {}),
    ]
    const ordinary = updated(id)
    await receive(...odd, ordinary)
    await eventually(async () => expect((await rowOf(ordinary, id)).appliedAt).toBeDefined())
    for (const event of odd)
      await eventually(async () =>
        expect(await rowOf(event, id)).toMatchObject({
          attempts: 1,
          deadAt: expect.any(Date),
          appliedAt: undefined,
        }),
      )
    await expectMirrored(market, id)
  })

  test('ends at once when Stripe says that it makes no sense', async () => {
    const { id } = await register(market)
    stripe.fault = MALFORMED
    const event = updated(id)
    await receive(event)
    await eventually(async () =>
      expect(await rowOf(event, id)).toMatchObject({
        failure: 'Unrecognized request',
        deadAt: expect.any(Date),
      }),
    )
  })

  test('costs no other of its claim, of which Stripe knows nothing wrong', async () => {
    const { id } = await register(market)
    const person = stripeEvent('person.updated', id, { id: 'person_bad', object: 'person' })
    const ordinary = updated(id)
    stripe.fault = { ...MALFORMED, when: ({ url }) => url?.includes('person_bad') === true }
    await receive(person, ordinary)
    await eventually(async () => expect((await rowOf(ordinary, id)).appliedAt).toBeDefined())
    await eventually(async () => expect((await rowOf(person, id)).deadAt).toBeDefined())
  })
})

describe('an event that fails for what somebody may mend', () => {
  test.each([
    ['a permission', PERMISSION],
    ['the key', KEY],
    ['an old key', EXPIRED],
  ])('%s, is tried for three days, and ends then', async (_what, fault) => {
    const { id } = await register(market)
    stripe.fault = fault
    const event = updated(id)
    await receive(event)
    await eventually(async () => expect((await rowOf(event, id)).failingSince).toBeDefined())
    later = 3 * DAY - 60_000
    worker.wake()
    await eventually(async () => expect((await rowOf(event, id)).attempts).toBe(2))
    expect((await rowOf(event, id)).deadAt).toBeUndefined()
    later = 3 * DAY + 60 * 60_000
    worker.wake()
    await eventually(async () => expect((await rowOf(event, id)).deadAt).toBeDefined())
    expect((await rowOf(event, id)).failure).toMatch(/./)
  })

  test('is applied when it was mended in time', async () => {
    const { id } = await register(market)
    stripe.fault = PERMISSION
    const event = updated(id)
    await receive(event)
    await eventually(async () => expect((await rowOf(event, id)).attempts).toBe(1))
    stripe.fault = undefined
    later = DAY
    worker.wake()
    await eventually(async () => expect((await rowOf(event, id)).appliedAt).toBeDefined())
  })
})

test.each<[string, Fault]>([
  ['does not answer', { instead: (socket) => void socket.destroy() }],
  ['fails', refusal('500 Internal Server Error', { type: 'api_error' })],
  ['is too busy', refusal('429 Too Many Requests', { type: 'invalid_request_error', code: 'rate_limit' })],
  ['answers with what is none of its', { instead: whole('null') }],
])('no event ends because Stripe %s, however long', async (_what, fault) => {
  const { id } = await register(market)
  stripe.fault = fault
  const event = updated(id)
  await receive(event)
  for (const attempts of [1, 2, 3]) {
    await eventually(async () => expect((await rowOf(event, id)).attempts).toBe(attempts))
    later += 10 * DAY
    worker.wake()
  }
  expect(await rowOf(event, id)).toMatchObject({ deadAt: undefined, failingSince: undefined })
  stripe.fault = undefined
  later += DAY
  worker.wake()
  await eventually(async () => expect((await rowOf(event, id)).appliedAt).toBeDefined())
})

test('no event ends because the database does not answer', async () => {
  const { id } = await register(market)
  const event = updated(id)
  let away = true
  const stripeAccounts = accountStore(services.storage)
  const { ticket } = stripeAccounts
  const asking = vi.spyOn(stripeAccounts, 'ticket').mockImplementation((stripeid) => {
    if (away && stripeid === id) throw new StorageError('The database is away.')
    return ticket(stripeid)
  })
  onTestFinished(() => asking.mockRestore())
  await receive(event)
  await eventually(async () => expect((await rowOf(event, id)).attempts).toBe(1))
  later = 10 * DAY
  worker.wake()
  await eventually(async () => expect((await rowOf(event, id)).attempts).toBe(2))
  expect((await rowOf(event, id)).deadAt).toBeUndefined()
  away = false
  later += DAY
  worker.wake()
  await eventually(async () => expect((await rowOf(event, id)).appliedAt).toBeDefined())
})

test('an administrator sees what was given up and why, and has it tried again', async () => {
  const { id } = await register(market)
  stripe.fault = MALFORMED
  const event = updated(id)
  await receive(event)
  await eventually(async () => expect((await rowOf(event, id)).deadAt).toBeDefined())
  stripe.fault = undefined

  const PATH = '/administrator/connect/dead-letters'
  const dashboard = await startDashboard({ services, routes: administratorPages })
  const { browser } = await dashboard.signedIn()
  const shown = await browser.text(PATH)
  expect(shown).toContain(event.id)
  expect(shown).toContain('Unrecognized request')
  expect(shown).toContain(`/administrator/connect/stripe-account?stripeid&#x3D;${id}`)
  expect((await browser.get(PATH, { method: 'POST' })).status, 'without a token').toBe(403)
  const response = await browser.submit(PATH, {})
  expect(response.headers.get('location')).toBe(`${PATH}?message=retried`)
  await eventually(async () => expect((await rowOf(event, id)).appliedAt).toBeDefined())
  expect(await browser.text(`${PATH}?message=retried`)).toContain('being tried again')

  const { browser: seller } = await dashboard.signedIn()
  expect((await seller.get(PATH)).status).toBe(403)
  expect((await seller.submit(PATH, {})).status).toBe(403)
})
