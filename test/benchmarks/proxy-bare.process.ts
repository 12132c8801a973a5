/** The least that undici can be asked to pass requests on with. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Dispatcher, Pool } from 'undici'
import { followOrders } from './webhook-order.ts'

const { APPLICATION_SERVER = '' } = process.env
const pool = new Pool(APPLICATION_SERVER)
const server = createServer((request, response) => {
  const method = request.method as Dispatcher.HttpMethod
  pool.dispatch(
    { method, path: request.url ?? '/', headers: request.rawHeaders, body: null },
    {
      onRequestStart: () => {},
      onResponseStart: (controller, status) => {
        response.writeHead(status, (controller.rawHeaders as Buffer[]).map(String))
      },
      onResponseData: (_controller, chunk) => {
        response.write(chunk)
      },
      onResponseEnd: () => {
        response.end()
      },
      onResponseError: (_controller, error) => {
        response.destroy(error)
      },
    },
  )
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
followOrders(
  async () => [],
  async () => pool.destroy(),
)
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
