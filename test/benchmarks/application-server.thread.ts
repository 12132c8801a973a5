/** An application server that does next to nothing: it says which of our headers it got. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

const server = createServer(({ headers }, response) => {
  response.setHeader('content-type', 'text/plain')
  response.end(
    Object.keys(headers)
      .filter((name) => name.includes('stripe-account'))
      .join(' '),
  )
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
parentPort?.postMessage({ url: `http://127.0.0.1:${port}` })
parentPort?.once('message', () => server.close().closeAllConnections())
