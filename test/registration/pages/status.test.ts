import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { payoutStore } from '../../../src/payouts/store/payouts.ts'
import type { Pagination } from '../../../src/web/page-links.ts'
import { stripePayout } from '../../support/stripe-objects.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

async function register(person: Person): Promise<string> {
  const { redirect = '' } = await person.send('/account/connect/create-stripe-account', {
    country: 'US',
    operation: randomUUID(),
  })
  return new URL(redirect, 'http://market').searchParams.get('stripeid') ?? ''
}

const viewOf = (stripeid: string) => `/account/connect/stripe-account?stripeid=${stripeid}`
const eventsOf = (stripeid: string) => `/account/connect/stripe-account/events?stripeid=${stripeid}`

async function addPayouts(person: Person, stripeid: string, count: number): Promise<void> {
  const { storage } = market.services
  const { caller } = person.context
  for (let made = 0; made < count; made += 1) {
    const payout = stripePayout({ amount: 1000 + made, arrival_date: 1_790_000_000 })
    const row = { payoutid: payout.id, stripeid, accountid: caller.accountid, stripeObject: payout }
    await payoutStore(storage).record(row, await payoutStore(storage).ticket(payout.id))
  }
}

test('every link of the page keeps the way back to where the person came from', async () => {
  const person = market.person()
  const stripeid = await register(person)
  const { data } = await person.open(`${viewOf(stripeid)}&return-url=%2Fshop%3Fid%3D1`)
  const { steps, account, bankPath, deletePath } = data as {
    steps: { items: { path: string | undefined }[] }
    account: { action: { path: string } }
    bankPath: string
    deletePath: string
  }
  const links = [...steps.items.flatMap(({ path }) => path ?? []), account.action.path, bankPath, deletePath]
  for (const link of links) expect(link).toContain('return-url=%2Fshop%3Fid%3D1')
})

describe('payouts', () => {
  test('are shown a page at a time, each of them once', async () => {
    const person = market.person()
    const stripeid = await register(person)
    await addPayouts(person, stripeid, 23)
    const amounts: number[] = []
    let address: string | undefined = viewOf(stripeid)
    while (address) {
      const { data } = await person.open(address)
      amounts.push(...(data.payouts as { amount: number }[]).map(({ amount }) => amount))
      address = (data.pagination as Pagination).next
    }
    expect(amounts.toSorted()).toEqual(Array.from({ length: 23 }, (_, made) => 1000 + made))
  })

  test('of other accounts are not shown', async () => {
    const person = market.person()
    await addPayouts(person, await register(person), 1)
    expect((await person.open(viewOf(await register(person)))).data.payouts).toEqual([])
  })

  test('past the last are not said to be none', async () => {
    const person = market.person()
    const stripeid = await register(person)
    await addPayouts(person, stripeid, 11)
    const { data } = await person.open(`${viewOf(stripeid)}&offset=20&return-url=%2Fshop`)
    expect(data).toMatchObject({ payouts: [{}], returnUrl: '/shop' })
    expect(data.pagination).toMatchObject({ position: { first: 11, last: 11, total: 11 }, next: undefined })
  })

  test('are shown from the first for an offset that is none', async () => {
    const person = market.person()
    const stripeid = await register(person)
    await addPayouts(person, stripeid, 1)
    for (const offset of ['-1', 'abc', '1.5'])
      expect((await person.open(`${viewOf(stripeid)}&offset=${offset}`)).data.payouts).toHaveLength(1)
  })
})

describe('the stream', () => {
  test('says at once which state the account is in, the one that the page shows', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const stop = new AbortController()
    for await (const event of person.follow(eventsOf(stripeid), stop.signal)) {
      const { data } = await person.open(viewOf(stripeid))
      expect(event).toEqual({ event: 'status', data: { version: data.version } })
      stop.abort()
    }
  })

  test('says when the account has changed, and ends when it is gone', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const { storage, announcements, config } = market.services
    const { accountid } = person.context.caller
    const changed = { appid: config.appid, accountid, stripeid }
    const versions: unknown[] = []
    for await (const { data } of person.follow(eventsOf(stripeid), new AbortController().signal)) {
      versions.push((data as { version: string }).version)
      if (versions.length === 1) {
        const row = await accountStore(storage).find(stripeid)
        const account = { ...row?.stripeObject, id: stripeid, payouts_enabled: true, requirements: null }
        const ticket = await accountStore(storage).ticket(stripeid)
        await accountStore(storage).record(stripeid, account as never, ticket)
      } else await accountStore(storage).delete(stripeid)
      announcements.accountChanged(changed)
    }
    expect(versions).toHaveLength(3)
    expect(versions[1]).toMatch(/^active /)
    expect(versions[2]).toBe('gone')
  })

  test('of somebody else is refused', async () => {
    const stripeid = await register(market.person())
    const events = market.person().follow(eventsOf(stripeid), new AbortController().signal)
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ status: 404 })
  })

  test('ends when the reader leaves, and listens no more', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const stop = new AbortController()
    const stream = person.follow(eventsOf(stripeid), stop.signal)[Symbol.asyncIterator]()
    await stream.next()
    const rest = stream.next()
    stop.abort()
    expect((await rest).done).toBe(true)
  })
})
