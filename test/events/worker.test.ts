import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Services } from '../../src/context/context.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker, wakeInboxWorkers } from '../../src/events/worker.ts'
import { currentWait, forRequest } from '../../src/storage/waiting.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { stripeEvent } from '../support/stripe-objects.ts'
import {
  anotherProcess,
  createAtStripe,
  eventsOf,
  expectMirrored,
  newOwner,
  register,
  startPlatform,
} from './support.ts'

const market = await startPlatform()
const { bench, services } = market
const inbox = inboxStore(services.storage)

afterEach(async () => {
  await bench.control('DELETE', 'faults')
})

/** Runs a worker with these services until the check passes. */
async function work(check: () => Promise<unknown>, on: Services = services): Promise<void> {
  const worker = startInboxWorker(on)
  try {
    await eventually(check)
  } finally {
    await worker.stop()
  }
}

async function receive(events: Stripe.Event[]): Promise<void> {
  for (const event of events) await keepIn(inbox, event, services.now())
}

async function expectNothingWaits(): Promise<void> {
  expect(await inbox.figures()).toMatchObject({ waiting: 0 })
}

async function fetchesOf(path: string): Promise<number> {
  const { data } = await bench.control('GET', 'requests')
  const requests = data as { method: string; path: string }[]
  return requests.filter((request) => request.method === 'GET' && request.path === path).length
}

/** What Stripe sends when an account disconnects. */
function farewellOf(stripeid: string): Stripe.Event {
  return stripeEvent('account.application.deauthorized', stripeid, { id: 'ca_1', object: 'application' })
}

const rowOf = (stripeid: string) => accountStore(services.storage).findCurrent(stripeid)

describe('events are applied', () => {
  test('for nobody: whoever wakes the worker, and waits three seconds at most, lends it no limit', async () => {
    const waits: unknown[] = []
    const { claim } = inbox
    const claiming = vi.spyOn(inbox, 'claim').mockImplementation(async (...of) => {
      waits.push(currentWait())
      return claim(...of)
    })
    const worker = startInboxWorker(services)
    await eventually(() => expect(waits).toHaveLength(1))
    await forRequest({}, async () => wakeInboxWorkers(services, { arrived: 1 }))
    await eventually(() => expect(waits).toHaveLength(2))
    await worker.stop()
    claiming.mockRestore()
    expect(waits).toEqual([undefined, undefined])
  })

  test('at once, when they arrive by the same services with other settings', async () => {
    const claiming = vi.spyOn(inbox, 'claim')
    const worker = startInboxWorker(services)
    await eventually(() => expect(claiming).toHaveBeenCalled())
    // Until it has seen that there is nothing.
    await sleep(100)
    claiming.mockClear()
    wakeInboxWorkers({ ...services, config: { ...services.config } }, { arrived: 1 })
    await sleep(100)
    expect(claiming).toHaveBeenCalled()
    await worker.stop()
    claiming.mockRestore()
  })

  test('with one fetch, however many of them there are for an object', async () => {
    const { id } = await register(market)
    for (const email of ['one@example.com', 'two@example.com', 'three@example.com']) {
      await bench.stripe.accounts.update(id, { email })
    }
    const events = await eventsOf(market, id)
    expect(events.length).toBeGreaterThan(2)
    await receive(events)
    const before = await fetchesOf(`/v1/accounts/${id}`)
    await work(expectNothingWaits)
    expect((await fetchesOf(`/v1/accounts/${id}`)) - before).toBe(1)
    await expectMirrored(market, id)
  })

  test('again without harm', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'again@example.com' })
    const events = await eventsOf(market, id)
    for (const repeat of [1, 2]) {
      await receive(events.map((event) => Object.assign({}, event, { id: `${event.id}_${repeat}` })))
      await work(expectNothingWaits)
      await expectMirrored(market, id)
    }
  })

  test('again without harm, when they were forgotten long ago', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'first@example.com' })
    const events = await eventsOf(market, id)
    await receive(events)
    await work(expectNothingWaits)
    await inbox.forgetApplied(new Date(services.now().getTime() + 1), 1000)
    expect(await inbox.ofAccount(id, { offset: 0, limit: undefined })).toEqual([])
    await bench.stripe.accounts.update(id, { email: 'second@example.com' })
    await receive(events)
    await work(expectNothingWaits)
    await expectMirrored(market, id)
  })

  test('that were left from the last time', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'left@example.com' })
    await receive(await eventsOf(market, id))
    const next = await anotherProcess(market)
    await work(expectNothingWaits, next)
    await expectMirrored(market, id)
  })

  test('of types that nothing is done about', async () => {
    const { id } = await register(market)
    const [event] = await eventsOf(market, id)
    if (!event) return expect.fail('there is no event')
    await receive([
      Object.assign({}, event, { id: 'evt_unknown', type: 'treaty.signed' }),
      Object.assign({}, event, { id: 'evt_balance', type: 'balance.available', data: { object: {} } }),
    ])
    await work(expectNothingWaits)
    const rows = await inbox.ofAccount(id, { offset: 0, limit: undefined })
    expect(rows.map(({ eventid }) => eventid).sort()).toEqual(['evt_balance', 'evt_unknown'])
  })
})

describe('an account', () => {
  test('that a crash separated from its row is adopted', async () => {
    const owner = newOwner()
    const { id } = await createAtStripe(market, owner)
    await bench.stripe.accounts.update(id, { email: 'lost@example.com' })
    await receive(await eventsOf(market, id))
    await work(expectNothingWaits)
    expect(await rowOf(id)).toMatchObject(owner)
    await expectMirrored(market, id)
  })

  test.each(['a'.repeat(256), 'a\0b'])(
    'of somebody whom no database can keep is left alone: %j',
    async (accountid) => {
      const { id } = await createAtStripe(market, { ...newOwner(), accountid })
      await bench.stripe.accounts.update(id, { email: 'other@example.com' })
      await receive(await eventsOf(market, id))
      await work(expectNothingWaits)
      expect(await rowOf(id)).toBeUndefined()
    },
  )

  test('that is somebody else’s is left alone', async () => {
    const { id } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' })
    await bench.stripe.accounts.update(id, { email: 'other@example.com' })
    await receive(await eventsOf(market, id))
    await work(expectNothingWaits)
    expect(await rowOf(id)).toBeUndefined()
  })

  test('that Stripe does not show, as to the key of another platform, stays, and its events wait', async () => {
    const owner = newOwner()
    const { id } = await register(market, owner)
    await bench.stripe.accounts.update(id, { email: 'hidden@example.com' })
    await receive(await eventsOf(market, id))
    const raw = { type: 'invalid_request_error', statusCode: 403, code: 'account_invalid', message: 'no' }
    const hidden = Stripe.errors.StripeError.generate(raw as never)
    const asking = vi.spyOn(services.stripe.accounts, 'retrieve').mockRejectedValueOnce(hidden)
    await work(expectNothingWaits)
    expect(asking.mock.calls.length).toBeGreaterThan(1)
    asking.mockRestore()
    expect((await rowOf(id))?.stripeObject.email).toBe('hidden@example.com')
  })

  test('that is gone at Stripe is forgotten when an event says so; its events stay', async () => {
    const owner = newOwner()
    const { id } = await register(market, owner)
    await bench.stripe.accounts.update(id, { email: 'gone@example.com' })
    const events = await eventsOf(market, id)
    await bench.control('POST', 'deauthorize', { account: id })
    await receive([...events, { ...farewellOf(id), id: 'evt_goodbye' }])
    await work(expectNothingWaits)
    expect(await rowOf(id)).toBeUndefined()
    expect(await inbox.ofAccount(id, { offset: 0, limit: undefined })).toHaveLength(events.length + 1)
    const { headers } = await services.headers.get(owner.accountid)
    expect(headers['x-stripe-accounts']).toBe('[]')
  })

  test('that disconnected is forgotten, once Stripe says so, too', async () => {
    const { id } = await register(market)
    await receive([{ ...farewellOf(id), id: 'evt_too_early' }])
    await work(expectNothingWaits)
    expect(await rowOf(id)).toBeDefined()
    await bench.control('POST', 'deauthorize', { account: id })
    await receive([{ ...farewellOf(id), id: 'evt_farewell' }])
    await work(expectNothingWaits)
    expect(await rowOf(id)).toBeUndefined()
  })

  test.each(['before', 'after'])(
    'applies news of a person that comes %s the news of their end',
    async (when) => {
      const { id } = await register(market)
      // To Stripe, a deleted person and one that never was are the same.
      const personid = `person_deleted_${when}`
      const shown = { id: personid, object: 'person' }
      const about = (type: string, created: number) => ({ ...stripeEvent(type, id, shown), created })
      const news = [about('person.created', 2), about('person.updated', 3), about('person.deleted', 3)]
      for (const event of when === 'before' ? news : news.toReversed()) {
        await receive([event])
        await work(async () => {
          const rows = await inbox.ofAccount(id, { offset: 0, limit: undefined })
          expect(rows.every(({ appliedAt, attempts }) => appliedAt || attempts > 0)).toBe(true)
        })
      }
      await work(expectNothingWaits)
      expect((await inbox.figures()).dead).toBe(0)
    },
  )

  test('keeps an account that has disconnected before and is hidden from the key now', async () => {
    const { id } = await register(market)
    await receive([{ ...farewellOf(id), created: 2 }])
    await work(expectNothingWaits)
    await bench.control('POST', 'deauthorize', { account: id })
    await receive([{ ...stripeEvent('account.updated', id, { id, object: 'account' }), created: 3 }])
    await work(async () => expect((await inbox.figures()).failing).toBe(1))
    expect(await rowOf(id)).toBeDefined()
    await receive([{ ...farewellOf(id), created: 3 }])
    await work(expectNothingWaits)
    expect(await rowOf(id)).toBeUndefined()
  })

  test('is told about when it changed', async () => {
    const { id } = await register(market)
    const told: string[] = []
    const stop = services.announcements.subscribe(({ stripeid }) => void told.push(stripeid))
    await bench.stripe.accounts.update(id, { email: 'told@example.com' })
    await receive(await eventsOf(market, id))
    await work(expectNothingWaits)
    stop()
    expect(told).toContain(id)
  })
})

describe('what fails', () => {
  test('waits longer the longer the fault lasts, however many events arrive', async () => {
    const { id } = await register(market)
    await bench.control('POST', 'faults', { api: { path: `/v1/accounts/${id}`, status: 500, times: 1000 } })
    const worker = startInboxWorker(services)
    try {
      for (let arrived = 0; arrived < 30; arrived += 1) {
        await receive([stripeEvent('account.updated', id, { id, object: 'account' })])
        wakeInboxWorkers(services, { arrived: 1 })
        await sleep(60)
      }
      await eventually(async () => {
        const rows = await inbox.ofAccount(id, { offset: 0, limit: undefined })
        const waiting = rows.filter(({ appliedAt }) => !appliedAt)
        expect(waiting.length).toBeGreaterThan(20)
        expect(waiting.every(({ attempts }) => attempts > 0)).toBe(true)
        const latest = Math.max(...waiting.map(({ nextAttemptAt }) => nextAttemptAt.getTime()))
        expect(latest - Date.now()).toBeLessThan(10_000)
      })
      await bench.control('DELETE', 'faults')
      await eventually(expectNothingWaits)
    } finally {
      await worker.stop()
    }
  })

  test('is seen in the inbox and tried again until it works', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'late@example.com' })
    await receive(await eventsOf(market, id))
    await bench.control('POST', 'faults', { api: { path: `/v1/accounts/${id}`, status: 500, times: 1000 } })
    const worker = startInboxWorker(services)
    try {
      await eventually(async () => {
        expect((await inbox.figures()).failing).toBeGreaterThan(0)
        const [row] = await inbox.ofAccount(id, { offset: 0, limit: 1 })
        expect(row).toMatchObject({ failure: expect.any(String), appliedAt: undefined })
        expect(row?.attempts).toBeGreaterThan(0)
      })
      await bench.control('DELETE', 'faults')
      await eventually(expectNothingWaits)
      await expectMirrored(market, id)
    } finally {
      await worker.stop()
    }
  })

  test('does not hold up the other accounts', async () => {
    const stuck = await register(market)
    const other = await register(market)
    for (const { id } of [stuck, other]) await bench.stripe.accounts.update(id, { email: 'x@example.com' })
    await bench.control('POST', 'faults', {
      api: { path: `/v1/accounts/${stuck.id}`, latency: 1, times: 1 },
    })
    await receive([...(await eventsOf(market, stuck.id)), ...(await eventsOf(market, other.id))])
    const worker = startInboxWorker(services)
    try {
      const isApplied = async (id: string) => {
        const rows = await inbox.ofAccount(id, { offset: 0, limit: undefined })
        return rows.every(({ appliedAt }) => appliedAt)
      }
      await eventually(async () => expect(await isApplied(other.id)).toBe(true))
      expect(await isApplied(stuck.id)).toBe(false)
    } finally {
      await worker.stop()
    }
    // Stopping waits for the work in progress.
    await expectNothingWaits()
  })

  test('does not hold up the account’s own state, nor its other people', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'own@example.com' })
    const about = (personid: string) => stripeEvent('person.deleted', id, { id: personid, object: 'person' })
    const [stuck, other] = [about('person_stuck'), about('person_other')]
    await receive([stuck, other, stripeEvent('account.updated', id, { id, object: 'account' })])
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { accounts } = services.stripe
    const retrieve = accounts.retrievePerson.bind(accounts)
    vi.spyOn(accounts, 'retrievePerson').mockImplementation((async (stripeid: string, personid: string) => {
      if (personid === 'person_stuck') await answered
      return retrieve(stripeid, personid)
    }) as never)
    const worker = startInboxWorker(services)
    try {
      await eventually(async () => {
        const rows = await inbox.ofAccount(id, { offset: 0, limit: undefined })
        const waiting = rows.filter(({ appliedAt }) => !appliedAt).map(({ eventid }) => eventid)
        expect(waiting).toEqual([stuck.id])
      })
      await expectMirrored(market, id)
    } finally {
      answer()
      await worker.stop()
      vi.restoreAllMocks()
    }
    await expectNothingWaits()
  })

  test('because the database fails is taken up when it is back', async () => {
    const { id } = await register(market)
    await bench.stripe.accounts.update(id, { email: 'back@example.com' })
    await receive(await eventsOf(market, id))
    const away = new Error('the database is away')
    const claiming = vi.spyOn(inbox, 'claim').mockRejectedValueOnce(away).mockRejectedValueOnce(away)
    await work(expectNothingWaits, await anotherProcess(market))
    claiming.mockRestore()
    await expectMirrored(market, id)
  })
})

test('two workers on one inbox apply everything', async () => {
  const accounts = await Promise.all([register(market), register(market), register(market)])
  for (const { id } of accounts) {
    await bench.stripe.accounts.update(id, { email: 'two@example.com' })
    await receive(await eventsOf(market, id))
  }
  const other = startInboxWorker(await anotherProcess(market))
  await work(expectNothingWaits)
  await other.stop()
  for (const { id } of accounts) await expectMirrored(market, id)
})

test('a worker that was stopped takes nothing more', async () => {
  const worker = startInboxWorker(services)
  await worker.stop()
  const { id } = await register(market)
  await bench.stripe.accounts.update(id, { email: 'stopped@example.com' })
  await receive(await eventsOf(market, id))
  worker.wake()
  await worker.stop()
  expect((await inbox.figures()).waiting).toBeGreaterThan(0)
  await work(expectNothingWaits)
})
