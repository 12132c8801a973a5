/**
 * What taking an event costs: signed events a second accepted over HTTP into the inbox on PostgreSQL, against single-row
 * inserts of the same size over as many connections, as pgbench does them.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import Stripe from 'stripe'
import { compare, requestsPerSecond, startThread } from './measure.ts'

const CONNECTIONS = 8
const SECRET = 'whsec_benchmark'

const server = process.env.TEST_POSTGRESQL_URL
if (!server) {
  process.stdout.write('\nWebhook inbox: left out, TEST_POSTGRESQL_URL names no PostgreSQL\n')
  process.exit()
}

const stripe = new Stripe('sk_test_benchmark', { telemetry: false })

/** As large as an event about an account is. */
function makeEvent(): { id: string; body: string } {
  const id = `evt_${randomUUID()}`
  const object = { id: 'acct_benchmark', object: 'account', padding: 'x'.repeat(4000) }
  const event = {
    id,
    object: 'event',
    type: 'account.updated',
    account: object.id,
    livemode: false,
    data: { object },
  }
  return { id, body: JSON.stringify(event) }
}

async function acceptedPerSecond(host: string, duration: number): Promise<number> {
  return requestsPerSecond({
    url: `${host}/webhooks/connect/index-connect-data`,
    connections: CONNECTIONS,
    duration,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          const { body } = makeEvent()
          const signature = stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET })
          return {
            ...request,
            body,
            headers: { 'content-type': 'application/json', 'stripe-signature': signature },
          }
        },
      },
    ],
  })
}

async function insertedPerSecond(pool: pg.Pool, seconds: number): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let rows = 0
  const insert = async () => {
    while (performance.now() < end) {
      const { id, body } = makeEvent()
      await pool.query('insert into benchmark (id, payload, received_at) values ($1, $2, now())', [id, body])
      rows += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, insert))
  return (rows * 1000) / (performance.now() - start)
}

const name = `benchmark_${randomUUID().replaceAll('-', '')}`
const database = new URL(server)
database.pathname = `/${name}`
const administrator = new pg.Client({ connectionString: server })
await administrator.connect()
await administrator.query(`create database ${name}`)
try {
  const host = await startThread<{ url: string }>(new URL('./webhook-inbox.thread.js', import.meta.url), {
    database: database.href,
    secret: SECRET,
    connections: CONNECTIONS,
  })
  const pool = new pg.Pool({ connectionString: database.href, max: CONNECTIONS })
  await pool.query(
    'create table benchmark (id text primary key, payload json not null, received_at timestamptz not null)',
  )
  await compare(
    `Events into PostgreSQL over ${CONNECTIONS} connections`,
    {
      name: 'signed, accepted over HTTP, in the inbox',
      measure: (seconds) => acceptedPerSecond(host.ready.url, seconds),
    },
    { name: 'single-row inserts', measure: (seconds) => insertedPerSecond(pool, seconds) },
  )
  await pool.end()
  await host.stop()
} finally {
  await administrator.query(`drop database ${name} with (force)`)
  await administrator.end()
}
