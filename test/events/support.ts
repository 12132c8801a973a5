/**
 * A platform that Stripe talks to: the offline Stripe, our services, and a server that receives its webhooks.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type Stripe from 'stripe'
import { afterAll, expect } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Config } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { connectWebhook } from '../../src/events/receive.ts'
import { type InboxWorker, startInboxWorker } from '../../src/events/worker.ts'
import { closeServices, createServices, type ServicesOptions } from '../../src/runtime/services.ts'
import type { Owner } from '../../src/storage/storage.ts'
import { type Bench, startBench } from '../offline-stripe/support.ts'
import { APPID, testConfig, testServices } from '../support/services.ts'

let people = 0

/** A new person without an account. */
export function newOwner(): Owner & { appid: string } {
  people += 1
  return { appid: APPID, accountid: `person_${people}` }
}

/** What happens to a delivery: accepted, refused unread, or accepted while the answer is lost. */
export type Fate = 'take' | 'refuse' | 'take-and-lose'

export interface Platform {
  bench: Bench
  services: Services
  config: Config
  /** Decides about each delivery; every delivery is accepted unless a test says otherwise. */
  fate(): Fate
}

/** Starts everything but a worker, which tests start themselves. */
export async function startPlatform(overrides: Partial<Config> = {}): Promise<Platform> {
  const bench = await startBench({ verificationSeconds: 0 })
  const server = createServer(async (request, response) => {
    const fate = platform.fate()
    if (fate === 'refuse') return void response.writeHead(503).end()
    const answer = await connectWebhook
      .receive(platform.services, {
        body: await buffer(request),
        signature: request.headers['stripe-signature']?.toString(),
        requestId: 'test',
      })
      .catch(() => ({ status: 503, body: {} }))
    if (fate === 'take-and-lose') return void response.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const config = {
    ...testConfig({ stripe: bench.url, dashboard: `http://127.0.0.1:${port}` }),
    ...overrides,
  }
  const platform: Platform = {
    bench,
    config,
    services: await testServices(config),
    fate: () => 'take',
  }
  afterAll(async () => {
    server.close().closeAllConnections()
    await closeServices(platform.services)
  })
  return platform
}

/** Services as in another process on the same database. */
export function anotherProcess(
  { config, services }: Platform,
  options: ServicesOptions = {},
): Promise<Services> {
  return createServices(config, { storage: services.storage, ...options })
}

/** Subscribes to events and applies them until the tests end. */
export async function goLive(platform: Platform): Promise<InboxWorker> {
  await ensureWebhookEndpoint(platform.services)
  const worker = startInboxWorker(platform.services)
  afterAll(() => worker.stop())
  return worker
}

/** An account at Stripe whose metadata name its owner, without a row here. */
export function createAtStripe({ bench }: Platform, owner = newOwner()): Promise<Stripe.Account> {
  return bench.stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    metadata: { ...owner },
  })
}

/** An account as registration creates it. */
export async function register(platform: Platform, owner = newOwner()): Promise<Stripe.Account> {
  const account = await createAtStripe(platform, owner)
  await adoptAccount(platform.services, account, owner)
  return account
}

/** Passes once our row and the person's headers match Stripe. */
export async function expectMirrored({ bench, services }: Platform, stripeid: string): Promise<void> {
  const account = await bench.stripe.accounts.retrieve(stripeid)
  const row = await accountStore(services.storage).findCurrent(stripeid)
  expect(row?.stripeObject).toEqual(JSON.parse(JSON.stringify(account)))
  const { headers } = await services.headers.get(row?.accountid ?? '')
  const sent: Stripe.Account[] = JSON.parse(headers['x-stripe-accounts'] ?? '')
  expect(sent.find(({ id }) => id === stripeid)?.requirements?.currently_due).toEqual(
    account.requirements?.currently_due,
  )
}

/** The events that Stripe has for an account, as it would deliver them. */
export async function eventsOf({ bench }: Platform, stripeid: string): Promise<Stripe.Event[]> {
  const { data } = await bench.stripe.events.list({ limit: 100 }, { stripeAccount: stripeid })
  return data
}
