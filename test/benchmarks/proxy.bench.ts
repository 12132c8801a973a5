/**
 * The cost of passing a request on: with five headers, with none, and for a guest, against proxies that do less in front of the
 * same application, and against the real Dashboard. Then the cost of a page and an API route of ours.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Child } from './child.ts'
import { withDatabase } from './database.ts'
import { type Contender, compare, sendRequests } from './measure.ts'
import { startPlainDashboard } from './plain-dashboard.ts'
import { type PlainProxy, startHaproxy, startNginx } from './plain-proxies.ts'
import { usageOf } from './usage.ts'

const CONNECTIONS = 32
/** The five, one of them under its earlier name too, and two that say how to read them. */
const HEADERS = 8

interface Target {
  url: string
  pid: number
  cookie?: string
}

const application = await Child.start('./application-server.process.js')
const { url: applicationServer = '' } = application.started
const env = { APPLICATION_SERVER: applicationServer }
const ours = await Child.start('./proxy-host.process.js', env)
const bare = await Child.start('./proxy-bare.process.js', env)
const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
const nginx = await orNone('nginx', startNginx(folder, new URL(applicationServer)))
const haproxy = await orNone('haproxy', startHaproxy(folder, new URL(applicationServer)))

const { five = '', none = '', cookie = '' } = ours.started
const { pid } = ours
const signedIn = { url: five, pid, cookie }
await expectHeaders(signedIn, HEADERS)
await compare('Requests passed on', [
  contender('signed in, with all five headers', signedIn),
  contender('signed in, with none', { url: none, pid, cookie }),
  contender('a guest', { url: five, pid }),
  contender('bare undici', { url: bare.started.url ?? '', pid: bare.pid }),
  contender('bare undici, with as many bytes', { url: bare.started.laden ?? '', pid: bare.pid }),
  ...(nginx ? [contender('nginx, one worker', nginx)] : []),
  ...(haproxy ? [contender('haproxy, one thread', haproxy)] : []),
])
await withDatabase('Dashboard', async (database) => {
  const dashboard = await orNone('Dashboard', startPlainDashboard({ folder, applicationServer, database }))
  if (!dashboard) return
  await expectPerson(dashboard)
  await compare('Requests passed on by the real Dashboard', [
    contender('ours, signed in, with all five headers', signedIn),
    contender('Dashboard, signed in, with none', dashboard),
  ])
  await dashboard.stop()
})
const page = contender('the page of accounts', {
  ...signedIn,
  url: `${five}/account/connect/stripe-accounts`,
})
const api = contender('the API of accounts', {
  ...signedIn,
  url: `${five}/api/user/connect/stripe-accounts?accountid=person`,
})
await compare('Requests that we answer', [page, api])

for (const child of [ours, bare, application]) await child.stop()
await nginx?.stop()
await haproxy?.stop()
await rm(folder, { recursive: true })

function contender(name: string, { url, pid, cookie }: Target): Contender {
  return {
    name,
    async measure(seconds) {
      const before = usageOf(pid)
      const headers = cookie === undefined ? {} : { cookie }
      const requests = await sendRequests({ url, connections: CONNECTIONS, duration: seconds, headers })
      return { perSecond: requests / seconds, cpu: (usageOf(pid) - before) / requests }
    },
  }
}

/** Fails if the target sends other headers: the measurement would be of something else. */
async function expectHeaders(target: Target, count: number): Promise<void> {
  const text = await textOf(target)
  const sent = text.match(/stripe-account/g)?.length ?? 0
  if (sent !== count) throw new Error(`${target.url} sends ${sent} headers: ${text}`)
}

async function expectPerson(target: Target): Promise<void> {
  const text = await textOf(target)
  if (!text.includes('x-accountid')) throw new Error(`${target.url} does not know who asks: ${text}`)
}

async function textOf({ url, cookie = '' }: Target): Promise<string> {
  return (await fetch(url, { headers: { cookie } })).text()
}

async function orNone<P extends PlainProxy>(name: string, starting: Promise<P>): Promise<P | undefined> {
  try {
    return await starting
  } catch (error) {
    leaveOut(name, (error as Error).message)
    return undefined
  }
}

function leaveOut(name: string, reason: string): void {
  process.stdout.write(`\n${name}: left out, ${reason}\n`)
  if (process.env.CI) process.exitCode = 1
}
