/** A host that takes webhooks into an inbox on PostgreSQL. Nothing applies them: only taking them is measured. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadConfig } from '../../src/config/config.ts'
import { connectWebhook } from '../../src/events/receive.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'

const { database, secret, connections } = workerData as {
  database: string
  secret: string
  connections: number
}
const config = loadConfig({
  CONNECT_STORAGE: 'postgresql',
  CONNECT_STRIPE_KEY: 'sk_test_benchmark',
  CONNECT_DATABASE_URL: database,
  CONNECT_WEBHOOK_ENDPOINT_SECRET: secret,
  LOG_LEVEL: 'silent',
})
const services = await createServices({
  ...config,
  storage: { ...config.storage, maxConnections: connections },
})
const host = await startStandalone({
  services,
  routes: [connectWebhook],
  handlers: { server: [], proxy: [] },
  title: 'Benchmark',
  host: '127.0.0.1',
  port: 0,
  trustedProxies: 0,
})
parentPort?.postMessage({ url: host.url })
parentPort?.once('message', async () => {
  await host.close()
  await closeServices(services)
})
