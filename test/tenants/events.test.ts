/** Two tenants of one platform: Stripe sends both of them every event. */
import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountMirror } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import type { Services } from '../../src/context/context.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { routes } from '../../src/features.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { startUpkeep } from '../../src/runtime/upkeep.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { freePort } from '../support/marketplace.ts'
import { OTHER, OWN, openPlatform, type Platform } from './support.ts'

const ALL = { offset: 0, limit: undefined }

let platform: Platform
let own: Services
let other: Services
/** The changes that the other tenant announced. */
let heard: string[]
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  platform = await openPlatform()
  own = await openTenant(OWN)
  other = await openTenant(OTHER)
  heard = []
  other.announcements.subscribe(({ stripeid }) => void heard.push(stripeid))
})

afterAll(async () => {
  for (const close of closing.reverse()) await close()
  await platform.close()
})

async function openTenant(appid: string): Promise<Services> {
  const port = await freePort()
  const services = await platform.open(appid, { url: `http://127.0.0.1:${port}` })
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
  const { close } = await startStandalone(options)
  closing.push(close)
  await ensureWebhookEndpoint(services)
  const worker = startInboxWorker(services)
  closing.push(() => worker.stop())
  return services
}

/** An account at Stripe whose metadata name its owner. */
function create(metadata: Record<string, string>, params: Stripe.AccountCreateParams = {}) {
  return own.stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    metadata,
    ...params,
  })
}

const eventsOf = async ({ storage }: Services, stripeid: string) =>
  (await inboxStore(storage).ofAccount(stripeid, ALL)).map(({ eventid, appliedAt, failure }) => ({
    eventid,
    applied: appliedAt !== undefined,
    failure,
  }))

/** Waits until both tenants have Stripe's events about an account, and are done with them. */
async function settled(stripeid: string): Promise<string[]> {
  const { data } = await own.stripe.events.list({ limit: 100 }, { stripeAccount: stripeid })
  const expected = data.map(({ id }) => ({ eventid: id, applied: true, failure: undefined }))
  const byId = (one: { eventid: string }, another: { eventid: string }) =>
    one.eventid < another.eventid ? -1 : 1
  for (const services of [own, other])
    await eventually(async () =>
      expect((await eventsOf(services, stripeid)).sort(byId)).toEqual(expected.sort(byId)),
    )
  return data.map(({ id }) => id)
}

describe("an event about one tenant's account", () => {
  test('is kept by both under the same id, and applied by the one whose account it is', async () => {
    const { id } = await create({ appid: OWN, accountid: 'maya' })
    expect((await settled(id)).length).toBeGreaterThan(0)
    expect(await accountStore(own.storage).find(id)).toMatchObject({ accountid: 'maya', appid: OWN })
    expect(await accountStore(other.storage).find(id)).toBeUndefined()

    await own.stripe.accounts.update(id, { email: 'maya@example.com' })
    await settled(id)
    const row = await accountStore(own.storage).find(id)
    expect(row?.stripeObject.email).toBe('maya@example.com')
    expect(await accountStore(other.storage).find(id)).toBeUndefined()
    expect((await other.headers.get('maya')).headers['x-stripe-accounts']).toBe('[]')
    expect(heard).not.toContain(id)
  })

  test('about its person, its payout and its end changes nothing of the other', async () => {
    const { id } = await create(
      { appid: OWN, accountid: 'tom' },
      { individual: { first_name: 'Tom', last_name: 'Example' } },
    )
    const { individual } = await own.stripe.accounts.retrieve(id)
    await settled(id)
    const persons = personStore(other.storage)
    expect(await persons.find(individual?.id ?? '')).toBeUndefined()
    expect(await personStore(own.storage).find(individual?.id ?? '')).toMatchObject({ stripeid: id })

    await own.stripe.accounts.del(id)
    const deauthorized = {
      ...{
        id: `evt_${randomUUID()}`,
        object: 'event',
        type: 'account.application.deauthorized',
        account: id,
      },
      ...{ created: 1, livemode: false, data: { object: { id: 'ca_1', object: 'application' } } },
    } as unknown as Stripe.Event
    await keepIn(inboxStore(other.storage), deauthorized, other.now())
    await eventually(async () =>
      expect((await eventsOf(other, id)).find(({ eventid }) => eventid === deauthorized.id)?.applied).toBe(
        true,
      ),
    )
    // Only the other tenant got the event, and it must not delete this row.
    expect(await accountStore(own.storage).find(id)).toBeDefined()
    await accountMirror.refresh(own, { stripeid: id, objectid: id }, true)
    expect(await accountStore(own.storage).find(id)).toBeUndefined()
    expect(heard).not.toContain(id)
  })

  test('leaves no mark in the database of the other but itself', async () => {
    const { id } = await create({ appid: OWN, accountid: 'lee' })
    await settled(id)
    const { tickets } = other.storage
    expect(await tickets.forget(new Date(Date.now() + 60_000), 1000)).toBe(0)
  })
})

test.each([
  ['says nothing of whose it is', {}],
  ['says so of another tenant', { appid: 'a third', accountid: 'maya' }],
  ['says so of no tenant', { accountid: 'maya' }],
  ['says so of nobody', { appid: OWN }],
])('an account that %s is nobody’s', async (_what, metadata) => {
  const { id } = await create(metadata as Record<string, string>)
  await settled(id)
  for (const { storage } of [own, other]) expect(await accountStore(storage).find(id)).toBeUndefined()
})

test('an account that one tenant has is not given to another, whatever is written at Stripe', async () => {
  const { id } = await create({ appid: OWN, accountid: 'ada' })
  await settled(id)
  await own.stripe.accounts.update(id, { metadata: { appid: OTHER, accountid: 'thief' } })
  await settled(id)
  expect(await accountStore(own.storage).find(id)).toMatchObject({ accountid: 'ada' })
  expect(await accountStore(other.storage).find(id)).toBeUndefined()
  expect(heard).not.toContain(id)
})

test('old events and tickets are forgotten by their tenant alone', async () => {
  const { id } = await create({ appid: OTHER, accountid: 'kim' })
  await settled(id)
  const kept = await eventsOf(other, id)
  await accountStore(other.storage).ticket(id)
  const inTime = new Date(Date.now() + 400 * 24 * 60 * 60 * 1000)
  const upkeep = startUpkeep({ ...own, now: () => inTime }, [])
  await eventually(async () => expect(await eventsOf(own, id)).toEqual([]))
  await upkeep.stop()
  expect(await eventsOf(other, id)).toEqual(kept)
  expect(await other.storage.tickets.forget(inTime, 1000)).toBeGreaterThan(0)
})
