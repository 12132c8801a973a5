import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptAccount } from '../../../src/accounts/mirror-account.ts'
import { payoutStore } from '../../../src/payouts/store/payouts.ts'
import type { AccountMoney } from '../../../src/registration/pages/account-money.ts'
import { activeAccount } from '../../offline-stripe/support.ts'
import { stripePayout } from '../../support/stripe-objects.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const START = '/account/connect'
const viewOf = (stripeid: string) => `${START}/stripe-account?stripeid=${stripeid}`
const DAY = 86_400

async function register(person: Person): Promise<string> {
  const form = { country: 'US', operation: randomUUID() }
  const { redirect = '' } = await person.send(`${START}/create-stripe-account`, form)
  return new URL(redirect, 'http://market').searchParams.get('stripeid') ?? ''
}

type Schedule = Partial<Stripe.Account.Settings.Payouts.Schedule>

/** A seller whom Stripe has verified. */
async function anActiveSeller(
  schedule: Schedule = { interval: 'manual' },
  rest: Partial<Stripe.Account> = {},
) {
  const person = market.person()
  const { services } = market
  const stripeid = await activeAccount(services, {})
  const account = await services.stripe.accounts.retrieve(stripeid)
  const settings = { ...account.settings, payouts: { schedule } }
  await adoptAccount(services, { ...account, settings, ...rest } as never, {
    accountid: person.context.caller.accountid,
  })
  return { person, stripeid }
}

async function addPayout(person: Person, stripeid: string, payout: Partial<Stripe.Payout>): Promise<void> {
  const { storage } = market.services
  const object = stripePayout(payout)
  const { accountid } = person.context.caller
  await payoutStore(storage).record(
    { stripeid, accountid, stripeObject: object },
    await payoutStore(storage).ticket(object.id),
  )
}

const moneyOf = async (person: Person, stripeid: string) =>
  (await person.open(viewOf(stripeid))).data.money as AccountMoney | undefined

test('the payout that arrives first is the next one, whichever was made first', async () => {
  const { person, stripeid } = await anActiveSeller()
  const now = Math.floor(market.services.now().getTime() / 1000)
  const onItsWay = [
    { amount: 300, status: 'pending', arrival_date: now + 9 * DAY, created: now },
    { amount: 100, status: 'in_transit', arrival_date: now + DAY, created: now - DAY },
    { amount: 200, status: 'pending', arrival_date: now + 2 * DAY, created: now - 2 * DAY },
  ]
  for (const payout of onItsWay) await addPayout(person, stripeid, payout)
  await addPayout(person, stripeid, { amount: 5, status: 'failed', arrival_date: now, created: now })
  const money = await moneyOf(person, stripeid)
  expect(money).toMatchObject({ next: { amount: 100 }, after: { amount: 200 } })
})

test('the next payout says to which bank it goes, unless that was replaced', async () => {
  const { person, stripeid } = await anActiveSeller()
  const { external_accounts } = await market.services.stripe.accounts.retrieve(stripeid)
  const bank = external_accounts?.data[0]
  const arrival_date = Math.floor(market.services.now().getTime() / 1000) + 2 * DAY
  await addPayout(person, stripeid, { destination: 'ba_replaced', status: 'pending', arrival_date })
  expect((await moneyOf(person, stripeid))?.next?.bank).toBeUndefined()
  const sooner = { destination: bank?.id ?? '', status: 'pending', arrival_date: arrival_date - DAY }
  await addPayout(person, stripeid, sooner)
  expect((await moneyOf(person, stripeid))?.next?.bank).toContain(`number ending in ${bank?.last4}`)
})

test('what was paid this month is summed for each currency, without what failed or was paid before', async () => {
  const { person, stripeid } = await anActiveSeller()
  const now = Math.floor(market.services.now().getTime() / 1000)
  const paid = { status: 'paid', created: now - 40 * DAY, arrival_date: now }
  await addPayout(person, stripeid, { ...paid, amount: 1250, currency: 'usd' })
  await addPayout(person, stripeid, { ...paid, amount: 50, currency: 'usd' })
  await addPayout(person, stripeid, { ...paid, amount: 7800, currency: 'jpy' })
  await addPayout(person, stripeid, { ...paid, amount: 1, status: 'failed' })
  await addPayout(person, stripeid, { ...paid, amount: 1, arrival_date: now - 40 * DAY })
  const sums = (await moneyOf(person, stripeid))?.paid ?? []
  expect(Object.fromEntries(sums.map(({ currency, amount }) => [currency, amount]))).toEqual({
    jpy: 7800,
    usd: 1300,
  })
})

test.each<[Schedule, string | undefined, number | undefined]>([
  [{ interval: 'daily', delay_days: 2 }, 'Every day', 2],
  [{ interval: 'weekly', weekly_anchor: 'monday', delay_days: 7 }, 'Every Monday', 7],
  [
    { interval: 'weekly', weekly_payout_days: ['monday', 'thursday'], delay_days: 2 },
    'Every Monday and Thursday',
    2,
  ],
  [{ interval: 'monthly', monthly_anchor: 5, delay_days: 2 }, 'On day 5 of each month', 2],
  [{ interval: 'monthly', monthly_payout_days: [1, 15], delay_days: 2 }, 'On days 1 and 15 of each month', 2],
  [{ interval: 'manual', delay_days: 2 }, 'When the marketplace makes one', undefined],
  [{ interval: 'weekly', delay_days: 2 }, undefined, 2],
  [{ interval: 'something_new', delay_days: 2 }, undefined, 2],
])('a schedule of %j is said in words: %s', async (schedule, words, delay) => {
  const { person, stripeid } = await anActiveSeller(schedule)
  expect(await moneyOf(person, stripeid)).toMatchObject({ schedule: words, delay })
})

test('stays while something is only due on a day far off, with a line about that', async () => {
  const deadline = Math.floor(market.services.now().getTime() / 1000) + 64 * DAY
  const { person, stripeid } = await anActiveSeller(undefined, {
    future_requirements: {
      alternatives: [],
      current_deadline: deadline,
      currently_due: ['individual.verification.document'],
      disabled_reason: null,
      errors: [],
      eventually_due: [],
      past_due: [],
      pending_verification: [],
    },
  })
  const { data } = await person.open(viewOf(stripeid))
  expect(data).toMatchObject({
    account: {
      status: 'active',
      action: { label: expect.any(String) },
      deadline: { days: expect.any(Number) },
    },
    money: { paid: [] },
  })
})

test('comes first only for somebody who can be paid', async () => {
  const person = market.person()
  expect(await moneyOf(person, await register(person))).toBeUndefined()
})

test('the start page leads a person with one account straight to it, with two to both', async () => {
  const person = market.person()
  expect((await person.open(START)).view).toBe('registration/start')
  const stripeid = await register(person)
  const { view, data } = await person.open(START)
  expect([view, (data.account as { stripeid: string }).stripeid]).toEqual([
    'registration/stripe-account',
    stripeid,
  ])
  await register(person)
  expect((await person.open(START)).data.accounts).toHaveLength(2)
})

test('a page that is open hears of a payout', async () => {
  const { person, stripeid } = await anActiveSeller()
  const { announcements, config } = market.services
  const { accountid } = person.context.caller
  const stop = new AbortController()
  const versions: unknown[] = []
  for await (const { data } of person.follow(
    `${START}/stripe-account/events?stripeid=${stripeid}`,
    stop.signal,
  )) {
    versions.push((data as { version: string }).version)
    if (versions.length === 2) stop.abort()
    await addPayout(person, stripeid, { amount: 100, status: 'in_transit' })
    announcements.accountChanged({ appid: config.appid, accountid, stripeid })
  }
  expect(new Set(versions).size).toBe(2)
})
