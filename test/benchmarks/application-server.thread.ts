/** An application server. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { sayHeaders } from './say-headers.ts'

const server = createServer(sayHeaders)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
parentPort?.postMessage({ url: `http://127.0.0.1:${port}` })
parentPort?.once('message', () => server.close().closeAllConnections())
