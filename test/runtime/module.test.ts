import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { loadConfig } from '../../src/config/config.ts'
import { checkStripeMode } from '../../src/runtime/check-stripe-mode.ts'
import { openModule } from '../../src/runtime/module.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { StartUpError } from '../../src/runtime/start-up-error.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { makeAccount } from '../application/accounts.ts'
import { eventually } from '../support/eventually.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** A server in Stripe's place, until the test ends. */
async function stripeThat(answer: Answer): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'module-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function open(env: Record<string, string>) {
  const module = await openModule(loadConfig({ LOG_LEVEL: 'silent', MAXIMUM_STRIPE_RETRIES: '0', ...env }))
  onTestFinished(() => module.stop())
  return module
}

async function begin(stripe: string) {
  const module = await open({ CONNECT_STRIPE_API: stripe, CONNECT_DATA: await dataFolder() })
  await module.begin()
}

test('a Stripe that says nothing holds a start up for a moment only', async () => {
  const asked: string[] = []
  await begin(await stripeThat(({ url = '' }) => asked.push(url)))
  expect(asked).toContain('/v1/balance')
})

test('a Stripe that is away at the start is asked for a webhook endpoint later', async () => {
  let away = true
  const subscribed: string[] = []
  const stripe = await stripeThat((request, response) => {
    if (away) {
      away = request.url === '/v1/balance'
      return response.writeHead(503).end()
    }
    if (request.method === 'POST') subscribed.push(request.url ?? '')
    const endpoint = {
      id: 'we_1',
      object: 'webhook_endpoint',
      secret: 'whsec_1',
      status: 'enabled',
      url: 'http://localhost:8000/webhooks/connect/index-connect-data',
      metadata: {},
      enabled_events: [],
    }
    const list = { object: 'list', data: [], has_more: false, url: request.url }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'POST' ? endpoint : list))
  })
  await begin(stripe)
  await eventually(() => expect(subscribed).toEqual(['/v1/webhook_endpoints']))
})

test('a Stripe that comes back only to refuse is told in one line', async () => {
  let away = true
  const stripe = await stripeThat((request, response) => {
    if (away) {
      away = request.url === '/v1/balance'
      return response.writeHead(503).end()
    }
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end('{"error": {"message": "The key may not do that."}}')
  })
  await expect(begin(stripe)).rejects.toThrow(
    new StartUpError('Stripe could not be asked for a webhook endpoint: The key may not do that.'),
  )
})

test('accounts of the offline Stripe are not taken for those of the real one, tenant by tenant', async () => {
  const CONNECT_DATA = await dataFolder()
  const stripe = await stripeThat((_request, response) => response.destroy())
  const offline = { CONNECT_DATA, CONNECT_STRIPE_API: stripe }
  const real = { CONNECT_DATA, CONNECT_STRIPE_KEY: 'sk_live_1' }
  const opened = (env: Record<string, string>) =>
    createServices(loadConfig({ LOG_LEVEL: 'silent', ...env })).then(async (services) => {
      onTestFinished(() => closeServices(services))
      await checkStripeMode(services.storage, services.config.stripe)
      return services
    })

  await opened(offline)
  // Nobody has registered yet, so changing to the real Stripe is fine.
  await opened(real)
  const { storage } = await opened(offline)
  await accountStore(storage).insert({
    stripeid: 'acct_1',
    accountid: 'account_1',
    stripeObject: makeAccount({ id: 'acct_1' }),
  })
  await opened(offline)
  const sentence = /holds accounts of the offline Stripe, and this start is for Stripe’s live mode/
  await expect(open(real)).rejects.toThrow(sentence)
  // Another tenant has no accounts that could be confused.
  await opened({ ...real, APPID: 'another' })
})

test('no offline Stripe is started for a database that is away', async () => {
  const folder = await dataFolder()
  const opening = open({ CONNECT_DATA: folder, CONNECT_DATABASE_URL: 'postgres://127.0.0.1:1/market' })
  await expect(opening).rejects.toBeInstanceOf(StorageError)
  expect(await readdir(folder)).toEqual([])
})
