/** Two hosts in front of one application server: one sends a person's five headers, the other none. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadConfig } from '../../src/config.ts'
import { Cookies } from '../../src/hosts/standalone/cookies.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { adoptAccount } from '../../src/mirror/accounts.ts'
import { closeServices, createServices } from '../../src/services.ts'
import { startSimulator } from '../../src/simulator/start.ts'

const HEADERS = [
  'x-has-active-stripe-account',
  'x-stripe-accounts',
  'x-stripe-accounts-active',
  'x-stripe-accounts-pending',
  'x-stripe-accounts-requiring',
]
const ACCOUNTS = 3

const { applicationServer } = workerData as { applicationServer: string }
const simulator = await startSimulator({ verificationSeconds: 0 })
const config = loadConfig({
  APPLICATION_SERVER: applicationServer,
  CONNECT_STRIPE_API: simulator.url,
  LOG_LEVEL: 'silent',
})
const services = await createServices({ ...config, storage: { ...config.storage, file: ':memory:' } })

const owner = { appid: config.appid, accountid: 'person' }
for (let made = 0; made < ACCOUNTS; made++) {
  const account = await services.stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    individual: { first_name: 'Maya', last_name: 'Hart', email: 'maya@example.com' },
  })
  await adoptAccount(services, account, owner)
}
const { storage, now } = services
await storage.users.insert({
  accountid: owner.accountid,
  email: 'maya@example.com',
  fullName: 'Maya Hart',
  passwordHash: '',
  createdAt: now(),
})
const cookie = `${new Cookies(config.url).session}=${await new Sessions(storage, now).open(owner.accountid)}`

async function start(headers: string[]) {
  const proxy = headers.map((name) => `@layeredapps/stripe-connect/src/proxy/${name}.js`)
  const handlers = await loadHandlers({ server: [], proxy }, '.')
  return startStandalone({
    services,
    routes: [],
    handlers,
    title: 'Benchmark',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: 0,
  })
}

const hosts = [await start(HEADERS), await start([])]
const [all, none] = hosts.map(({ url }) => url)
parentPort?.postMessage({ all, none, cookie })
parentPort?.once('message', async () => {
  await Promise.all(hosts.map((host) => host.close()))
  await closeServices(services)
  await simulator.close()
})
