import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DashboardApi, type Payout } from '../../examples/marketplace/dashboard.ts'
import { Goods } from '../../examples/marketplace/goods.ts'
import { createMarket } from '../../examples/marketplace/market.ts'

const TOKEN = 'what-both-know'
const ACCOUNTS = JSON.stringify([{ id: 'acct_1', payouts_enabled: true }])
const GUEST = { 'x-application-server-token': TOKEN }
const PERSON = {
  ...GUEST,
  'x-accountid': 'account_1',
  'x-sessionid': 'session_1',
  'x-has-active-stripe-account': 'false',
}
const SELLER = { ...PERSON, 'x-has-active-stripe-account': 'true', 'x-stripe-accounts-active': ACCOUNTS }

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function market(options: { payouts?: Payout[]; goods?: Goods } = {}) {
  const asked: Record<string, unknown>[] = []
  const dashboard = await listen((request, response) => {
    asked.push({ url: request.url, ...request.headers })
    if (!options.payouts) response.writeHead(503)
    response.end(JSON.stringify(options.payouts ?? {}))
  })
  const api = new DashboardApi(dashboard, 'http://market.test', TOKEN)
  const url = await listen(
    createMarket({ goods: options.goods ?? new Goods(), api, token: TOKEN, offline: true }),
  )
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
    { id: 'acct_1', note: '<script>alert(1)</script>, long enough to be folded' },
  ])
  const html = await (await get('/', { ...SELLER, 'x-stripe-accounts-active': accounts })).text()
  expect(html).toContain('payouts to them are enabled')
  expect(html).toContain('acct_1')
  expect(html).not.toContain('<script>')
  const guest = await (await get('/', GUEST)).text()
  expect(guest).toContain('A guest')
  expect(guest).toContain('no real money')
})

describe('selling', () => {
  test('is for active sellers; others are sent where they become one', async () => {
    const { get } = await market()
    expect((await get('/sell', SELLER)).status).toBe(200)
    expect((await get('/sell', PERSON)).headers.get('location')).toBe(
      '/account/connect/create-stripe-account?return-url=%2Fsell',
    )
    expect((await get('/sell', GUEST)).headers.get('location')).toBe('/account/signin?return-url=%2Fsell')
  })

  test('keeps what is listed, and gives back what was typed when it cannot be', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'market-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'goods.json')
    const { get, post } = await market({ goods: new Goods(file) })
    const refused = await post('/sell', SELLER, { name: 'A "blue" bowl', price: 'free' })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('value="A &quot;blue&quot; bowl"')
    expect((await post('/sell', SELLER, { name: 'A blue bowl', price: '24,50' })).status).toBe(303)
    expect(await (await get('/', GUEST)).text()).toContain('$24.50')
    expect(new Goods(file).of('account_1')).toMatchObject([
      { name: 'A blue bowl', price: 2450, stripeid: 'acct_1' },
    ])
  })

  test('is not done from another website', async () => {
    const { post } = await market()
    const response = await post(
      '/sell',
      { ...SELLER, 'sec-fetch-site': 'cross-site' },
      { name: 'x', price: '1' },
    )
    expect(response.status).toBe(403)
  })

  test('holds up deleting the account that is paid for it, until it is taken down', async () => {
    const goods = new Goods()
    const { get, post } = await market({ goods })
    const check = async () =>
      (await get('/api/check-before-delete-stripe-account?stripeid=acct_1', PERSON)).json()
    expect(await check()).toEqual({ redirect: false })
    await post('/sell', SELLER, { name: 'A bowl', price: '10' })
    expect(await check()).toEqual({ redirect: '/sell' })
    const [good] = goods.of('account_1')
    await post('/sell/remove', { ...SELLER, 'x-accountid': 'somebody-else' }, { id: good?.id ?? '' })
    expect(await check()).toEqual({ redirect: '/sell' })
    await post('/sell/remove', SELLER, { id: good?.id ?? '' })
    expect(await check()).toEqual({ redirect: false })
  })
})

describe('earnings', () => {
  const payout = (amount: number, currency: string): Payout => ({
    payoutid: 'po_1',
    stripeObject: { amount, currency, status: 'in_transit', arrival_date: 1_790_000_000 },
  })

  test('are asked for on the person’s behalf and shown in their currency', async () => {
    const { get, asked } = await market({
      payouts: [payout(123456, 'jpy'), payout(123456, 'usd'), payout(123456, 'kwd')],
    })
    const html = await (await get('/earnings', PERSON)).text()
    expect(html).toContain('¥123,456')
    expect(html).toContain('$1,234.56')
    expect(html).toContain('123.456')
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

  test('that cannot be had are said so', async () => {
    const { get } = await market()
    const response = await get('/earnings', PERSON)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('Try again in a moment')
  })
})
