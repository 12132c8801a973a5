/** An Express app with the module in it, and an offline Stripe that sends it events. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express, { type Express, type Request, type RequestHandler } from 'express'
import { onTestFinished } from 'vitest'
import { type StripeConnect, type StripeConnectOptions, stripeConnect } from '../../../src/index.ts'
import type { OfflineStripe, OfflineStripeOptions } from '../../../src/offline-stripe/start.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import { followRefused } from '../../support/follow-refused.ts'

/** The app signs people in by a header, which is enough for tests: `<id>` or `<id>;admin`. */
export const authenticate: StripeConnectOptions<Request>['authenticate'] = (request) => {
  const [id, admin] = request.get('x-test-user')?.split(';') ?? []
  return id && { accountid: id, sessionid: `session of ${id}`, administrator: admin === 'admin' }
}

export interface AppOptions extends Partial<StripeConnectOptions<Request>> {
  /** Where the module is mounted; `/` is the root of the site. */
  mount?: string
  /** How the offline Stripe behaves. */
  offlineStripe?: OfflineStripeOptions
  /** Makes the app; Express 5 by default. */
  make?: () => Express
  /** The app's middleware before the module. */
  before?: readonly RequestHandler[]
  /** Whether the module has started, or failed to, before the app is asked; true by default. */
  hasStarted?: boolean
  /** Adds the app's own routes, behind `connect.headers`. */
  routes?: (app: Express, connect: StripeConnect) => void
}

export interface App {
  /** The address of the site. */
  url: string
  connect: StripeConnect
  stripe: OfflineStripe
  fetch(path: string, init?: RequestInit & { user?: string }): Promise<Response>
  close(): Promise<void>
}

/** Like `openApp`, until the test ends. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const app = await openApp(options)
  onTestFinished(app.close)
  return app
}

export async function openApp(options: AppOptions = {}): Promise<App> {
  const { mount = '/', make = express, before = [], routes = () => {}, env, hasStarted, ...rest } = options
  const { offlineStripe, ...given } = rest
  const stripe = await startCheckedOfflineStripe(offlineStripe)
  const folder = mkdtempSync(path.join(tmpdir(), 'express-'))
  const app = make()
  const { server, url } = await listen(app)
  const connect = stripeConnect<Request>({
    authenticate,
    url: url + (mount === '/' ? '' : mount),
    env: { CONNECT_STRIPE_API: stripe.url, CONNECT_DATA: folder, LOG_LEVEL: 'silent', ...env },
    ...given,
  })
  for (const handler of before) app.use(handler)
  app.use(mount, connect)
  app.use(connect.headers)
  routes(app, connect)
  app.use((request, response) => {
    const { headers, headersDistinct: distinct, rawHeaders: raw } = request
    response.status(404).json({ app: request.originalUrl, headers, distinct, raw })
  })
  if (hasStarted ?? true) await connect.ready().catch(() => undefined)
  return {
    url,
    connect,
    stripe,
    async fetch(target, { user, headers, ...init } = {}) {
      const who: Record<string, string> = user === undefined ? {} : { 'x-test-user': user }
      const sent = { ...(headers as Record<string, string>), ...who }
      return followRefused(await fetch(url + target, { redirect: 'manual', ...init, headers: sent }), who)
    },
    async close() {
      await connect.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await stripe.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function listen(app: Express): Promise<{ server: Server; url: string }> {
  const server = createServer(app as unknown as RequestHandler & Parameters<typeof createServer>[1])
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** The token in the forms of a page. */
export async function tokenOf(page: Response): Promise<string> {
  return /name="csrf-token" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
}

const REGISTER = '/account/connect/create-stripe-account'

/** Starts a registration as a seller does. @returns the answer, which leads to the account's first step */
export async function register(app: App, user: string, mount = '', country = 'US'): Promise<Response> {
  const token = await tokenOf(await app.fetch(mount + REGISTER, { user }))
  const body = new URLSearchParams({ 'csrf-token': token, country })
  return app.fetch(mount + REGISTER, { user, method: 'POST', body })
}

/** How the app's own route sees a request, in the three ways in which Node shows headers. */
interface Told {
  app: string
  headers: Record<string, string>
  distinct: Record<string, string[]>
  raw: string[]
}

/** What the app's own last route received. */
export async function told(response: Response): Promise<Told> {
  return (await response.json()) as Told
}
