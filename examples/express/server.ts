/**
 * Runs the practice room: after `npm run build`, `node dist/examples/express/server.js`; with Node 22.18 or later also
 * `node examples/express/server.ts`. `PORT` is 3000 by default, and `DATA` is the folder for its files.
 */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { People } from './people.ts'
import { createSite } from './site.ts'

const { PORT = '3000', DATA = './data/express' } = process.env
const url = `http://localhost:${PORT}`

mkdirSync(DATA, { recursive: true })
const { app, connect } = createSite({
  url,
  people: new People(path.join(DATA, 'people.json')),
  dataFolder: DATA,
})
const server = createServer(app)
try {
  server.listen(Number(PORT), 'localhost')
  await once(server, 'listening')
} catch (error) {
  process.stderr.write(`The practice room cannot listen on port ${PORT}: ${(error as Error).message}\n`)
  process.exit(1)
}

try {
  await connect.ready()
  process.stdout.write(`The practice room is open: ${url}\n`)
} catch (error) {
  process.stderr.write(
    `The practice room is open at ${url}, but without payments: ${(error as Error).message}\n`,
  )
}

async function stop(): Promise<void> {
  server.close()
  // Ends the event streams, which would keep the server open.
  await connect.close()
  server.closeAllConnections()
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
