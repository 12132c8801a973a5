/** What the headers cost in each host: a person's requests with all five of them, against the same host with one and with none. */
import { compare, requestsPerSecond, startThread } from './measure.ts'

const CONNECTIONS = 32
/** Two that say how to read the others are sent with any. */
const COUNTS = { five: 7, one: 3, none: 0 }

/** Where a host listens that sends so many; or why there is none. */
interface Hosts {
  leftOut?: string
  five: string
  /** Undefined where it is all or nothing. */
  one?: string
  none: string
  /** What the person's browser sends. */
  headers: Record<string, string>
}

const application = await startThread<{ url: string }>(
  new URL('./application-server.thread.js', import.meta.url),
)
await measure('Standalone', new URL('./headers-standalone.thread.js', import.meta.url))
await measure('Express', new URL('./headers-express.thread.js', import.meta.url))
await measure('Dashboard', new URL('./headers-dashboard.thread.js', import.meta.url))
await application.stop()

async function measure(host: string, thread: URL): Promise<void> {
  const { ready, stop } = await startThread<Hosts>(thread, { applicationServer: application.ready.url })
  const { five, one, none, headers, leftOut } = ready
  if (leftOut !== undefined) {
    process.stdout.write(`\n${host}: left out, ${leftOut}\n`)
    if (process.env.CI) process.exitCode = 1
    return stop()
  }
  const through = async (name: string, url: string, count: number) => {
    await expectHeaders(url, headers, count)
    return {
      name,
      measure: (duration: number) => requestsPerSecond({ url, connections: CONNECTIONS, duration, headers }),
    }
  }
  await compare(
    `${host}: requests of a person with three accounts`,
    await through('with all five headers', five, COUNTS.five),
    ...(one === undefined ? [] : [await through('with one of them', one, COUNTS.one)]),
    await through('with none', none, COUNTS.none),
  )
  await stop()
}

/** A measurement of something else would be worse than none. */
async function expectHeaders(url: string, headers: Record<string, string>, count: number): Promise<void> {
  const text = await (await fetch(url, { headers })).text()
  const sent = text.match(/stripe-account/g)?.length ?? 0
  if (sent !== count) throw new Error(`${url} sends ${sent} headers: ${text}`)
}
