import type { Stripe } from 'stripe'
import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { APPID, eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }

async function register(storage: Storage, parts: Parameters<typeof stripeAccount>[0] = {}, owner = OWNER) {
  const stripeObject = stripeAccount(parts)
  await accountStore(storage).insert({ stripeid: stripeObject.id, ...owner, stripeObject })
  return stripeObject
}

eachStorage('registered accounts', (open) => {
  test('are found as Stripe described them, by their marketplace alone', async () => {
    const now = new Date('2026-02-01T00:00:00.123Z')
    const stripeAccounts = accountStore(await open({ now: () => now }))
    const stripeObject = stripeAccount({ business_profile: { name: '森川窯 "\\\u0000\u2028🏺' } })
    const row = { stripeid: stripeObject.id, ...OWNER, stripeObject }
    expect(await stripeAccounts.insert(row)).toBe(true)
    expect(await stripeAccounts.find(row.stripeid)).toEqual({
      ...row,
      appid: APPID,
      status: 'new',
      person: { name: undefined, email: undefined },
      submittedAt: undefined,
      createdAt: new Date(1_700_000_000_000),
      updatedAt: now,
    })
    expect(await stripeAccounts.findCurrent(row.stripeid)).toMatchObject(OWNER)
    const elsewhere = await open({ appid: 'elsewhere' })
    expect(await accountStore(elsewhere).find(row.stripeid)).toBeUndefined()
    expect(await accountStore(elsewhere).findCurrent(row.stripeid)).toBeUndefined()
  })

  test('keep their owner when they are inserted again', async () => {
    const storage = await open()
    const stripeObject = await register(storage)
    const again = { stripeid: stripeObject.id, accountid: 'thief', stripeObject }
    expect(await accountStore(storage).insert(again)).toBe(false)
    expect(await accountStore(storage).find(stripeObject.id)).toMatchObject(OWNER)
  })

  test('that somebody made up are found by nobody', async () => {
    const storage = await open()
    const { id } = await register(storage)
    const madeUp = ['acct_nobody', '', "' or 1=1 --", 'a\0b', '\ud800', 'x'.repeat(10_000)]
    for (const stripeid of [...madeUp, id.toUpperCase(), `${id} `, `${id}\0`])
      expect(await accountStore(storage).find(stripeid)).toBeUndefined()
  })

  test('of a person come newest first, page by page', async () => {
    const storage = await open()
    const [old, young, middle] = [
      await register(storage, { created: 100 }),
      await register(storage, { created: 300 }),
      await register(storage, { created: 200 }),
    ]
    await register(storage, {}, { accountid: 'account_2' })
    const stripeAccounts = accountStore(storage)
    const ids = async (page?: { offset: number; limit: number | undefined }) =>
      (await stripeAccounts.ofPerson('account_1', page)).map(({ stripeid }) => stripeid)
    expect(await ids()).toEqual([young.id, middle.id, old.id])
    expect(await ids({ offset: 1, limit: 1 })).toEqual([middle.id])
    expect(await ids({ offset: 1, limit: undefined })).toEqual([middle.id, old.id])
    expect(await ids({ offset: 3, limit: 5 })).toEqual([])
    expect(await stripeAccounts.countOfPerson('account_1')).toBe(3)
    expect(await stripeAccounts.countOfPerson('account_3')).toBe(0)
  })

  test('say when they were submitted', async () => {
    const storage = await open()
    const { id } = await register(storage)
    const at = new Date('2026-03-01T12:00:00.5Z')
    await accountStore(storage).setSubmitted(id, at)
    expect((await accountStore(storage).find(id))?.submittedAt).toEqual(at)
  })

  test('take persons and payouts along when they go', async () => {
    const storage = await open()
    const { id } = await register(storage)
    const [person, payout] = [stripePerson(), stripePayout()]
    const owned = { stripeid: id, ...OWNER }
    await personStore(storage).record(
      { ...owned, stripeObject: person },
      await personStore(storage).ticket(person.id),
    )
    await payoutStore(storage).record(
      { ...owned, stripeObject: payout },
      await payoutStore(storage).ticket(payout.id),
    )
    await accountStore(storage).delete(id)
    expect(await accountStore(storage).find(id)).toBeUndefined()
    expect(await personStore(storage).find(person.id)).toBeUndefined()
    expect(await payoutStore(storage).find(payout.id)).toBeUndefined()
  })
})

eachStorage('figures of accounts', (open) => {
  test('count each status and country of one marketplace', async () => {
    const storage = await open()
    await register(storage, { country: 'DE' })
    await register(storage, { country: 'DE', payouts_enabled: true })
    await register(storage, { country: 'JP' })
    await register(await open({ appid: 'elsewhere' }), { country: 'FR' })
    const numbers = await accountStore(storage).numbers()
    expect(
      new Map(numbers.map(({ status, country, accounts }) => [`${status} ${country}`, accounts])),
    ).toEqual(
      new Map([
        ['new DE', 1],
        ['active DE', 1],
        ['new JP', 1],
      ]),
    )
    const nowhere = await open({ appid: 'nowhere' })
    expect(await accountStore(nowhere).numbers()).toEqual([])
  })

  test('count the registrations of each day in UTC', async () => {
    const storage = await open()
    const seconds = (time: string) => Date.parse(time) / 1000
    await register(storage, { created: seconds('2026-01-01T23:59:59Z') })
    await register(storage, { created: seconds('2026-01-02T00:00:00Z') })
    await register(storage, { created: seconds('2026-01-02T23:59:59Z') })
    await register(storage, { created: seconds('2025-12-31T00:00:00Z') })
    expect(await accountStore(storage).perDay(new Date('2026-01-01T00:00:00Z'))).toEqual([
      { day: '2026-01-01', registered: 1, approved: 0 },
      { day: '2026-01-02', registered: 2, approved: 0 },
    ])
  })
})

eachStorage('an account’s approval', (open) => {
  test('is counted once, on the day on which payouts first worked', async () => {
    const today = '2026-03-07'
    const storage = await open({ now: () => new Date(`${today}T12:00:00Z`) })
    const stripeAccounts = accountStore(storage)
    const seconds = (time: string) => Date.parse(time) / 1000
    const waiting = await register(storage, { created: seconds('2026-03-01T00:00:00Z') })
    const tell = async (changes: Partial<Stripe.Account>) =>
      stripeAccounts.record(waiting.id, { ...waiting, ...changes }, await stripeAccounts.ticket(waiting.id))
    const approved = async () => {
      const days = await stripeAccounts.perDay(new Date('2026-01-01T00:00:00Z'))
      return days.flatMap(({ day, approved }) => (approved > 0 ? [{ day, count: approved }] : []))
    }
    expect(await approved()).toEqual([])
    await tell({ payouts_enabled: true })
    expect(await approved()).toEqual([{ day: today, count: 1 }])
    await tell({ payouts_enabled: false })
    await tell({ payouts_enabled: true })
    expect(await approved()).toEqual([{ day: today, count: 1 }])
    // Adopted with payouts: it was approved before.
    await register(storage, { created: seconds('2026-02-03T00:00:00Z'), payouts_enabled: true })
    expect(await approved()).toEqual([
      { day: '2026-02-03', count: 1 },
      { day: today, count: 1 },
    ])
  })
})

eachStorage('an answer of Stripe’s', (open) => {
  test('replaces what was asked for earlier, never what was asked for later', async () => {
    const storage = await open()
    const stripeAccounts = accountStore(storage)
    const stripeObject = await register(storage)
    const [early, late] = [
      await stripeAccounts.ticket(stripeObject.id),
      await stripeAccounts.ticket(stripeObject.id),
    ]
    expect(late).toBeGreaterThan(early)
    const active = { ...stripeObject, payouts_enabled: true }
    expect(await stripeAccounts.record(stripeObject.id, active, late)).toBe(true)
    expect(await stripeAccounts.record(stripeObject.id, stripeObject, early)).toBe(false)
    expect(await stripeAccounts.record(stripeObject.id, stripeObject, late)).toBe(false)
    expect(await stripeAccounts.find(stripeObject.id)).toMatchObject({
      status: 'active',
      stripeObject: active,
    })
  })

  test('is recorded for no account that is gone', async () => {
    const storage = await open()
    const stripeAccounts = accountStore(storage)
    const stripeObject = await register(storage)
    const ticket = await stripeAccounts.ticket(stripeObject.id)
    await stripeAccounts.delete(stripeObject.id)
    expect(await stripeAccounts.record(stripeObject.id, stripeObject, ticket)).toBe(false)
  })

  test('is the last one that was asked for, however many instances ask at once', async () => {
    const storages = [await open(), await open()]
    const [first, second] = storages as [Storage, Storage]
    const stripeObject = await register(first)
    const tickets = await Promise.all(
      Array.from({ length: 20 }, (_, n) => accountStore(n % 2 ? first : second).ticket(stripeObject.id)),
    )
    expect(new Set(tickets).size).toBe(20)
    const shuffled = [...tickets].sort((one, other) => ((one * 7) % 20) - ((other * 7) % 20))
    await Promise.all(
      shuffled.map((ticket) =>
        accountStore(ticket % 2 ? first : second).record(
          stripeObject.id,
          { ...stripeObject, email: `${ticket}@example.com` },
          ticket,
        ),
      ),
    )
    const stored = await accountStore(first).find(stripeObject.id)
    expect(stored?.stripeObject.email).toBe(`${Math.max(...tickets)}@example.com`)
  })
})
