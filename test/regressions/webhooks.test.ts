/** Faults of the earlier module with Stripe's events. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { stripeConnect } from '../../src/index.ts'
import { signBytes } from '../events/odd-bodies.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import { eventually } from '../support/eventually.ts'
import { type LiveHost, openLiveHost } from '../support/live-host.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const WEBHOOK = '/webhooks/connect/index-connect-data'
const SECRET = 'whsec_of_the_regressions'

let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost({ env: { CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET } })
})

afterAll(() => host.close())

function deliver(event: Stripe.Event, secret = SECRET): Promise<Response> {
  const body = Buffer.from(JSON.stringify(event))
  const headers = { 'stripe-signature': signBytes(body, secret) }
  return fetch(host.url + WEBHOOK, { method: 'POST', headers, body })
}

const retrievals = async (stripeid: string) =>
  (await host.calls()).filter(({ method, path }) => method === 'GET' && path === `/v1/accounts/${stripeid}`)
    .length

test('9.1-19: an event is verified, kept once, and applied as Stripe has the object now', async () => {
  const stripeid = await host.adopted({ email: 'new@example.com' })
  const account = () => host.api('GET', `user/connect/stripe-account?stripeid=${stripeid}`)
  const old = await host.stripe.accounts.retrieve(stripeid)
  const event = stripeEvent('account.updated', stripeid, { ...old, email: 'old@example.com' })
  const forged = await deliver(event, 'whsec_guessed')
  expect([forged.status, await forged.json()]).toMatchObject([400, { message: 'invalid-signature' }])

  const before = await retrievals(stripeid)
  for (let times = 0; times < 3; times += 1) expect((await deliver(event)).status).toBe(200)
  await eventually(async () => expect(await retrievals(stripeid)).toBeGreaterThan(before))
  expect((await account()).body.stripeObject.email).toBe('new@example.com')
  // The same event again is nothing to do.
  const after = await retrievals(stripeid)
  expect((await deliver(event)).status).toBe(200)
  const another = await host.adopted({})
  expect((await account()).body.stripeObject.email).toBe('new@example.com')
  expect([another, await retrievals(stripeid)]).toEqual([another, after])

  const bank = { object: 'bank_account', country: 'US', currency: 'usd' } as const
  await host.stripe.accounts.createExternalAccount(stripeid, {
    external_account: { ...bank, routing_number: '110000000', account_number: '000123456789' },
  })
  await eventually(async () =>
    expect((await account()).body.stripeObject.external_accounts?.data).toMatchObject([{ last4: '6789' }]),
  )
})

test('9.1-19: a person who is removed at Stripe is removed here', async () => {
  const stripeid = await host.adopted({ country: 'GB', business_type: 'company' })
  const { id } = await host.stripe.accounts.createPerson(stripeid, { relationship: { director: true } })
  const count = async () => (await host.api('GET', `user/connect/persons-count?stripeid=${stripeid}`)).body
  await eventually(async () => expect(await count()).toBe(1))
  await host.stripe.accounts.deletePerson(stripeid, id)
  await eventually(async () => expect(await count()).toBe(0))
})

test('9.1-26: a start leaves other webhook endpoints alone, and the first request waits for it', async () => {
  const offlineStripe = await startCheckedOfflineStripe()
  onTestFinished(() => offlineStripe.close())
  const { hostname, port } = new URL(offlineStripe.url)
  const stripe = new Stripe('sk_test_offline', { host: hostname, port, protocol: 'http', telemetry: false })
  const { id } = await stripe.webhookEndpoints.create({
    url: 'https://accounting.example/stripe',
    enabled_events: ['charge.failed'],
  })
  const app = express()
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connect = stripeConnect({
    authenticate: () => ({ accountid: 'ada' }),
    url,
    env: { CONNECT_STRIPE_API: offlineStripe.url, CONNECT_DATABASE_FILE: ':memory:', LOG_LEVEL: 'silent' },
  })
  onTestFinished(async () => {
    await connect.close()
    server.close().closeAllConnections()
  })
  app.use(connect)
  expect((await fetch(`${url}/account/connect/create-stripe-account`)).status).toBe(200)
  await connect.ready()
  const endpoints = (await stripe.webhookEndpoints.list()).data
  expect(endpoints).toContainEqual(expect.objectContaining({ id, status: 'enabled' }))
  expect(endpoints.map((endpoint) => endpoint.url)).toContain(url + WEBHOOK)
})
