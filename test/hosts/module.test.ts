import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openModule } from '../../src/hosts/module.ts'
import { eventually } from '../support/eventually.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** What speaks for Stripe until the test ends. */
async function stripeThat(answer: Answer): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function begin(stripe: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'module-'))
  const config = loadConfig({
    CONNECT_STRIPE_API: stripe,
    CONNECT_DATA: folder,
    LOG_LEVEL: 'silent',
    MAXIMUM_STRIPE_RETRIES: '0',
  })
  const module = await openModule(config)
  onTestFinished(async () => {
    await module.stop()
    await rm(folder, { recursive: true })
  })
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
    if (away) return response.destroy()
    if (request.method === 'POST') subscribed.push(request.url ?? '')
    const endpoint = { id: 'we_1', object: 'webhook_endpoint', secret: 'whsec_1' }
    const list = { object: 'list', data: [], has_more: false, url: request.url }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'POST' ? endpoint : list))
  })
  await begin(stripe)
  away = false
  await eventually(() => expect(subscribed).toEqual(['/v1/webhook_endpoints']))
})
