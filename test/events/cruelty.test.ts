import fc from 'fast-check'
import type Stripe from 'stripe'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { createServices } from '../../src/runtime/services.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { eachStorage } from '../support/storage.ts'
import { storesOf } from '../support/stores.ts'
import {
  createAtStripe,
  eventsOf,
  expectMirrored,
  type Fate,
  goLive,
  type Platform,
  register,
  startPlatform,
} from './support.ts'

/** Stripe's deliveries go as badly as they can; in the end our rows match Stripe's objects. */
describe('deliveries that go wrong', () => {
  let market: Platform
  const faults = (change: Record<string, unknown>) => market.bench.control('POST', 'faults', change)

  beforeAll(async () => {
    market = await startPlatform()
    await goLive(market)
  })

  afterEach(async () => {
    market.fate = () => 'take'
    await market.bench.control('DELETE', 'faults')
  })

  async function changeALot(accounts: Stripe.Account[]): Promise<void> {
    for (let round = 1; round <= 4; round++) {
      for (const { id } of accounts) {
        await market.bench.stripe.accounts.update(id, {
          email: `${round}@example.com`,
          individual: { first_name: `Name ${round}`, last_name: 'Example' },
        })
      }
    }
  }

  const registerThree = () => Promise.all([register(market), register(market), register(market)])

  async function expectAllMirrored(accounts: Stripe.Account[]): Promise<void> {
    await eventually(async () => {
      for (const { id } of accounts) await expectMirrored(market, id)
      expect(await inboxStore(market.services.storage).figures()).toMatchObject({ waiting: 0 })
    })
  }

  test('more than once and in any order', async () => {
    const accounts = await registerThree()
    await faults({ duplicate: 3, shuffle: true })
    await changeALot(accounts)
    await expectAllMirrored(accounts)
  })

  test('late', async () => {
    const accounts = await registerThree()
    await faults({ delay: 0.7 })
    await changeALot(accounts)
    await expectAllMirrored(accounts)
  })

  test('lost, until one more comes', async () => {
    const accounts = await registerThree()
    await faults({ drop: 1000 })
    await changeALot(accounts)
    await faults({ drop: 0 })
    for (const { id } of accounts)
      await market.bench.stripe.accounts.update(id, { email: 'last@example.com' })
    await expectAllMirrored(accounts)
  })

  test('refused, or with the answer lost, until Stripe has tried again', async () => {
    const accounts = await registerThree()
    const fates: Fate[] = ['refuse', 'take-and-lose', 'refuse', 'take-and-lose']
    market.fate = () => fates.pop() ?? 'take'
    await changeALot(accounts)
    expect(fates).toEqual([])
    await expectAllMirrored(accounts)
  })

  test('of accounts that nobody here remembers', async () => {
    const accounts = await Promise.all([createAtStripe(market), createAtStripe(market)])
    await faults({ duplicate: 1, shuffle: true })
    await changeALot(accounts)
    await expectAllMirrored(accounts)
  })
})

/** Lets so many calls through and never answers later ones, like a process that was killed. */
function dyingAfter(calls: number) {
  const never = new Promise<never>(() => {})
  let left = calls
  const mortal = <T extends object>(parts: T): T =>
    new Proxy(parts, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver)
        if (typeof value === 'function') {
          return (...input: unknown[]) => (left-- > 0 ? Reflect.apply(value, target, input) : never)
        }
        return typeof value === 'object' && value !== null ? mortal(value) : value
      },
    })
  const mortalStorage = (storage: Storage): Storage => {
    // A copy of the database has its own stores, so the original's stay whole.
    const own = { ...storage, database: { ...storage.database } }
    for (const store of [...Object.values(storesOf(own)), payoutStore(own)])
      Object.assign(store, mortal({ ...store }))
    return { ...mortal(own), database: own.database }
  }
  return { mortalStorage, isDead: () => left < 0 }
}

/** A killed process does nothing more, whatever it was doing. Another one takes over, and the row matches Stripe in the end. */
eachStorage('a worker that was killed', (open) => {
  let market: Platform

  beforeAll(async () => {
    market = await startPlatform()
  })

  const waiting = async (storage: Storage) => (await inboxStore(storage).figures()).waiting

  test.each(Array.from({ length: 12 }, (_, calls) => calls))(
    'after %i calls of the database',
    async (calls) => {
      const storage = await open()
      const here = { ...market, services: await createServices(market.config, { storage }) }
      const { id } = await register(here)
      await market.bench.stripe.accounts.update(id, { email: 'before@example.com' })
      for (const event of await eventsOf(market, id)) await keepIn(inboxStore(storage), event, new Date())

      const { mortalStorage, isDead } = dyingAfter(calls)
      const worker = startInboxWorker(
        await createServices(market.config, { storage: mortalStorage(storage) }),
      )
      await eventually(async () => expect(isDead() || (await waiting(storage)) === 0).toBe(true))
      if (!isDead()) await worker.stop()

      // Another worker finds the dead process's events once its lease has ended.
      const other = await open()
      const later = await createServices(market.config, {
        storage: other,
        now: () => new Date(Date.now() + 60_000),
      })
      const heir = startInboxWorker(later)
      await eventually(async () => expect(await waiting(other)).toBe(0))
      await heir.stop()
      await expectMirrored({ ...market, services: later }, id)
    },
  )
})

/** Answers may be kept in any order: the latest request wins. */
test('an answer asked for earlier never replaces a later one', async () => {
  const market = await startPlatform()
  const stripeAccounts = accountStore(market.services.storage)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
      const account = await register(market)
      const answers: { ticket: number; email: string }[] = []
      for (const asked of [0, 1, 2, 3, 4]) {
        answers.push({ ticket: await stripeAccounts.ticket(account.id), email: `${asked}@example.com` })
      }
      for (const index of order) {
        const answer = answers[index]
        if (answer)
          await stripeAccounts.record(account.id, { ...account, email: answer.email }, answer.ticket)
      }
      expect((await stripeAccounts.findCurrent(account.id))?.stripeObject.email).toBe('4@example.com')
    }),
    { numRuns: 10 },
  )
})
