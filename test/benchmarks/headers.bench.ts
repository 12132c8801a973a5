/** The cost of the headers in an Express app: requests with all five, against the same app with none. */
import { compare, sendRequests, startThread } from './measure.ts'

const CONNECTIONS = 32

const { ready, stop } = await startThread<{ five: string; none: string }>(
  new URL('./headers-express.thread.js', import.meta.url),
)
const through = (name: string, url: string) => ({
  name,
  measure: async (duration: number) => ({
    perSecond: (await sendRequests({ url, connections: CONNECTIONS, duration })) / duration,
    // The CPU time of a thread cannot be read.
    cpu: Number.NaN,
  }),
})
await compare('Express: requests of a person with three accounts', [
  through('with all five headers', ready.five),
  through('with none', ready.none),
])
await stop()
