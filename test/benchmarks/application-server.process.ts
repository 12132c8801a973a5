/** The application server behind the hosts: it only says which of our headers it got. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sayHeaders } from './say-headers.ts'
import { followOrders } from './webhook-order.ts'

const server = createServer(sayHeaders).listen(0, '127.0.0.1')
await once(server, 'listening')
followOrders(async () => [])
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
