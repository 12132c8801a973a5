/** Two standalone hosts in front of one application server: one sends a person's five headers, one sends none. */
import { routes } from '../../src/features.ts'
import { Cookies } from '../../src/hosts/standalone/cookies.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { Sessions } from '../../src/hosts/standalone/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { HANDLERS, makePerson } from './person.ts'
import { followOrders } from './webhook-order.ts'

const { APPLICATION_SERVER = '' } = process.env
const person = await makePerson()
const { accountid, config } = person
const services = await createServices({ ...config, applicationServer: new URL(APPLICATION_SERVER) })
const { storage, now } = services
await userStore(storage).insert({
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
    routes,
    handlers: await loadHandlers({ server: [], proxy }, '.'),
    brand: { title: 'Benchmark' },
    host: '127.0.0.1',
    port: 0,
    trustedProxies: 0,
  })
}

const hosts = [await start(HANDLERS), await start([])]
followOrders(
  async () => [],
  async () => {
    await Promise.all(hosts.map((host) => host.close()))
    await closeServices(services)
    await person.remove()
  },
)
const [five, none] = hosts.map(({ url }) => url)
process.send?.({ five, none, cookie })
