/**
 * Runs the craft market. It needs `DASHBOARD_SERVER` and `APPLICATION_SERVER_TOKEN`, and takes `PORT` and `APPLICATION_SERVER`,
 * all as the dashboard has them. `OFFLINE_STRIPE` is the address of the offline Stripe when there is no real one; `MARKET_DATA`
 * names a folder for the goods and the orders. Prints `{"url": "..."}` once it answers, and stops with the process that started it.
 */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { DashboardApi } from './dashboard.ts'
import { Goods, type Order } from './goods.ts'
import { createMarket } from './market.ts'
import { PretendPayments } from './pretend-payments.ts'
import { Rows } from './rows.ts'

const {
  PORT = '3000',
  DASHBOARD_SERVER,
  APPLICATION_SERVER,
  APPLICATION_SERVER_TOKEN: token,
  OFFLINE_STRIPE,
  MARKET_DATA,
} = process.env
if (!DASHBOARD_SERVER || !token) {
  process.stderr.write('DASHBOARD_SERVER and APPLICATION_SERVER_TOKEN must be set.\n')
  process.exit(1)
}

const server = createServer()
try {
  server.listen(Number(PORT), '127.0.0.1')
  await once(server, 'listening')
} catch (error) {
  process.stderr.write(`The craft market cannot listen on port ${PORT}: ${(error as Error).message}\n`)
  process.exit(1)
}
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const api = new DashboardApi(DASHBOARD_SERVER, APPLICATION_SERVER ?? url, token)
if (MARKET_DATA !== undefined) mkdirSync(MARKET_DATA, { recursive: true })
const file = (name: string) => (MARKET_DATA === undefined ? undefined : path.join(MARKET_DATA, name))
const market = createMarket({
  goods: new Goods(file('goods.json')),
  orders: new Rows<Order>(file('orders.json')),
  api,
  token,
  payments: OFFLINE_STRIPE ? new PretendPayments(OFFLINE_STRIPE) : undefined,
})
server.on('request', market)
process.stdout.write(`${JSON.stringify({ url })}\n`)

const stop = () => {
  server.close(() => process.exit(0))
  server.closeAllConnections()
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
process.once('disconnect', stop)
