import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { type PayoutSearch, payoutStore } from '../../src/payouts/index.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }
const ALL = { offset: 0, limit: undefined }

async function registerAccount(storage: Storage): Promise<string> {
  const stripeObject = stripeAccount()
  await accountStore(storage).insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
  return stripeObject.id
}

async function recordPayout(
  storage: Storage,
  stripeid: string,
  parts: Parameters<typeof stripePayout>[0] = {},
) {
  const stripeObject = stripePayout(parts)
  const ticket = await payoutStore(storage).ticket(stripeObject.id)
  await payoutStore(storage).record({ stripeid, ...OWNER, stripeObject }, ticket)
  return stripeObject.id
}

eachStorage('persons', (open) => {
  test('are inserted, moved forward and never back', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePerson({ first_name: 'Maya' })
    const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    const [early, late] = [
      await personStore(storage).ticket(row.personid),
      await personStore(storage).ticket(row.personid),
    ]
    const renamed = { ...stripeObject, first_name: 'Mia' }
    expect(await personStore(storage).record({ ...row, stripeObject: renamed }, late)).toBe(true)
    expect(await personStore(storage).record(row, early)).toBe(false)
    expect(await personStore(storage).find(row.personid)).toMatchObject({
      stripeObject: renamed,
      stripeid,
    })
    expect(await personStore(await open({ appid: 'elsewhere' })).find(row.personid)).toBeUndefined()
  })

  test('do not come back with an answer that was asked for before they were deleted', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePerson()
    const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    await personStore(storage).record(row, await personStore(storage).ticket(row.personid))
    const asked = await personStore(storage).ticket(row.personid)
    await personStore(storage).delete(row.personid)
    expect(await personStore(storage).record(row, asked)).toBe(false)
    expect(await personStore(storage).find(row.personid)).toBeUndefined()
  })

  test('of an account that is gone are not recorded', async () => {
    const storage = await open()
    const stripeObject = stripePerson()
    const row = { personid: stripeObject.id, stripeid: 'acct_gone', ...OWNER, stripeObject }
    expect(await personStore(storage).record(row, await personStore(storage).ticket(row.personid))).toBe(
      false,
    )
  })

  test('and their account may be recorded and deleted by two instances at once', async () => {
    const [one, other] = [await open(), await open()]
    for (let round = 0; round < 5; round += 1) {
      const stripeid = await registerAccount(one)
      const people = Array.from({ length: 6 }, () => stripePerson())
      await Promise.all([
        ...people.map(async (stripeObject, n) => {
          const persons = personStore(n % 2 ? one : other)
          const ticket = await persons.ticket(stripeObject.id)
          await persons.record({ stripeid, ...OWNER, stripeObject }, ticket)
        }),
        accountStore(other).delete(stripeid),
      ])
      expect(await personStore(one).countOfAccount(stripeid)).toBe(0)
    }
  })

  test('of an account come newest first', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    for (const created of [100, 300, 200]) {
      const stripeObject = stripePerson({ created })
      const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
      await personStore(storage).record(row, await personStore(storage).ticket(row.personid))
    }
    const rows = await personStore(storage).ofAccount(stripeid, { offset: 0, limit: 2 })
    expect(rows.map(({ stripeObject }) => stripeObject.created)).toEqual([300, 200])
    expect(await personStore(storage).countOfAccount(stripeid)).toBe(3)
    expect(await personStore(await open({ appid: 'elsewhere' })).ofAccount(stripeid)).toEqual([])
  })
})

eachStorage('payouts', (open) => {
  test('are listed newest first, by person, account and status', async () => {
    const storage = await open()
    const [mine, yours] = [await registerAccount(storage), await registerAccount(storage)]
    const old = await recordPayout(storage, mine, { created: 100 })
    const failed = await recordPayout(storage, mine, { created: 200, status: 'failed' })
    const other = await recordPayout(storage, yours, { created: 300 })
    const ids = async (search: PayoutSearch) => {
      const rows = await payoutStore(storage).list(search, ALL)
      expect(await payoutStore(storage).count(search)).toBe(rows.length)
      return rows.map(({ payoutid }) => payoutid)
    }
    expect(await ids({})).toEqual([other, failed, old])
    expect(await ids({ accountid: 'account_1' })).toEqual([other, failed, old])
    expect(await ids({ stripeid: mine })).toEqual([failed, old])
    expect(await ids({ stripeid: mine, status: 'failed' })).toEqual([failed])
    expect(await ids({ accountid: 'account_2' })).toEqual([])
    expect(await payoutStore(storage).list({}, { offset: 1, limit: 1 })).toMatchObject([{ payoutid: failed }])
    expect(await payoutStore(await open({ appid: 'elsewhere' })).list({}, ALL)).toEqual([])
  })

  test('move forward with their status and never back', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePayout({ status: 'pending' })
    const row = { payoutid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    const [early, late] = [
      await payoutStore(storage).ticket(row.payoutid),
      await payoutStore(storage).ticket(row.payoutid),
    ]
    await payoutStore(storage).record({ ...row, stripeObject: { ...stripeObject, status: 'failed' } }, late)
    expect(await payoutStore(storage).record(row, early)).toBe(false)
    expect(await payoutStore(storage).count({ status: 'failed' })).toBe(1)
    expect(await payoutStore(storage).find(row.payoutid)).toMatchObject({
      stripeObject: { status: 'failed' },
    })
  })

  test('are added up by day, currency and status, in numbers', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const created = Date.parse('2026-01-02T10:00:00Z') / 1000
    await recordPayout(storage, stripeid, { created, amount: 3_000_000_000 })
    await recordPayout(storage, stripeid, { created, amount: 3_000_000_001 })
    await recordPayout(storage, stripeid, { created, amount: 5, currency: 'jpy', status: 'failed' })
    await recordPayout(storage, stripeid, { created: created - 86_400 })
    expect(await payoutStore(storage).perDay(new Date('2026-01-02T00:00:00Z'))).toEqual([
      { day: '2026-01-02', currency: 'jpy', status: 'failed', count: 1, amount: 5 },
      { day: '2026-01-02', currency: 'usd', status: 'paid', count: 2, amount: 6_000_000_001 },
    ])
  })
})
