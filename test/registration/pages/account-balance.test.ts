import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptAccount, refreshAccount } from '../../../src/accounts/mirror-account.ts'
import { activeAccount, MANUAL } from '../../offline-stripe/support.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const DAY = 86_400

async function control(action: string, body: object): Promise<void> {
  const response = await fetch(new URL(`/_offline-stripe/${action}`, market.services.config.stripe.api), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

/** A seller whom Stripe has verified. */
async function aSeller(options: Parameters<typeof activeAccount>[1] = {}) {
  const person = market.person()
  const { services } = market
  const stripeid = await activeAccount(services, options)
  await adoptAccount(services, await services.stripe.accounts.retrieve(stripeid), {
    accountid: person.context.caller.accountid,
  })
  const fund = (amount: number, currency = 'usd', days?: number) =>
    control('fund', {
      account: stripeid,
      amount,
      currency,
      ...(days !== undefined && { available_on: startOfDay(days) }),
    })
  return { person, stripeid, fund }
}

const today = () => Math.floor(market.services.now().getTime() / 1000 / DAY)
const startOfDay = (days: number) => (today() + days) * DAY

interface Shown {
  currencies: { currency: string; lines: [string, number][]; total: number; below: string | undefined }[]
  safe: string | undefined
  waits: boolean
}

async function pageOf(person: Person, stripeid: string) {
  const { data } = await person.open(`/account/connect/stripe-account?stripeid=${stripeid}`)
  return data as {
    balance: undefined | (Omit<Shown, 'currencies'> & { currencies: object[] })
    account: { reason: string }
  }
}

async function balanceOf(person: Person, stripeid: string): Promise<Shown | undefined> {
  const { balance } = await pageOf(person, stripeid)
  return (
    balance && {
      ...balance,
      currencies: (balance.currencies as (Shown['currencies'][0] & { lines: object[] })[]).map((each) => ({
        ...each,
        lines: each.lines.map((line) => Object.values(line) as [string, number]),
      })),
    }
  )
}

const dateIn = (person: Person, days: number) =>
  person.context.messages.date(new Date(startOfDay(days) * 1000))

test('the balance says what is available, and what on which day', async () => {
  const { person, stripeid, fund } = await aSeller()
  await fund(5000)
  await fund(2450, 'usd', 7)
  await fund(50, 'usd', 7)
  await fund(4500, 'usd', 3)
  expect(await balanceOf(person, stripeid)).toEqual({
    currencies: [
      {
        currency: 'usd',
        lines: [
          ['Available now', 5000],
          [`From ${dateIn(person, 3)}`, 4500],
          [`From ${dateIn(person, 7)}`, 2500],
        ],
        total: 12_000,
        below: undefined,
      },
    ],
    safe: undefined,
    waits: true,
  })
})

test('many days are not listed one by one, and no money gets lost', async () => {
  const { person, stripeid, fund } = await aSeller()
  for (const days of [1, 2, 3, 4, 5, 6]) await fund(100 * days, 'usd', days)
  const [{ lines, total } = { lines: [], total: 0 }] = (await balanceOf(person, stripeid))?.currencies ?? []
  expect(lines.map(([, amount]) => amount)).toEqual([0, 100, 200, 300, 1500])
  expect(lines.at(-1)?.[0]).toBe('Later')
  expect(total).toBe(2100)
})

test('two currencies are never added', async () => {
  const { person, stripeid, fund } = await aSeller()
  await fund(7800, 'jpy')
  await fund(5000)
  const { currencies = [] } = (await balanceOf(person, stripeid)) ?? {}
  expect(Object.fromEntries(currencies.map(({ currency, total }) => [currency, total]))).toEqual({
    jpy: 7800,
    usd: 5000,
  })
})

test('an active account without any money says so, in its own currency', async () => {
  const { person, stripeid } = await aSeller({ settings: MANUAL })
  expect(await balanceOf(person, stripeid)).toMatchObject({
    currencies: [{ currency: 'usd', lines: [['Available now', 0]], total: 0 }],
    waits: false,
  })
})

test('a balance below zero is said plainly', async () => {
  const { person, stripeid } = await aSeller()
  const amounts = (amount: number) => [{ amount, currency: 'usd' }]
  const body = { object: 'balance', available: amounts(-500), pending: amounts(0), livemode: false }
  const { balance } = market.services.stripe
  const { retrieve } = balance
  balance.retrieve = async () => body as never
  try {
    expect((await balanceOf(person, stripeid))?.currencies).toMatchObject([
      { total: -500, below: expect.stringMatching(/^Your balance is below zero/) },
    ])
  } finally {
    balance.retrieve = retrieve
  }
})

test('a page is shown without the balance when Stripe hangs or fails', async () => {
  const { person, stripeid, fund } = await aSeller()
  await fund(5000)
  for (const fault of [{ hang: true }, { status: 403, error: {} }]) {
    await control('faults', { api: { path: '/v1/balance', times: 1, ...fault } })
    expect(await balanceOf(person, stripeid)).toBeUndefined()
  }
})

test('pending money has no day when Stripe does not list the payments', async () => {
  const { person, stripeid, fund } = await aSeller()
  await fund(2450, 'usd', 7)
  await control('faults', { api: { path: '/v1/balance_transactions', status: 403, error: {} } })
  expect((await balanceOf(person, stripeid))?.currencies).toMatchObject([
    {
      lines: [
        ['Available now', 0],
        ['Pending', 2450],
      ],
    },
  ])
})

test('after a failed payout the money is safe, and payouts go on by themselves', async () => {
  const { person, stripeid, fund } = await aSeller({ accountNumber: '000111111116' })
  await fund(5000)
  await control('clock', { advance: 8 * DAY })
  await refreshAccount(market.services, stripeid)
  const { account, balance } = await pageOf(person, stripeid)
  expect(account.reason).toBe(
    'The last payout came back to your balance. Payouts are paused until you add another bank account. After that they go on by themselves.',
  )
  expect(balance).toMatchObject({ safe: '$50.00 is safe in your balance.', waits: false })
})
