/**
 * The standalone host: an http server that signs people in, shows the module's pages and stands in front of the
 * application server.
 *
 * @module
 */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setRunningServices } from '../../application/running.ts'
import type { Services } from '../../context/context.ts'
import { within } from '../../core/within.ts'
import { viewsDirectory } from '../../web/assets.ts'
import { ConnectionLimits } from '../../web/connection-limits.ts'
import { formTokens } from '../../web/form-tokens.ts'
import { RequestTurns } from '../../web/request-turns.ts'
import type { Route } from '../../web/route.ts'
import { ViewEngine } from '../../web/view-engine.ts'
import { AttemptLimits } from './attempt-limits.ts'
import { Cookies } from './cookies.ts'
import { answerFailure } from './failure-page.ts'
import { Front } from './front.ts'
import type { Handlers } from './handlers.ts'
import { type ReadinessCheck, standardChecks } from './health.ts'
import { mailer, type SendMail } from './mail.ts'
import { ignoreUpgrade, wantsWebSocket } from './other-upgrades.ts'
import { type Brand, PageFrame } from './page-frame.ts'
import { HttpProxy } from './proxy/http-proxy.ts'
import { WebSocketProxy } from './proxy/web-socket-proxy.ts'
import { Sessions } from './sessions.ts'
import { createStandaloneApp } from './standalone-app.ts'
import { webhooksOf } from './webhooks.ts'

/** Milliseconds that requests in progress get to finish when the host stops. */
const PATIENCE = 5_000

export interface StandaloneOptions {
  services: Services
  routes: readonly Route[]
  handlers: Handlers
  brand: Brand
  /** Sends mail to people; without it, only administrators can make links to set a password. */
  mail?: SendMail | undefined
  host: string
  /** 0 for any free port. */
  port: number
  /** How many proxies in front write `x-forwarded-for`; 0 when people connect directly. */
  trustedProxies: number
  /** The checks, besides the database and the inbox, that must pass for this host to be ready. */
  checks?: Readonly<Record<string, ReadinessCheck>>
  /** Milliseconds within which the application server must begin its answer; by default a minute. */
  answerTime?: number
  /** Connections that may be open at the same time. */
  mostConnections?: number
}

export interface Standalone {
  /** Where it listens, e.g. `http://127.0.0.1:8000`. */
  url: string
  /** Finishes requests in progress, ends streams and WebSockets, and stops listening. */
  close(): Promise<void>
}

/**
 * @throws the system's error when it cannot listen, e.g. with the code `EADDRINUSE`
 * @example
 * const dashboard = await startStandalone({ services, routes, handlers, brand: { title: 'Craft market' }, host: '127.0.0.1', port: 8000, trustedProxies: 0 })
 * await dashboard.close()
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const { services, handlers, trustedProxies } = options
  const { config, log } = services
  const stopping = new AbortController()
  const sessions = new Sessions(services)
  const cookies = new Cookies(config.url)
  const tokenOf = await formTokens(services.storage)
  const limits = new AttemptLimits(tokenOf, config.redis)
  const connections = new ConnectionLimits(options.mostConnections)
  const frame = new PageFrame(new ViewEngine(viewsDirectory), options.brand, config)
  const { http: httpProxy, webSocket } = createProxies(options, frame)
  const app = createStandaloneApp({
    services,
    routes: options.routes,
    sessions,
    cookies,
    limits,
    frame,
    title: options.brand.title,
    send: options.mail && mailer(options.mail, log),
    tokenOf,
    checks: { ...standardChecks(services), ...options.checks },
    stopping: stopping.signal,
  })
  const front = new Front({
    appid: config.appid,
    app,
    webhooks: webhooksOf(options.routes, services),
    config,
    sessions,
    cookies,
    handlers,
    forward: { url: config.url, token: config.applicationServerToken, trustedProxies, cookies },
    http: httpProxy,
    webSocket,
    countWaiting: connections.countWaiting,
    frame,
    log,
  })

  const turns = new RequestTurns()
  const server = http.createServer()
  turns.serve(server, (request, response) => front.request(request, response))
  connections.watch(server, turns)
  // No limit: Node would drop headers after the thousandth, the length of a body, say. The front refuses so many.
  server.maxHeadersCount = 0
  server.on('upgrade', (request, socket, head) => {
    // Data in the other protocol would go out before, or within, an answer that is still awaited.
    if (turns.current(socket)) socket.destroy()
    else if (wantsWebSocket(request)) {
      connections.upgraded(request.socket)
      void front.upgrade(request, socket, head)
    } else ignoreUpgrade(server, request, socket, head)
  })
  // We never open a tunnel; without this listener Node would close the connection without an answer.
  server.on('connect', (request, socket, head) => {
    if (turns.current(socket)) socket.destroy()
    else void front.upgrade(request, socket, head)
  })
  server.listen(options.port, options.host)
  await once(server, 'listening').catch(async (error: unknown) => {
    await limits.close()
    throw error
  })
  // This lets handlers from a package.json, which get only the request, find the services.
  setRunningServices(services)

  const { address, family, port } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      stopping.abort()
      const closed = once(server, 'close')
      server.close()
      front.closeUpgraded()
      // Kept-alive connections become idle one by one, as their requests finish.
      const sweeping = setInterval(() => server.closeIdleConnections(), 50)
      await within(PATIENCE, closed, () => {
        server.closeAllConnections()
        return closed
      })
      clearInterval(sweeping)
      await limits.close()
      await httpProxy?.close()
      setRunningServices(undefined)
    },
  }
}

function createProxies({ services, answerTime }: StandaloneOptions, frame: PageFrame) {
  const { config, log } = services
  const target = config.applicationServer
  if (!target) return { http: undefined, webSocket: undefined }
  const proxy = new HttpProxy(target, {
    ...(answerTime !== undefined && { answerTime }),
    fail(request, response, code, err) {
      log.warn({ err, requestId: request.requestId }, 'the application server did not answer')
      const status = code === 'application-server-timeout' ? 504 : 502
      answerFailure(request, response, { status, code, frame })
    },
  })
  return { http: proxy, webSocket: new WebSocketProxy(target) }
}
