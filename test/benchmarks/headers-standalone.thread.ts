/** Standalone hosts in front of one application server: they send five of a person's headers, one and none. */
import { parentPort, workerData } from 'node:worker_threads'
import { Cookies } from '../../src/hosts/standalone/cookies.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { HANDLERS, makePerson } from './person.ts'

const { applicationServer } = workerData as { applicationServer: string }
const person = await makePerson()
const { accountid, config } = person
const services = await createServices({ ...config, applicationServer: new URL(applicationServer) })
const { storage, now } = services
await storage.users.insert({
  accountid,
  email: 'maya@example.com',
  fullName: 'Maya Hart',
  passwordHash: '',
  createdAt: now(),
})
const cookie = `${new Cookies(config.url).session}=${await new Sessions(services).open(accountid)}`

async function start(proxy: string[]) {
  return startStandalone({
    services,
    routes: [],
    handlers: await loadHandlers({ server: [], proxy }, '.'),
    title: 'Benchmark',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: 0,
  })
}

const hosts = [await start(HANDLERS), await start(HANDLERS.slice(0, 1)), await start([])]
const [five, one, none] = hosts.map(({ url }) => url)
parentPort?.postMessage({ five, one, none, headers: { cookie } })
parentPort?.once('message', async () => {
  await Promise.all(hosts.map((host) => host.close()))
  await closeServices(services)
  await person.remove()
})
