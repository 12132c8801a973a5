/**
 * A deployment to check: the offline Stripe, a database file and the standalone host, with the environment that they started
 * with.
 *
 * @module
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { check } from '../../../src/cli/check/check.ts'
import type { Finding } from '../../../src/cli/check/finding.ts'
import { loadConfig } from '../../../src/config/config.ts'
import type { Services } from '../../../src/context/context.ts'
import { WEBHOOK_PATH } from '../../../src/core/addresses.ts'
import { ensureWebhookEndpoint } from '../../../src/events/endpoint.ts'
import { routes } from '../../../src/features.ts'
import { startStandalone } from '../../../src/hosts/standalone/server.ts'
import { closeServices, createServices } from '../../../src/runtime/services.ts'
import type { Bench } from '../../offline-stripe/support.ts'
import { freePort } from '../../support/marketplace.ts'

/** A secret that no endpoint has. */
export const OTHER_SECRET = 'whsec_of_somewhere_else'

export interface Deployment {
  env: Record<string, string>
  services: Services
  /** The address that Stripe delivers to. */
  endpointUrl: string
}

/** @returns a deployment without mistakes, removed when the test ends */
export async function deploy(bench: Bench): Promise<Deployment> {
  const folder = await mkdtemp(path.join(tmpdir(), 'check-'))
  const port = await freePort()
  const env = {
    CONNECT_STRIPE_API: bench.url,
    DASHBOARD_SERVER: `http://127.0.0.1:${port}`,
    CONNECT_DATABASE_FILE: path.join(folder, 'connect.db'),
    LOG_LEVEL: 'silent',
  }
  const services = await createServices(loadConfig(env))
  const host = await startStandalone({
    services,
    routes,
    handlers: { server: [], proxy: [] },
    brand: { title: 'Market' },
    host: '127.0.0.1',
    port,
    trustedProxies: 0,
  })
  await ensureWebhookEndpoint(services)
  const endpointUrl = env.DASHBOARD_SERVER + WEBHOOK_PATH
  onTestFinished(async () => {
    for (const { id, url } of await endpoints(bench)) {
      if (url === endpointUrl) await bench.stripe.webhookEndpoints.del(id)
    }
    await host.close()
    await closeServices(services)
    await rm(folder, { recursive: true })
  })
  return { env, services, endpointUrl }
}

export async function endpoints(bench: Bench) {
  return (await bench.stripe.webhookEndpoints.list({ limit: 100 })).data
}

/** The findings of `check` that are not `ok`. */
export async function wrong(env: NodeJS.ProcessEnv, now?: () => Date): Promise<Record<string, Finding>> {
  const findings = (await check(env, now)).filter(({ state }) => state !== 'ok')
  return Object.fromEntries(findings.map((finding) => [finding.code, finding]))
}

/** A server that answers as the test says. @returns its address */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The offline Stripe with other headers in its answers. */
export function stripeWith(bench: Bench, headers: Record<string, string>): Promise<string> {
  return serve(async ({ url = '/', headers: { authorization = '' } }, response) => {
    const answer = await fetch(bench.url + url, { headers: { authorization } })
    response.writeHead(answer.status, { 'content-type': 'application/json', ...headers })
    response.end(await answer.text())
  })
}
