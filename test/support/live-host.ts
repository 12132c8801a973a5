/**
 * The standalone host as it runs: all routes, and an offline Stripe that verifies at once and sends its events here.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { expect } from 'vitest'
import { checkDeletions } from '../../src/application/running.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { routes } from '../../src/features.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import type { LoggedRequest } from '../../src/offline-stripe/http/request-log.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { type Browser, type Dashboard, openDashboard } from '../hosts/support.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import { eventually } from './eventually.ts'
import { testServices } from './services.ts'

const { dashboard } = createRequire(import.meta.url)('../../package.json')

export interface Person {
  browser: Browser
  accountid: string
  sessionid: string
}

export interface LiveHost extends Dashboard {
  services: Services
  /** Stripe itself, past the module. */
  stripe: Stripe
  /** Calls one of the offline Stripe's own routes. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Record<string, unknown>>
  /** The calls to Stripe so far. */
  calls(): Promise<LoggedRequest[]>
  /** The first person to register. */
  administrator: Person
  seller: Person
  /** Makes an account at Stripe that names the seller as its owner, and waits until Stripe's event has brought it here. */
  adopted(params: Stripe.AccountCreateParams): Promise<string>
  /** Calls the API as the seller, or as somebody else. */
  api(
    method: string,
    path: string,
    body?: object,
    person?: Person,
  ): Promise<{ status: number; body: Answered }>
}

/** What tests read of an answer; they compare the rest. */
interface Answered {
  message: string
  detail: string
  stripeid: string
  personid: string
  requiresOwners: boolean
  stripeObject: Stripe.Account
}

export interface LiveOptions {
  env?: NodeJS.ProcessEnv
  /** The app behind, for which the handlers of package.json are loaded. */
  application?: RequestListener
  /** Where the module finds Stripe, if not at the offline Stripe. */
  stripeAt?(offlineStripe: string): Promise<string>
}

export async function openLiveHost({ env, application, stripeAt }: LiveOptions = {}): Promise<LiveHost> {
  const offlineStripe = await startCheckedOfflineStripe({ verificationSeconds: 0 })
  const app = application && (await listen(application))
  const services = await testServices(
    loadConfig({
      LOG_LEVEL: 'silent',
      CONNECT_STRIPE_API: (await stripeAt?.(offlineStripe.url)) ?? offlineStripe.url,
      ...(app && { APPLICATION_SERVER: app.url, APPLICATION_SERVER_TOKEN: 'token-of-the-app' }),
      ...env,
    }),
  )
  const handlers = app && (await loadHandlers(dashboard, '.'))
  const host = await openDashboard({ services, routes, ...(handlers && { handlers }) })
  // Loading the handler turns this on, but only the first time in a process.
  if (app) checkDeletions()
  const worker = startInboxWorker(services)
  await ensureWebhookEndpoint({ ...services, config: { ...services.config, url: host.url } })
  const administrator = await host.signedIn('account_administrator')
  const seller = await host.signedIn('account_seller')

  const { hostname, port } = new URL(offlineStripe.url)
  const stripe = new Stripe('sk_test_offline', { host: hostname, port, protocol: 'http', telemetry: false })
  const control: LiveHost['control'] = async (method, path, body) => {
    const response = await fetch(`${offlineStripe.url}/_offline-stripe/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Record<string, unknown>
  }
  const api: LiveHost['api'] = async (method, path, body, { browser } = seller) => {
    const headers = { 'content-type': 'application/json' }
    const sent = body && { body: JSON.stringify(body), headers }
    const response = await browser.get(`/api/${path}`, { method, ...sent })
    return { status: response.status, body: (await response.json()) as Answered }
  }
  return {
    ...host,
    ...{ services, stripe, control, administrator, seller, api },
    calls: async () => ((await control('GET', 'requests')) as unknown as { data: LoggedRequest[] }).data,
    async adopted(params) {
      const metadata = { appid: services.config.appid, accountid: seller.accountid }
      const { id } = await stripe.accounts.create({ ...SELLER, ...params, metadata })
      await eventually(async () =>
        expect((await api('GET', `user/connect/stripe-account?stripeid=${id}`)).status).toBe(200),
      )
      return id
    },
    async close() {
      await worker.stop()
      await host.close()
      await closeServices(services)
      await app?.close()
      await offlineStripe.close()
    },
  }
}

const SELLER: Stripe.AccountCreateParams = {
  type: 'custom',
  country: 'US',
  business_type: 'individual',
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
}

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close().closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** A page with its addresses as a browser reads them. */
export function unescaped(html: string): string {
  return html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')
}

/** Everything that Stripe asks of an individual in the United States but their consent. */
export const COMPLETE = {
  business_profile: {
    mcc: '5734',
    name: 'Ada Prints',
    product_description: 'Prints on paper',
    url: 'https://accessible.stripe.com',
  },
  individual: {
    first_name: 'Ada',
    last_name: 'Example',
    dob: { day: 1, month: 1, year: 1901 },
    address: { line1: 'address_full_match', city: 'San Francisco', state: 'CA', postal_code: '94103' },
    email: 'ada@example.com',
    phone: '0000000000',
    id_number: '000000000',
    ssn_last_4: '0000',
    verification: { document: { front: 'file_identity_document_success' } },
  },
  external_account: {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    routing_number: '110000000',
    account_number: '000123456789',
  },
  settings: {
    card_payments: { statement_descriptor_prefix: 'ADA' },
    payments: { statement_descriptor: 'ADA PRINTS' },
    payouts: { schedule: { interval: 'manual' } },
  },
} as const satisfies Stripe.AccountCreateParams

/** The same with their consent: such an account can be paid, when it is asked for. */
export const ACTIVE: Stripe.AccountCreateParams = {
  ...COMPLETE,
  tos_acceptance: { date: 1_790_000_000, ip: '127.0.0.1' },
}
