/**
 * Dashboard's own code that passes requests on, which calls the handlers that a package.json lists: five, one and none.
 * Who is asking is given; what Dashboard does to find it out is not ours to measure.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { setRunningServices } from '../../src/application/running.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { HANDLERS, makePerson } from './person.ts'

const DASHBOARD = '@layeredapps/dashboard@0.0.150'

type Pass = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

const { applicationServer } = workerData as { applicationServer: string }
const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
const pass = await installDashboard().catch(() => undefined)
if (pass) await measureWith(pass)
else parentPort?.postMessage({ leftOut: `npm cannot install ${DASHBOARD}` })
parentPort?.once('message', () => rm(folder, { recursive: true }))

/** @throws when npm cannot reach a registry, or something else keeps it from that */
async function installDashboard(): Promise<Pass> {
  const npm = ['install', DASHBOARD, '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', npm, { shell: process.platform === 'win32' })
  return createRequire(path.join(folder, 'package.json'))('@layeredapps/dashboard/src/proxy.js').pass
}

async function measureWith(pass: Pass): Promise<void> {
  const person = await makePerson()
  const services = await createServices(person.config)
  setRunningServices(services)
  Object.assign(globalThis, {
    applicationServer,
    applicationServerToken: 'token',
    dashboardServer: person.config.url,
  })

  async function start(scripts: string[]): Promise<Server> {
    const packageJSON = { dashboard: await loadHandlers({ server: [], proxy: scripts }, '.') }
    const server = createServer((request, response) => {
      Object.assign(request, { account: { accountid: person.accountid }, session: { sessionid: 'session' } })
      // Dashboard reads it before it waits for anything.
      Object.assign(globalThis, { packageJSON })
      void pass(request, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  const servers = [await start(HANDLERS), await start(HANDLERS.slice(0, 1)), await start([])]
  const [five, one, none] = servers.map(
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  )
  parentPort?.postMessage({ five, one, none, headers: {} })
  parentPort?.once('message', async () => {
    for (const server of servers) server.close().closeAllConnections()
    setRunningServices(undefined)
    await closeServices(services)
    await person.remove()
  })
}
