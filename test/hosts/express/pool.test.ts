import { randomUUID } from 'node:crypto'
import { createPool } from 'mysql2'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { register, startApp, tokenOf, told } from './support.ts'

const SERVER = process.env.TEST_POSTGRESQL_URL
const MARIADB = process.env.TEST_MARIADB_URL
for (const [name, url] of Object.entries({ TEST_POSTGRESQL_URL: SERVER, TEST_MARIADB_URL: MARIADB })) {
  if (url) continue
  if (process.env.CI) throw new Error(`${name} must be set under CI`)
  process.stderr.write(`Pools of an app’s are not all tried: ${name} is not set\n`)
}

/** The app's pool, on a new database, with parsers that read numbers and JSON in another way than ours. */
async function appPool(server: string): Promise<pg.Pool> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const own = () => (text: string | Buffer) => ({ own: String(text) })
  const pool = new pg.Pool({ connectionString: url.href, max: 3, types: { getTypeParser: own as never } })
  onTestFinished(async () => {
    await pool.end()
    // Its connections take a moment to close.
    await eventually(() => admin.query(`drop database ${name}`))
    await admin.end()
  })
  return pool
}

describe.skipIf(!SERVER)('a pool of the app’s', () => {
  const server = SERVER ?? ''

  test('is what everything is kept through, and is left as it was', async () => {
    const pool = await appPool(server)
    // With a pool, other databases in the environment are ignored.
    const env = {
      STORAGE: 'postgresql',
      DATABASE_URL: 'postgres://127.0.0.1:1/nothing',
      STORAGE_REPLICATION: 'true',
    }
    const app = await startApp({ pool, env })
    await app.connect.ready()
    await register(app, 'ada')
    expect((await told(await app.fetch('/', { user: 'ada' }))).headers['x-stripe-accounts-count']).toBe('1')
    expect((await app.fetch('/administrator/connect/stripe-accounts', { user: 'ada;admin' })).status).toBe(
      200,
    )
    await app.connect.close()
    expect(pool.ended).toBe(false)
    expect(pool.listenerCount('error')).toBe(0)
    const { rows } = await pool.query('select accountid from connect_stripe_accounts')
    expect(rows).toEqual([{ accountid: { own: 'ada' } }])
    const client = await pool.connect()
    expect(client.listenerCount('error')).toBe(0)
    client.release()
  })

  test('serves several instances, whose forms are taken by each other', async () => {
    const pool = await appPool(server)
    const [one, other] = [await startApp({ pool }), await startApp({ pool })]
    const page = '/account/connect/create-stripe-account'
    const tokens = await Promise.all(
      [one, other].map(async (app) => tokenOf(await app.fetch(page, { user: 'ada' }))),
    )
    expect(tokens[0]).toMatch(/^[\w-]{43}\.[\w-]+\.[\w-]{43}$/)
    expect(tokens[1]).toBe(tokens[0])
  })

  test('whose connection is lost while it is used fails the request, not the process', async () => {
    const pool = await appPool(server)
    pool.on('error', () => {})
    const app = await startApp({ pool })
    await app.connect.ready()
    const blocker = await pool.connect()
    await blocker.query('begin; lock table connect_stripe_accounts')
    const waiting = app.fetch('/account/connect', { user: 'ada' })
    await eventually(async () => {
      const { rowCount } = await blocker.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      expect(rowCount).toBeGreaterThan(0)
    })
    expect((await waiting).status).toBe(503)
    await blocker.query('rollback')
    blocker.release()
    expect((await app.fetch('/account/connect', { user: 'ada' })).status).toBe(200)
  })
})

describe.skipIf(!MARIADB)('a pool of the app’s, of mysql2', () => {
  test('is what everything is kept through', async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    const admin = createPool({ uri: MARIADB ?? '' }).promise()
    await admin.query(`create database ${name}`)
    const url = new URL(MARIADB ?? '')
    url.pathname = `/${name}`
    const pool = createPool({ uri: url.href, connectionLimit: 3 })
    onTestFinished(async () => {
      await pool.promise().end()
      await admin.query(`drop database ${name}`)
      await admin.end()
    })
    const app = await startApp({ pool })
    await register(app, 'ada')
    expect((await told(await app.fetch('/', { user: 'ada' }))).headers['x-stripe-accounts-count']).toBe('1')
    await app.connect.close()
    const [rows] = await pool.promise().query('select accountid from connect_stripe_accounts')
    expect(rows).toEqual([{ accountid: 'ada' }])
  })
})
