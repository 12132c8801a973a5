/**
 * Dashboard's own code that passes requests on, which calls the five handlers that a package.json lists. Who is asking is given:
 * what Dashboard does to find it out is not ours to measure.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { setRunningServices } from '../../src/application/running.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { HANDLERS, makePerson } from './person.ts'
import { followOrders } from './webhook-order.ts'

const DASHBOARD = '@layeredapps/dashboard@0.0.150'

type Pass = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

const { APPLICATION_SERVER: applicationServer = '' } = process.env
const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
const pass = await installDashboard().catch(() => undefined)
if (pass) await passOnWith(pass)
else {
  await rm(folder, { recursive: true })
  followOrders(async () => [])
  process.send?.({ leftOut: `npm cannot install ${DASHBOARD}` })
}

/** @throws when npm cannot reach a registry, or something else keeps it from that */
async function installDashboard(): Promise<Pass> {
  const npm = ['install', DASHBOARD, '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', npm, { shell: process.platform === 'win32' })
  return createRequire(path.join(folder, 'package.json'))('@layeredapps/dashboard/src/proxy.js').pass
}

async function passOnWith(pass: Pass): Promise<void> {
  const person = await makePerson()
  const services = await createServices(person.config)
  setRunningServices(services)
  Object.assign(globalThis, {
    applicationServer,
    applicationServerToken: 'token',
    dashboardServer: person.config.url,
    packageJSON: { dashboard: await loadHandlers({ server: [], proxy: HANDLERS }, '.') },
  })
  const server = createServer((request, response) => {
    Object.assign(request, { account: { accountid: person.accountid }, session: { sessionid: 'session' } })
    void pass(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  followOrders(
    async () => [],
    async () => {
      setRunningServices(undefined)
      await closeServices(services)
      await person.remove()
      await rm(folder, { recursive: true })
    },
  )
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
