/** The addresses that answers name lead back to the offline Stripe, under whatever name it was called. */
import { once } from 'node:events'
import { Agent } from 'node:http'
import { get } from 'node:https'
import type { LookupFunction } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import type Stripe from 'stripe'
import { afterAll, describe, expect, it } from 'vitest'
import { startOfflineStripe } from '../../src/offline-stripe/start.ts'
import { PNG, startBench } from './support.ts'

const BACK = { refresh_url: 'https://market.example/again', return_url: 'https://market.example/back' }

/** As if every name stood in the machine's file of hosts. */
const lookup: LookupFunction = (_host, { all }, done) =>
  all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

/** The beginnings of all addresses that answers name. */
async function basesOf(stripe: Stripe): Promise<string[]> {
  const { id: account } = await stripe.accounts.create({ type: 'express', country: 'US' })
  const onboarding = await stripe.accountLinks.create({ account, type: 'account_onboarding', ...BACK })
  await fetch(onboarding.url.replace(/^https?:\/\/[^/]+/, url), { method: 'POST', redirect: 'manual' })
  const { url: login } = await stripe.accounts.createLoginLink(account)
  const file = { name: 'a.png', type: 'image/png', data: PNG }
  const upload = await stripe.files.create({
    ...{ purpose: 'business_logo', file },
    file_link_data: { create: true },
  })
  const link = await stripe.fileLinks.create({ file: upload.id })
  const named = [onboarding.url, login, upload.url, upload.links?.data[0]?.url, link.url]
  return [...new Set(named.map((address) => new URL(address ?? '').origin))]
}

const bench = await startBench()
const { url } = bench
const { port } = new URL(url)

describe('an address in an answer', () => {
  const calledBy = (host: string) => bench.client({ host, httpAgent: new Agent({ lookup }) })

  it.each(['stripe-mock', 'localhost', '127.0.0.1'])('begins with %s where the caller did', async (host) => {
    expect(await basesOf(calledBy(host))).toEqual([`http://${host}:${port}`])
  })

  it.each(['api.stripe.com', 'files.stripe.com'])('leads here where the caller used %s', async (host) => {
    expect(await basesOf(calledBy(host))).toEqual([url])
  })

  it('begins with the public address where one is given', async () => {
    const offline = await startBench({ publicUrl: 'https://market.example/stripe' })
    const { id: account } = await offline.stripe.accounts.create({ type: 'express' })
    const link = await offline.stripe.accountLinks.create({ account, type: 'account_onboarding', ...BACK })
    expect(link.url).toMatch(/^https:\/\/market\.example\/stripe\/setup\/acct_/)
  })
})

describe('on all addresses of a machine', async () => {
  const publicUrl = 'https://stripe.my-network:8443'
  const offline = await startOfflineStripe({ host: '0.0.0.0', https: true, publicUrl })
  afterAll(() => offline.close())

  it('the printed one can be called', () => {
    expect(offline.url).toMatch(/^https:\/\/localhost:\d+$/)
  })

  const own = Object.values(networkInterfaces())
    .flatMap((found = []) => found)
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)
  it.each([...own, hostname(), 'stripe.my-network'])('the certificate is for %s', async (name) => {
    const { port } = new URL(offline.url)
    const [response] = await once(get({ host: name, port, ca: offline.ca, lookup }), 'response')
    expect(response.resume().statusCode).toBe(200)
  })
})
