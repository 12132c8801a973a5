/**
 * The offline Stripe: a stateful stand-in for the parts of Stripe's API that a marketplace uses, reached over HTTP
 * with the real SDK.
 *
 * @module
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { controlRoutes } from './control/index.ts'
import type { Certificate } from './http/certificate.ts'
import { RequestLog } from './http/request-log.ts'
import { createHttpServer, type OnResponse } from './http/server.ts'
import { type Behaviour, resources } from './resources.ts'
import { StripeApi } from './stripe-api.ts'
import { forwardEvents } from './webhooks/forwarding.ts'

export interface OfflineStripeOptions extends Behaviour {
  /** 0, the default, takes any free port. */
  port?: number
  /** Loopback by default, because the control routes ask for no key. */
  host?: string
  /** What addresses begin with that answers name; by default the address under which the caller came. */
  publicUrl?: string
  /** The file for the state; in memory when left out. */
  file?: string
  /** Speaks HTTPS, with a certificate made now. */
  https?: boolean
  /** Addresses that get every event, as if an endpoint had been made for each. */
  forwardTo?: readonly string[]
  /** The clock's time, in Unix seconds. A file that is already in use only moves forward to it. */
  now?: number
  onResponse?: OnResponse
  /** Called with the offline Stripe's own errors, which go to standard error by default. */
  onError?: (error: unknown) => void
}

export interface OfflineStripe {
  /** Without a trailing slash. */
  url: string
  /** The authority that clients have to trust, in PEM; undefined without HTTPS. */
  ca: string | undefined
  /** With which the events for `forwardTo` are signed; undefined without such addresses. */
  webhookSecret: string | undefined
  /** Ends every connection and stops. Every change that was answered is kept. */
  close(): Promise<void>
}

/**
 * Starts the offline Stripe. Rejects when the file cannot be used (a libsql error) or the port cannot (`EADDRINUSE`).
 *
 * @example
 * const offlineStripe = await startOfflineStripe({ file: 'data/stripe.sqlite' })
 * const { hostname: host, port } = new URL(offlineStripe.url)
 * const stripe = new Stripe('sk_test_offline', { host, port, protocol: 'http', telemetry: false })
 */
export async function startOfflineStripe(options: OfflineStripeOptions = {}): Promise<OfflineStripe> {
  const onError = options.onError ?? reportError
  const { host: listening = '127.0.0.1', publicUrl } = options
  const certificate = options.https ? await certificateFor(listening, publicUrl) : undefined
  const api = new StripeApi(options.file, onError)
  const log = new RequestLog()
  const server = createHttpServer({
    api,
    log,
    onResponse: options.onResponse,
    onError,
    publicUrl,
    certificate,
  })
  try {
    server.listen(options.port ?? 0, listening)
    await once(server, 'listening')
  } catch (error) {
    await api.stop()
    throw error
  }
  const { address, port } = server.address() as AddressInfo
  const url = `${certificate ? 'https' : 'http'}://${reachable(address)}:${port}`
  resources(api, options)
  const { forwardTo = [], webhookSecret = api.newId('whsec') } = options
  const forward = () => forwardEvents(api, forwardTo, webhookSecret)
  controlRoutes(api, log, forward)
  api.start(options.now)
  forward()

  return {
    url,
    ca: certificate?.ca,
    webhookSecret: forwardTo.length > 0 ? webhookSecret : undefined,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await api.stop()
    },
  }
}

/** Loads what makes certificates only for those who want one. */
async function certificateFor(host: string, publicUrl: string | undefined): Promise<Certificate> {
  const { makeCertificate } = await import('./http/certificate.ts')
  return makeCertificate(host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]))
}

/** The name by which a program on the same machine reaches the address. */
function reachable(address: string): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost'
  return address.includes(':') ? `[${address}]` : address
}

function reportError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`offline Stripe: ${text}\n`)
}
