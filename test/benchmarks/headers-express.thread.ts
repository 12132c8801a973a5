/** Two Express apps that say which of our headers their routes get: one with `connect.headers` before them, one without. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'
import express, { type RequestHandler } from 'express'
import { stripeConnect } from '../../src/hosts/express/stripe-connect.ts'
import { makePerson } from './person.ts'
import { sayHeaders } from './say-headers.ts'

const person = await makePerson()
const connect = stripeConnect({
  authenticate: () => ({ accountid: person.accountid }),
  url: 'http://127.0.0.1:8000/payments',
  env: person.env,
})
await connect.ready()

async function start(...ahead: RequestHandler[]): Promise<Server> {
  const app = express().disable('x-powered-by')
  if (ahead.length > 0) app.use(...ahead)
  app.get('/', sayHeaders)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const servers = [await start(connect.headers), await start()]
const [five, none] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
parentPort?.postMessage({ five, none, headers: {} })
parentPort?.once('message', async () => {
  for (const server of servers) server.close().closeAllConnections()
  await connect.close()
  await person.remove()
})
