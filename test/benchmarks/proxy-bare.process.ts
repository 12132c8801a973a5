/** The least code that passes requests on with undici: unchanged, or with as many bytes of headers as our host adds. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Dispatcher, Pool } from 'undici'
import { followOrders } from './webhook-order.ts'

const { APPLICATION_SERVER = '' } = process.env
const pool = new Pool(APPLICATION_SERVER)

/** Three accounts, in the header for all accounts and in the header for accounts with requirements. */
const ACCOUNTS = ['x-stripe-accounts', 'x-stripe-accounts-requiring'].flatMap((name) => [
  name,
  'a'.repeat(3000),
])

/** @param added headers to add to each request */
async function start(added: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    const method = request.method as Dispatcher.HttpMethod
    pool.dispatch(
      { method, path: request.url ?? '/', headers: [...request.rawHeaders, ...added], body: null },
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
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

followOrders(
  async () => [],
  async () => pool.destroy(),
)
process.send?.({ url: await start([]), laden: await start(ACCOUNTS) })
