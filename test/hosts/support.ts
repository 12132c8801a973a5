/** A standalone host on a free port, and a browser for it. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Logger } from 'pino'
import { onTestFinished } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import type { Handlers } from '../../src/hosts/standalone/handlers.ts'
import type { SendMail } from '../../src/hosts/standalone/mail.ts'
import type { Brand } from '../../src/hosts/standalone/page-frame.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import type { Route } from '../../src/web/route.ts'
import { checkAnswer } from '../support/openapi.ts'
import { servicesOfTest } from '../support/services.ts'

export const SESSION_COOKIE = 'dashboard-session'
export const TOKEN = 'token-of-the-application-server'

export interface DashboardOptions {
  config?: Partial<Config>
  routes?: readonly Route[]
  handlers?: Partial<Handlers>
  brand?: Brand
  mail?: SendMail
  port?: number
  trustedProxies?: number
  answerTime?: number
  mostConnections?: number
  log?: Logger
  services?: Services
}

export interface Dashboard {
  url: string
  services: Services
  /** A browser without cookies. */
  browser(): Browser
  /** The browser of a signed-in person, without the time that hashing a password takes. */
  signedIn(accountid?: string): Promise<SignedInBrowser>
  close(): Promise<void>
}

interface SignedInBrowser {
  browser: Browser
  accountid: string
  sessionid: string
}

/** A host for one test, closed when the test ends. */
export async function startDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const { config, log } = options
  const services =
    options.services ??
    (await servicesOfTest({ applicationServerToken: TOKEN, ...config }, log ? { log } : {}))
  const dashboard = await openDashboard({ ...options, services })
  onTestFinished(dashboard.close)
  return dashboard
}

/** A host for several tests, which close it themselves. */
export async function openDashboard(
  options: Omit<DashboardOptions, 'config' | 'log'> & { services: Services },
): Promise<Dashboard> {
  const { services } = options
  const standalone = await startStandalone({
    services,
    routes: options.routes ?? [],
    handlers: { server: [], proxy: [], ...options.handlers },
    brand: options.brand ?? { title: 'Test market' },
    mail: options.mail,
    host: '127.0.0.1',
    port: options.port ?? 0,
    trustedProxies: options.trustedProxies ?? 0,
    ...(options.answerTime !== undefined && { answerTime: options.answerTime }),
    ...(options.mostConnections !== undefined && { mostConnections: options.mostConnections }),
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= standalone.close()
    return closing
  }
  const signedIn = async (accountid = `account_${randomUUID()}`) => {
    const { storage, now } = services
    const email = `${accountid}@example.com`
    await userStore(storage).insert({
      accountid,
      email,
      fullName: 'Test',
      passwordHash: '',
      createdAt: now(),
    })
    const cookie = await new Sessions(services).open(accountid)
    const browser = new Browser(standalone.url)
    browser.cookies.set(SESSION_COOKIE, cookie)
    return { browser, accountid, sessionid: cookie.split('.')[0] ?? '' }
  }
  return { url: standalone.url, services, browser: () => new Browser(standalone.url), signedIn, close }
}

/** An application server that answers as the test says. */
export async function startApplicationServer(
  listener: http.RequestListener,
): Promise<{ url: URL; server: http.Server }> {
  const server = http.createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), server }
}

/** Answers with the request. */
export const echo: http.RequestListener = async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, url, headers, rawHeaders } = request
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() }))
}

/** A host in front of an application server that answers as the test says. */
export async function behind(listener: http.RequestListener, options: DashboardOptions = {}) {
  const { url } = await startApplicationServer(listener)
  return startDashboard({ ...options, config: { applicationServer: url, ...options.config } })
}

/** The answer of `echo`. */
export interface Echo {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** Sends a request with exactly these headers and waits for the complete answer. */
export function send(
  url: string,
  options: http.RequestOptions,
  body = '',
): Promise<http.IncomingMessage & { text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent: false, ...options })
    request.on('error', reject)
    request.on('response', async (response) =>
      resolve(Object.assign(response, { text: await text(response) })),
    )
    request.end(body)
  })
}

/** Keeps cookies, follows no redirects, and sends the page's token with each form. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(this.#url + path, { redirect: 'manual', ...init, headers })
    await checkAnswer(init.method ?? 'GET', path, response)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value) this.cookies.set(name, value)
      else this.cookies.delete(name)
    }
    // As browsers do: a refused form is shown again by an address of its own.
    const location = response.headers.get('location')
    return location?.includes('refused=') && init.redirect !== 'manual' ? this.get(location) : response
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  async token(path: string): Promise<string> {
    return /name="csrf-token" value="([^"]+)"/.exec(await this.text(path))?.[1] ?? ''
  }

  async submit(path: string, fields: Record<string, string>, init: RequestInit = {}): Promise<Response> {
    const body = new URLSearchParams({ 'csrf-token': await this.token(path), ...fields })
    return this.get(path, { ...init, method: 'POST', body })
  }

  register(email: string, path = '/account/register'): Promise<Response> {
    return this.submit(path, { name: 'Test Person', email, password: PASSWORD })
  }

  signIn(email: string, password = PASSWORD): Promise<Response> {
    return this.submit('/account/signin', { email, password })
  }
}

export const PASSWORD = 'correct horse battery'
