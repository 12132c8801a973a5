/** What the headers cost: a person's requests with all five of them, against the same proxy with none. */
import { compare, requestsPerSecond, startThread } from './measure.ts'

const CONNECTIONS = 32
const EXPECTED = 7

const application = await startThread<{ url: string }>(
  new URL('./application-server.thread.js', import.meta.url),
)
const hosts = await startThread<{ all: string; none: string; cookie: string }>(
  new URL('./proxy-headers.thread.js', import.meta.url),
  { applicationServer: application.ready.url },
)
const { all, none, cookie } = hosts.ready

/** A measurement of something else would be worse than none. */
async function expectHeaders(url: string, count: number): Promise<void> {
  const text = await (await fetch(url, { headers: { cookie } })).text()
  const names = text.split(' ').filter(Boolean)
  if (names.length !== count) throw new Error(`${url} sends ${names.length} headers: ${text}`)
}

await expectHeaders(all, EXPECTED)
await expectHeaders(none, 0)

const through = (name: string, url: string) => ({
  name,
  measure: (duration: number) =>
    requestsPerSecond({ url, connections: CONNECTIONS, duration, headers: { cookie } }),
})

await compare(
  'Requests through the proxy for a person with three accounts',
  through('with all five headers', all),
  through('with none', none),
)
await hosts.stop()
await application.stop()
