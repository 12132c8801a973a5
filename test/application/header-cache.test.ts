import { beforeEach, describe, expect, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { accountsOf } from '../../src/accounts/store/accounts-of.ts'
import { HeaderCache } from '../../src/application/header-cache.ts'
import type { HeaderValues } from '../../src/application/store.ts'
import { headerValueStore } from '../../src/application/store.ts'
import { MEMORY, openPlace } from '../support/storage.ts'
import { makeAccount } from './accounts.ts'

const SETTINGS = { limit: 8192, format: 'full', maxAge: 5000 } as const

/** A database with one person and one account, which counts its reads. */
class FakeDatabase implements HeaderValues {
  active = false
  reads = 0
  stored: string | undefined
  failing = false
  /** Reads wait for this. */
  gate: Promise<unknown> = Promise.resolve()

  async find(): Promise<string | undefined> {
    this.reads += 1
    const value = this.stored
    await this.gate
    if (this.failing) throw new Error('the database does not answer')
    return value
  }

  async rebuild(...[, , build]: Parameters<HeaderValues['rebuild']>): Promise<string> {
    this.stored = build([makeAccount({ payouts_enabled: this.active })])
    return this.stored
  }
}

let database: FakeDatabase
let now: number
let errors: number
let cache: HeaderCache

beforeEach(() => {
  database = new FakeDatabase()
  now = 0
  errors = 0
  cache = new HeaderCache(database, accountsOf, SETTINGS, { error: () => void errors++ }, () => now)
})

const isActive = async () => (await cache.get('person')).headers['x-has-active-stripe-account']

describe('a look-up', () => {
  test('makes what was never made, and then finds it without work', async () => {
    expect(await isActive()).toBe('false')
    cache.changed('person')
    database.rebuild = () => Promise.reject(new Error('made twice'))
    expect(await isActive()).toBe('false')
  })

  test('is one read of the database however many ask', async () => {
    await Promise.all(Array.from({ length: 50 }, isActive))
    now += SETTINGS.maxAge - 1
    await isActive()
    expect(database.reads).toBe(1)
  })

  test('keeps people apart', async () => {
    await Promise.all([cache.get('person'), cache.get('other')])
    expect(database.reads).toBe(2)
  })

  test('does not use what is older than its limit', async () => {
    expect(await isActive()).toBe('false')
    database.active = true
    await database.rebuild('person', accountsOf, () => 'of another instance with other settings')
    now += SETTINGS.maxAge
    expect(await isActive()).toBe('true')
  })

  test('makes anew what was made under other settings', async () => {
    await isActive()
    const compact = new HeaderCache(
      database,
      accountsOf,
      { ...SETTINGS, format: 'compact' },
      { error: () => {} },
    )
    expect((await compact.get('person')).headers['x-stripe-accounts-format']).toBe('compact')
  })

  test('makes anew what was kept before applications got the name of the earlier module', async () => {
    database.stored = `1 8192 full\n${JSON.stringify({ headers: { 'x-has-active-stripe-account': 'true' } })}`
    database.active = true
    expect((await cache.get('person')).headers['x-active-stripe-account']).toBe('true')
  })
})

describe('a change', () => {
  test('is seen by the next look-up', async () => {
    expect(await isActive()).toBe('false')
    database.active = true
    await cache.rebuild('person')
    cache.changed('person')
    expect(await isActive()).toBe('true')
  })

  test('is not covered up by a look-up that began before it', async () => {
    await isActive()
    now += SETTINGS.maxAge
    let open = () => {}
    database.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const early = isActive()
    database.active = true
    await cache.rebuild('person')
    cache.changed('person')
    open()
    await early
    expect(await isActive()).toBe('true')
  })
})

describe('a database that fails', () => {
  const unavailable = {
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
    'x-stripe-accounts': '[]',
    'x-stripe-accounts-active': '[]',
    'x-stripe-accounts-pending': '[]',
    'x-stripe-accounts-requiring': '[]',
    'x-stripe-accounts-status': 'unavailable',
  }

  test('makes nobody active, not even who was a moment ago', async () => {
    database.active = true
    expect(await isActive()).toBe('true')
    database.failing = true
    now += SETTINGS.maxAge
    expect(await cache.get('person')).toEqual({ headers: unavailable, known: undefined })
    expect(errors).toBe(1)
  })

  test('is asked again by the next request', async () => {
    database.failing = true
    await isActive()
    database.failing = false
    database.active = true
    expect(await isActive()).toBe('true')
  })

  test('holds up no request for long, and is not asked once more for each of them', async () => {
    vi.useFakeTimers()
    try {
      database.gate = new Promise(() => {})
      const answers = Promise.all([cache.get('person'), cache.get('person')])
      await vi.advanceTimersByTimeAsync(5001)
      const later = cache.get('person')
      await vi.advanceTimersByTimeAsync(5001)
      for (const answer of [...(await answers), await later]) expect(answer.headers).toEqual(unavailable)
      expect(database.reads).toBe(1)
    } finally {
      vi.useRealTimers()
    }
  })
})

test('memory is bounded', async () => {
  for (let person = 0; person <= 5000; person++) await cache.get(String(person))
  database.reads = 0
  await cache.get('5000')
  expect(database.reads).toBe(0)
  await cache.get('0')
  expect(database.reads).toBe(1)
})

test('values made from rows that changed since are gone, also when nobody was told', async () => {
  const storage = await openPlace(MEMORY)
  try {
    const real = new HeaderCache(
      headerValueStore(storage),
      accountsOf,
      { ...SETTINGS, maxAge: 0 },
      { error: () => {} },
    )
    const activity = async () => (await real.get('person')).headers['x-has-active-stripe-account']
    expect(await activity()).toBe('false')

    const account = makeAccount({ payouts_enabled: true })
    await accountStore(storage).insert({
      stripeid: account.id,
      accountid: 'person',
      stripeObject: account,
    })
    expect(await activity()).toBe('true')

    const ticket = await accountStore(storage).ticket(account.id)
    await accountStore(storage).record(account.id, makeAccount({ payouts_enabled: false }), ticket)
    expect(await activity()).toBe('false')

    await accountStore(storage).delete(account.id)
    expect((await real.get('person')).headers['x-stripe-accounts-count']).toBe('0')
  } finally {
    await storage.close()
  }
})
