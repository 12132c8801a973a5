import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DashboardApi, type Payout } from '../../examples/marketplace/dashboard.ts'
import { type Good, Goods, type Order } from '../../examples/marketplace/goods.ts'
import { createMarket } from '../../examples/marketplace/market.ts'
import { PretendPayments } from '../../examples/marketplace/pretend-payments.ts'
import { Rows } from '../../examples/marketplace/rows.ts'
import { en } from '../../src/payouts/messages/en.ts'
import { activeAccount, startBench } from '../offline-stripe/support.ts'

const TOKEN = 'what-both-know'
const account = (default_currency: string) => JSON.stringify([{ id: 'acct_1', default_currency }])
const GUEST = { 'x-application-server-token': TOKEN }
const PERSON = {
  ...GUEST,
  'x-accountid': 'account_1',
  'x-sessionid': 'session_1',
  'x-has-active-stripe-account': 'false',
}
/** Somebody whose account Stripe has not verified yet. */
const NEWCOMER = { ...PERSON, 'x-stripe-accounts': account('usd') }
const SELLER = {
  ...NEWCOMER,
  'x-has-active-stripe-account': 'true',
  'x-stripe-accounts-active': account('usd'),
}
const BOWL = { name: 'A blue bowl', price: '24,50', maker: 'Bowls & Co' }
/** An offline Stripe that has stopped. */
const STOPPED = 'http://127.0.0.1:9'

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Scene {
  payouts?: Payout[]
  goods?: Goods
  /** Null with a real Stripe. */
  stripe?: string | null
}

async function market({ payouts, goods = new Goods(), stripe = STOPPED }: Scene = {}) {
  const asked: Record<string, unknown>[] = []
  const dashboard = await listen((request, response) => {
    asked.push({ url: request.url, ...request.headers })
    if (!payouts) response.writeHead(503)
    response.end(JSON.stringify(payouts ?? {}))
  })
  const api = new DashboardApi(dashboard, 'http://market.test', TOKEN)
  const payments = stripe === null ? undefined : new PretendPayments(stripe)
  const url = await listen(createMarket({ goods, orders: new Rows<Order>(), api, token: TOKEN, payments }))
  const get = (at: string, headers: Record<string, string>) =>
    fetch(url + at, { headers, redirect: 'manual' })
  const post = (at: string, headers: Record<string, string>, fields: Record<string, string>) =>
    fetch(url + at, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' })
  return { get, post, asked }
}

test('listens to nobody but the dashboard', async () => {
  const { get } = await market()
  expect((await get('/', {})).status).toBe(403)
  expect((await get('/sell', { ...SELLER, 'x-application-server-token': 'guess' })).status).toBe(403)
  expect((await get('/', GUEST)).status).toBe(200)
  expect((await get('/market.css', {})).status).toBe(200)
})

test('shows what it learned from the headers, escaped', async () => {
  const { get } = await market()
  const accounts = JSON.stringify([
    { id: 'acct_1', default_currency: 'usd', note: '<script>alert(1)</script>, long enough to be folded' },
  ])
  const html = await (await get('/', { ...SELLER, 'x-stripe-accounts-active': accounts })).text()
  expect(html).toContain('payouts to them are enabled')
  expect(html).toContain('acct_1')
  expect(html).not.toContain('<script>')
  const guest = await (await get('/', GUEST)).text()
  expect(guest).toContain('A guest')
  expect(guest).toContain('no real money')
})

test('answers what it cannot read with a 4xx and a sentence', async () => {
  const { get, post } = await market()
  for (const at of [
    '/goods/nothing',
    '/orders/nothing',
    '/?page=0',
    '/?page=2',
    '/?page=one',
    '/goods/%zz',
  ]) {
    const response = await get(at, GUEST)
    expect(response.status, at).toBe(at.endsWith('%zz') ? 400 : 404)
    expect(await response.text(), at).toMatch(/There is no stall|Go back and try again/)
  }
  const long = await post('/sell', SELLER, { ...BOWL, about: 'x'.repeat(20_000) })
  expect(long.status).toBe(413)
  expect(await long.text()).toContain('Go back and try again')
})

test('shows many goods on several pages', async () => {
  const goods = new Goods()
  const good = (index: number): Good => ({
    ...{ id: `${index}`, name: `Spoon ${index}`, about: '', maker: 'Spoons', price: 100, currency: 'usd' },
    hue: 0,
  })
  goods.keep(Array.from({ length: 30 }, (_, index) => good(index)))
  const { get } = await market({ goods })
  const first = await (await get('/', GUEST)).text()
  expect(first).toContain('Page 1 of 2')
  expect(first).not.toContain('Spoon 24')
  const second = await (await get('/?page=2', GUEST)).text()
  expect(second).toContain('Spoon 24')
  expect(second).not.toContain('Older goods')
})

describe('selling', () => {
  test('is for people with a Stripe account; others are sent where they get one', async () => {
    const { get } = await market()
    expect((await get('/sell', SELLER)).status).toBe(200)
    expect((await get('/sell', PERSON)).headers.get('location')).toBe(
      '/account/connect/create-stripe-account?return-url=%2Fsell',
    )
    expect((await get('/sell', GUEST)).headers.get('location')).toBe('/account/signin?return-url=%2Fsell')
    const unknown = await get('/sell', { ...PERSON, 'x-stripe-accounts-status': 'unavailable' })
    expect(unknown.status).toBe(503)
  })

  test('begins before the seller can be paid, and says what that means', async () => {
    const { get, post } = await market()
    expect(await (await get('/sell', NEWCOMER)).text()).toContain('You cannot be paid yet')
    expect(await (await get('/sell', SELLER)).text()).not.toContain('You cannot be paid yet')
    expect((await post('/sell', NEWCOMER, BOWL)).status).toBe(303)
  })

  test('keeps what is listed, and gives back what was typed when it cannot be', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'market-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'goods.json')
    const { get, post } = await market({ goods: new Goods(file) })
    const refused = await post('/sell', SELLER, { ...BOWL, name: 'A "blue" bowl', price: 'free' })
    expect(refused.status).toBe(400)
    const form = await refused.text()
    expect(form).toContain('value="A &quot;blue&quot; bowl"')
    expect(form).toContain('Give a price like 24.00.')
    expect((await post('/sell', SELLER, BOWL)).status).toBe(303)
    expect(await (await get('/', GUEST)).text()).toContain('$24.50')
    expect(new Goods(file).of('account_1')).toMatchObject([
      { name: 'A blue bowl', price: 2450, currency: 'usd', stripeid: 'acct_1' },
    ])
    expect(await (await get('/sell', SELLER)).text()).toContain('value="Bowls &amp; Co"')
  })

  test.each([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(81) }],
    ['about', { about: 'x'.repeat(501) }],
    ['price', { price: '0' }],
    ['price', { price: '1.234' }],
    ['price', { price: '1000000' }],
    ['maker', { maker: '' }],
    ['maker', { maker: 'x'.repeat(61) }],
  ])('marks the %s that is wrong in %j', async (field, wrong) => {
    const goods = new Goods()
    const { post } = await market({ goods })
    const response = await post('/sell', SELLER, { ...BOWL, ...wrong })
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(
      new RegExp(`id="${field}"[^>]* aria-invalid="true" aria-describedby="problem"`),
    )
    expect(goods.of('account_1')).toEqual([])
  })

  test.each([
    ['jpy', 'Japanese yen', '2400', 2400, '¥2,400', '2400.50'],
    ['kwd', 'Kuwaiti dinars', '24.5', 24_500, 'KWD\u00a024.500', '24.505'],
    ['isk', 'Icelandic krónur', '2400', 240_000, 'ISK\u00a02,400.00', '2400.50'],
    ['eur', 'euros', '0,05', 5, '€0.05', '0.005'],
  ])('is in the currency of the seller: %s', async (currency, name, typed, amount, shown, wrong) => {
    const goods = new Goods()
    const { get, post } = await market({ goods })
    const seller = { ...SELLER, 'x-stripe-accounts-active': account(currency) }
    expect(await (await get('/sell', seller)).text()).toContain(`Price in ${name}`)
    expect((await post('/sell', seller, { ...BOWL, price: wrong })).status).toBe(400)
    expect((await post('/sell', seller, { ...BOWL, price: typed })).status).toBe(303)
    expect(goods.of('account_1')).toMatchObject([{ price: amount, currency }])
    expect(await (await get('/', GUEST)).text()).toContain(shown)
  })

  test('is not done from another website', async () => {
    const { post } = await market()
    const response = await post('/sell', { ...SELLER, 'sec-fetch-site': 'cross-site' }, BOWL)
    expect(response.status).toBe(403)
  })

  test('holds up deleting the account that is paid for it, until it is taken down', async () => {
    const goods = new Goods()
    const { get, post } = await market({ goods })
    const check = async () =>
      (await get('/api/check-before-delete-stripe-account?stripeid=acct_1', PERSON)).json()
    expect(await check()).toEqual({ redirect: false })
    await post('/sell', SELLER, BOWL)
    expect(await check()).toEqual({ redirect: '/sell' })
    const [good] = goods.of('account_1')
    await post('/sell/remove', { ...SELLER, 'x-accountid': 'somebody-else' }, { id: good?.id ?? '' })
    expect(await check()).toEqual({ redirect: '/sell' })
    await post('/sell/remove', SELLER, { id: good?.id ?? '' })
    expect(await check()).toEqual({ redirect: false })
  })
})

describe('buying', async () => {
  const bench = await startBench({ verificationSeconds: 0 })

  /** A market in which an active seller and somebody who is not verified yet have a good each. */
  async function stalls() {
    const stripeid = await activeAccount(bench, {})
    const unverified = await bench.stripe.accounts.create({ type: 'custom', country: 'JP' })
    const goods = new Goods()
    const common = { about: 'Blue, and round.', hue: 0, accountid: 'account_1' }
    goods.keep([
      { ...common, id: 'bowl', name: 'A bowl', maker: 'Bowls & Co', price: 2450, currency: 'usd', stripeid },
      {
        ...common,
        ...{ id: 'vase', name: 'A vase', maker: 'Vases', price: 1200, currency: 'jpy' },
        stripeid: unverified.id,
      },
    ])
    return { stripeid, goods, ...(await market({ goods, stripe: bench.url })) }
  }

  /** What the seller sold, in US cents, before any of it is paid out. */
  const sold = async (stripeAccount: string) => {
    const { pending } = await bench.stripe.balance.retrieve({}, { stripeAccount })
    return pending.find(({ currency }) => currency === 'usd')?.amount
  }
  const orderIn = (html: string) => /name="order" value="([^"]+)"/.exec(html)?.[1] ?? ''

  test('puts the price into the balance, from where it is paid out', async () => {
    const { get, post, stripeid } = await stalls()
    const html = await (await get('/goods/bowl', GUEST)).text()
    for (const text of ['A bowl', 'Blue, and round.', '$24.50', 'Sold by Bowls &amp; Co', 'Buy (pretend)'])
      expect(html).toContain(text)
    const order = orderIn(html)
    const bought = await post('/goods/bowl/buy', GUEST, { order })
    expect(bought.status).toBe(303)
    expect(bought.headers.get('location')).toBe(`/orders/${order}`)
    expect(await sold(stripeid)).toBe(2450)
    const page = await (await get(`/orders/${order}`, GUEST)).text()
    expect(page).toContain('$24.50 went into the balance of Bowls &amp; Co')

    const statuses = async () =>
      (await bench.stripe.payouts.list({}, { stripeAccount: stripeid })).data.map(({ status }) => status)
    expect(await statuses()).toEqual([])
    const seen = new Set<string | undefined>()
    for (let days = 0; days < 8; days += 1) {
      expect((await post(`/orders/${order}/later`, GUEST, { days: '1' })).status).toBe(303)
      for (const status of await statuses()) seen.add(status)
    }
    expect([...seen].at(-1)).toBe('paid')
    expect(seen.size).toBeGreaterThan(1)
  })

  test('twice with one form pays once', async () => {
    const { get, post, stripeid } = await stalls()
    const order = orderIn(await (await get('/goods/bowl', GUEST)).text())
    const buy = () => post('/goods/bowl/buy', GUEST, { order })
    const answers = await Promise.all([buy(), buy()])
    expect(answers.map(({ status }) => status)).toContain(303)
    expect((await buy()).status).toBe(303)
    expect(await sold(stripeid)).toBe(2450)
  })

  test('of a seller who cannot be paid yet is not possible, and all pages say so', async () => {
    const { get, post } = await stalls()
    const front = await (await get('/', GUEST)).text()
    expect(front.match(/Cannot be bought yet/g)).toHaveLength(1)
    const html = await (await get('/goods/vase', GUEST)).text()
    expect(html).toContain('¥1,200')
    expect(html).toContain('Vases cannot be paid yet, so this cannot be bought.')
    expect(html).not.toContain('Buy (pretend)')
    const order = '7a4b6c1e-0000-4000-8000-000000000000'
    const refused = await post('/goods/vase/buy', GUEST, { order })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('Vases cannot be paid yet')
    expect((await get(`/orders/${order}`, GUEST)).status).toBe(404)
  })

  test('needs a form of this market, and a good that is still there', async () => {
    const { get, post, goods, stripeid } = await stalls()
    const order = orderIn(await (await get('/goods/bowl', GUEST)).text())
    for (const wrong of [{}, { order: 'one' }, { order: '../../x' }] as Record<string, string>[]) {
      const refused = await post('/goods/bowl/buy', GUEST, wrong)
      expect(refused.status).toBe(400)
      expect(await refused.text()).toContain('Press the button again')
    }
    const foreign = await post('/goods/bowl/buy', { ...GUEST, 'sec-fetch-site': 'cross-site' }, { order })
    expect(foreign.status).toBe(403)
    goods.remove('bowl', 'account_1')
    expect((await post('/goods/bowl/buy', GUEST, { order })).status).toBe(404)
    expect(await sold(stripeid)).toBe(0)
  })

  test('is tried again under the same name when the answer was lost', async () => {
    const { goods } = await stalls()
    const keys: unknown[] = []
    const stripe = await listen((request, response) => {
      const { 'idempotency-key': key } = request.headers
      const isLost = key !== undefined && keys.push(key) === 1
      response.writeHead(isLost ? 500 : 200).end('{"payouts_enabled":true}')
    })
    const { get, post } = await market({ goods, stripe })
    const order = orderIn(await (await get('/goods/bowl', GUEST)).text())
    const lost = await post('/goods/bowl/buy', GUEST, { order })
    expect(lost.status).toBe(502)
    const form = await lost.text()
    expect(form).toContain('You can safely press again.')
    expect(orderIn(form)).toBe(order)
    expect((await post('/goods/bowl/buy', GUEST, { order })).status).toBe(303)
    expect(keys).toEqual([order, order])
  })

  test('waits for an offline Stripe that does not answer, and pretends nothing with a real one', async () => {
    const { goods } = await stalls()
    const stopped = await market({ goods })
    const front = await stopped.get('/', GUEST)
    expect(front.status).toBe(200)
    expect(await front.text()).not.toContain('Cannot be bought yet')
    expect(await (await stopped.get('/goods/bowl', GUEST)).text()).toContain('does not answer')
    const real = await market({ stripe: null })
    const html = await (await real.get('/goods/sample-0', GUEST)).text()
    expect(html).toContain('takes no payments while a real Stripe is connected')
    expect(html).not.toContain('no real money')
    const order = '7a4b6c1e-0000-4000-8000-000000000000'
    expect((await real.post('/goods/sample-0/buy', GUEST, { order })).status).toBe(409)
    expect((await stopped.post('/goods/bowl/buy', GUEST, { order })).status).toBe(503)
  })
})

describe('payouts', () => {
  const payout = (amount: number, currency: string, status = 'in_transit'): Payout => ({
    payoutid: 'po_1',
    stripeObject: { amount, currency, status, arrival_date: 1_790_000_000 },
  })

  test('are asked for on the person’s behalf and shown in their currency', async () => {
    const { get, asked } = await market({
      payouts: [payout(123456, 'jpy'), payout(123456, 'usd'), payout(123456, 'kwd')],
    })
    const html = await (await get('/payouts', PERSON)).text()
    expect(html).toContain('¥123,456')
    expect(html).toContain('$1,234.56')
    expect(html).toContain('123.456')
    expect(html).toContain('September 21, 2026')
    expect(asked).toMatchObject([
      {
        url: '/api/user/connect/payouts?accountid=account_1&limit=50',
        'x-application-server': 'http://market.test',
        'x-application-server-token': TOKEN,
        'x-accountid': 'account_1',
        'x-sessionid': 'session_1',
      },
    ])
  })

  test('have the statuses that the module’s pages call by the same words', async () => {
    const words = Object.entries(en).filter(([key]) => key.startsWith('payout-status.'))
    const payouts = words.map(([key]) => payout(100, 'usd', key.replace('payout-status.', '')))
    const { get } = await market({ payouts })
    const html = await (await get('/payouts', PERSON)).text()
    for (const [, word] of words) expect(html).toContain(`<td>${word}</td>`)
  })

  test('that cannot be had are said so', async () => {
    const { get } = await market()
    const response = await get('/payouts', PERSON)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('Try again in a moment')
  })
})
