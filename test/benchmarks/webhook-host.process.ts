/** A host that puts webhooks into an inbox on PostgreSQL and, if told so, applies them too. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadConfig } from '../../src/config/config.ts'
import { connectWebhook } from '../../src/events/receive.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { SECRET } from './webhook-events.ts'
import { followOrders } from './webhook-order.ts'

const { DATABASE = '', APPLIES } = process.env
const stripe = APPLIES ? await startStripe() : undefined
const services = await createServices(
  loadConfig({
    CONNECT_STORAGE: 'postgresql',
    CONNECT_STRIPE_KEY: 'sk_test_benchmark',
    CONNECT_DATABASE_URL: DATABASE,
    CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET,
    ...(stripe && { CONNECT_STRIPE_API: stripe }),
  }),
)
const worker = APPLIES ? startInboxWorker(services) : undefined
const host = await startStandalone({
  services,
  routes: [connectWebhook],
  handlers: { server: [], proxy: [] },
  brand: { title: 'Benchmark' },
  host: '127.0.0.1',
  port: 0,
  trustedProxies: 0,
})
followOrders(
  async () => [],
  async () => {
    await host.close()
    await worker?.stop()
    await closeServices(services)
  },
)
process.send?.({ url: host.url })

/** A Stripe that answers at once that the account does not exist, as for another installation's accounts. */
async function startStripe(): Promise<string> {
  const error = { type: 'invalid_request_error', code: 'account_invalid', message: 'No such account.' }
  const server = createServer((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
