import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Goods } from '../../examples/marketplace/goods.ts'
import { ACCOUNT_STATUSES } from '../../src/accounts/account-status.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { stockMarket } from '../../src/cli/start/market.ts'
import { cast } from '../../src/demo/cast.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { checkPassword } from '../../src/hosts/standalone/passwords.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { everyCase } from '../support/breadth.ts'
import { type Market, openMarket, SEEDING } from '../support/market.ts'

const ALL = { offset: 0, limit: undefined }

describe.skipIf(!everyCase)('the demo, though its first start was stopped half-way', () => {
  let market: Market
  let printed: string[]
  const folder = mkdtempSync(path.join(tmpdir(), 'demo-'))

  beforeAll(async () => {
    market = await openMarket({ CONNECT_DATA: folder })
    const keeping = vi.spyOn(inboxStore(market.services.storage), 'insertAll').mockImplementation(cutOff)
    await expect(seedDemo(market.services, { print() {} })).rejects.toThrow('cut off')
    keeping.mockRestore()
    printed = []
    await seedDemo(market.services, { print: (line) => printed.push(line) })
  }, SEEDING)
  afterAll(async () => {
    await market.close()
    rmSync(folder, { recursive: true })
  })

  const cutOff = async () => {
    throw new Error('cut off')
  }

  const accounts = () => {
    const { storage } = market.services
    return accountStore(storage).search({ sort: 'created', direction: 'ascending' }, ALL)
  }

  it('has some sixty sellers over a dozen countries in every state', async () => {
    const { storage } = market.services
    const numbers = await accountStore(storage).numbers()
    expect((await accounts()).length).toBeGreaterThanOrEqual(60)
    expect(new Set(numbers.map(({ country }) => country)).size).toBeGreaterThanOrEqual(12)
    expect(await accountStore(storage).count({})).toBe(cast().length)
    expect(new Set(numbers.map(({ status }) => status))).toEqual(new Set(ACCOUNT_STATUSES))
  })

  it('has ninety days of registrations and payouts, some of which failed', async () => {
    const { storage, now } = market.services
    const since = new Date(now().getTime() - 90 * 24 * 60 * 60 * 1000)
    const days = await accountStore(storage).perDay(since)
    const registered = days.filter(({ registered }) => registered > 0)
    const paid = await payoutStore(storage).perDay(since)
    const failed = paid.filter(({ status }) => status === 'failed')
    expect(registered.length).toBeGreaterThan(20)
    expect(new Set(paid.map(({ day }) => day)).size).toBeGreaterThan(50)
    expect(failed.length).toBeGreaterThan(3)
    expect(paid.every(({ day }) => new Date(day) <= now())).toBe(true)
  })

  it('lists each failed sum once', async () => {
    const { storage } = market.services
    const failed = await payoutStore(storage).list({ status: 'failed' }, ALL)
    const sums = failed.map(({ stripeObject: { amount, destination } }) => `${amount} ${destination}`)
    expect(sums.length).toBeGreaterThan(2)
    expect(sums).toEqual([...new Set(sums)])
  })

  it('has deadlines that are still to come for whom information is due', async () => {
    const due = (await accounts()).filter(({ status }) => status === 'information-due')
    for (const { stripeObject } of due)
      expect((stripeObject.requirements?.current_deadline ?? 0) * 1000).toBeGreaterThan(Date.now())
  })

  it('stores what the offline Stripe says, and has applied every event', async () => {
    const { storage, stripe } = market.services
    expect(await inboxStore(storage).figures()).toMatchObject({ waiting: 0, failing: 0 })
    for (const { stripeid, stripeObject } of (await accounts()).slice(0, 5)) {
      const present = await stripe.accounts.retrieve(stripeid)
      expect(stripeObject).toEqual(JSON.parse(JSON.stringify(present)))
    }
  })

  it('stocks the craft market once with goods of every seller, priced in the currency of the account', async () => {
    const stalls = () => new Goods(path.join(folder, 'craft-market', 'goods.json'))
    await stockMarket(market.services)
    const goods = stalls().all()
    const sold = new Map(goods.map((good) => [good.stripeid, good]))
    for (const { stripeid, accountid, stripeObject } of await accounts())
      expect(sold.get(stripeid)).toMatchObject({ accountid, currency: stripeObject.default_currency })
    expect(new Set(goods.map(({ id }) => id)).size).toBe(goods.length)
    expect(goods.every(({ price }) => Number.isSafeInteger(price) && price > 0)).toBe(true)
    const yen = goods.filter(({ currency }) => currency === 'jpy')
    expect(yen.every(({ price }) => price > 1000 && price % 100 === 0)).toBe(true)
    stalls().keep(goods.slice(1))
    await stockMarket(market.services)
    expect(stalls().all()).toEqual(goods.slice(1))
  })

  it('prints who can be signed in as: the administrator and three sellers', async () => {
    const { storage } = market.services
    const [first = '', ...people] = printed
    const password = /password (\S+)/.exec(first)?.[1] ?? ''
    const users = await Promise.all(
      people.map((line) => userStore(storage).findByEmail(line.trim().split(' ')[0] ?? '')),
    )
    expect(users.map((user) => user?.administrator)).toEqual([true, false, false, false])
    expect(await checkPassword(password, users[0]?.passwordHash)).toMatchObject({ matches: true })
  })

  it('is found as it was at the next start', async () => {
    const before = await accounts()
    const again: string[] = []
    await seedDemo(market.services, { print: (line) => again.push(line) })
    expect(again).toEqual(printed)
    expect(await accounts()).toEqual(before)
  })
})

describe("somebody's marketplace", () => {
  it('is left alone', async () => {
    const { services, close } = await openMarket()
    await services.stripe.accounts.create({ type: 'custom', country: 'DE' })
    await expect(seedDemo(services, { print() {} })).rejects.toThrow('of its own')
    expect((await services.stripe.accounts.list()).data).toHaveLength(1)
    await close()
  })
})

describe('the cast', () => {
  it('is the same at every call, with an address and an id for each', () => {
    expect(cast()).toEqual(cast())
    for (const key of ['email', 'accountid'] as const)
      expect(new Set(cast().map((seller) => seller[key])).size).toBe(cast().length)
  })
})
