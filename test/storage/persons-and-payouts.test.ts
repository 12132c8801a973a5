import { expect, test } from 'vitest'
import type { Storage } from '../../src/storage/storage.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }
const ALL = { offset: 0, limit: undefined }

async function registerAccount(storage: Storage): Promise<string> {
  const stripeObject = stripeAccount()
  await storage.stripeAccounts.insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
  return stripeObject.id
}

async function recordPayout(
  storage: Storage,
  stripeid: string,
  parts: Parameters<typeof stripePayout>[0] = {},
) {
  const stripeObject = stripePayout(parts)
  const ticket = await storage.payouts.ticket(stripeObject.id)
  await storage.payouts.record({ stripeid, ...OWNER, stripeObject }, ticket)
  return stripeObject.id
}

eachStorage('persons', (open) => {
  test('are inserted, moved forward and never back', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePerson({ first_name: 'Maya' })
    const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    const [early, late] = [
      await storage.persons.ticket(row.personid),
      await storage.persons.ticket(row.personid),
    ]
    const renamed = { ...stripeObject, first_name: 'Mia' }
    expect(await storage.persons.record({ ...row, stripeObject: renamed }, late)).toBe(true)
    expect(await storage.persons.record(row, early)).toBe(false)
    expect(await storage.persons.find(row.personid)).toMatchObject({
      stripeObject: renamed,
      stripeid,
    })
    expect(await (await open({ appid: 'elsewhere' })).persons.find(row.personid)).toBeUndefined()
  })

  test('do not come back with an answer that was asked for before they were deleted', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePerson()
    const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    await storage.persons.record(row, await storage.persons.ticket(row.personid))
    const asked = await storage.persons.ticket(row.personid)
    await storage.persons.delete(row.personid)
    expect(await storage.persons.record(row, asked)).toBe(false)
    expect(await storage.persons.find(row.personid)).toBeUndefined()
  })

  test('of an account that is gone are not recorded', async () => {
    const storage = await open()
    const stripeObject = stripePerson()
    const row = { personid: stripeObject.id, stripeid: 'acct_gone', ...OWNER, stripeObject }
    expect(await storage.persons.record(row, await storage.persons.ticket(row.personid))).toBe(false)
  })

  test('and their account may be recorded and deleted by two instances at once', async () => {
    const [one, other] = [await open(), await open()]
    for (let round = 0; round < 5; round += 1) {
      const stripeid = await registerAccount(one)
      const people = Array.from({ length: 6 }, () => stripePerson())
      await Promise.all([
        ...people.map(async (stripeObject, n) => {
          const { persons } = n % 2 ? one : other
          const ticket = await persons.ticket(stripeObject.id)
          await persons.record({ stripeid, ...OWNER, stripeObject }, ticket)
        }),
        other.stripeAccounts.delete(stripeid),
      ])
      expect(await one.persons.countOfAccount(stripeid)).toBe(0)
    }
  })

  test('of an account come newest first', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    for (const created of [100, 300, 200]) {
      const stripeObject = stripePerson({ created })
      const row = { personid: stripeObject.id, stripeid, ...OWNER, stripeObject }
      await storage.persons.record(row, await storage.persons.ticket(row.personid))
    }
    const rows = await storage.persons.ofAccount(stripeid, { offset: 0, limit: 2 })
    expect(rows.map(({ stripeObject }) => stripeObject.created)).toEqual([300, 200])
    expect(await storage.persons.countOfAccount(stripeid)).toBe(3)
    expect(await (await open({ appid: 'elsewhere' })).persons.ofAccount(stripeid)).toEqual([])
  })
})

eachStorage('payouts', (open) => {
  test('are listed newest first, by person, account and status', async () => {
    const storage = await open()
    const [mine, yours] = [await registerAccount(storage), await registerAccount(storage)]
    const old = await recordPayout(storage, mine, { created: 100 })
    const failed = await recordPayout(storage, mine, { created: 200, status: 'failed' })
    const other = await recordPayout(storage, yours, { created: 300 })
    const ids = async (search: Parameters<Storage['payouts']['list']>[0]) => {
      const rows = await storage.payouts.list(search, ALL)
      expect(await storage.payouts.count(search)).toBe(rows.length)
      return rows.map(({ payoutid }) => payoutid)
    }
    expect(await ids({})).toEqual([other, failed, old])
    expect(await ids({ accountid: 'account_1' })).toEqual([other, failed, old])
    expect(await ids({ stripeid: mine })).toEqual([failed, old])
    expect(await ids({ stripeid: mine, status: 'failed' })).toEqual([failed])
    expect(await ids({ accountid: 'account_2' })).toEqual([])
    expect(await storage.payouts.list({}, { offset: 1, limit: 1 })).toMatchObject([{ payoutid: failed }])
    expect(await (await open({ appid: 'elsewhere' })).payouts.list({}, ALL)).toEqual([])
  })

  test('move forward with their status and never back', async () => {
    const storage = await open()
    const stripeid = await registerAccount(storage)
    const stripeObject = stripePayout({ status: 'pending' })
    const row = { payoutid: stripeObject.id, stripeid, ...OWNER, stripeObject }
    const [early, late] = [
      await storage.payouts.ticket(row.payoutid),
      await storage.payouts.ticket(row.payoutid),
    ]
    await storage.payouts.record({ ...row, stripeObject: { ...stripeObject, status: 'failed' } }, late)
    expect(await storage.payouts.record(row, early)).toBe(false)
    expect(await storage.payouts.count({ status: 'failed' })).toBe(1)
    expect(await storage.payouts.find(row.payoutid)).toMatchObject({
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
    expect(await storage.payouts.perDay(new Date('2026-01-02T00:00:00Z'))).toEqual([
      { day: '2026-01-02', currency: 'jpy', status: 'failed', count: 1, amount: 5 },
      { day: '2026-01-02', currency: 'usd', status: 'paid', count: 2, amount: 6_000_000_001 },
    ])
  })
})
