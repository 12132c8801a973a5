import path from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import type { StorageConfig } from '../../../src/config/config.ts'
import { createLogger } from '../../../src/core/log.ts'
import { closeServices, createServices } from '../../../src/runtime/services.ts'
import { MARIADB, POSTGRESQL } from '../../support/database-servers.ts'
import { eventually } from '../../support/eventually.ts'
import { describeWhereSet } from '../../support/needs.ts'
import { startOwnDatabase } from '../../support/own-database.ts'
import { testConfig } from '../../support/services.ts'
import { smallDisk } from '../../support/small-disk.ts'
import { MEMORY, onServer } from '../../support/storage.ts'
import { startDashboard } from '../support.ts'

/** Starts a host on that database. */
async function start(storage: StorageConfig) {
  let log = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += chunk
      done()
    },
  })
  const services = await createServices(
    { ...testConfig(), storage },
    { log: createLogger('info', destination) },
  )
  onTestFinished(() => closeServices(services))
  const { url } = await startDashboard({ services })
  const ready = async () => {
    const response = await fetch(`${url}/readyz`)
    const { checks } = (await response.json()) as { checks: Record<string, string> }
    return { status: response.status, checks }
  }
  const becomes = (state: 'ok' | 'failing', before = async () => {}) =>
    eventually(
      async () => {
        await before()
        const { status, checks } = await ready()
        expect([status, checks.database]).toEqual([state === 'ok' ? 200 : 503, state])
      },
      { interval: 250 },
    )
  return { services, url, ready, becomes, log: () => log }
}

/** A disk, and the database on it. */
type Place = (context: TestContext) => Promise<{
  config: StorageConfig
  fill(): Promise<void>
  clear(): Promise<void>
}>

const onSqlite: Place = async (context) => {
  const disk = await smallDisk(4, context)
  return { ...disk, config: { ...MEMORY, file: path.join(disk.folder, 'connect.db') } }
}

/** Only on PostgreSQL: MariaDB's files keep spare room for such a row. */
const onPostgresql: Place = async (context) => {
  const disk = await smallDisk(64, context)
  const database = await startOwnDatabase(POSTGRESQL, disk.folder)
  onTestFinished(() => database.remove())
  return { ...disk, config: { ...MEMORY, dialect: POSTGRESQL.dialect, url: database.url } }
}

function seesFullDisk(place: Place, problem: RegExp): void {
  test('sees that a disk is full, and that it has room again', async (context) => {
    const { config, fill, clear } = await place(context)
    const { becomes, log } = await start(config)
    await becomes('ok')
    // Filled again each time: PostgreSQL removes files of its own meanwhile.
    await becomes('failing', fill)
    expect(log()).toMatch(problem)
    await clear()
    await becomes('ok')
    expect(log()).toContain('this host is in order again')
  })
}

describe('readiness on SQLite', () => seesFullDisk(onSqlite, /the disk is full/))

describeWhereSet('readiness on PostgreSQL', [POSTGRESQL.variable], () =>
  seesFullDisk(onPostgresql, /No space left on device/),
)

onServer(POSTGRESQL, 'readiness', (_open, config) => {
  test('sees that a database takes reads only', async () => {
    const place = await config()
    const { becomes, log } = await start(place)
    await becomes('ok')
    const { url = '' } = place
    const name = new URL(url).pathname.slice(1)
    const alter = (setting: string) =>
      POSTGRESQL.ask(
        url,
        `set default_transaction_read_only = off`,
        `alter database ${name} ${setting}`,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
    await alter('set default_transaction_read_only = on')
    onTestFinished(() => void alter('reset default_transaction_read_only'))
    await becomes('failing')
    expect(log()).toMatch(/read-only transaction/)
    await alter('reset default_transaction_read_only')
    await becomes('ok')
  })
})

onServer(MARIADB, 'readiness', (_open, config) => {
  test('sees that a right is missing', async () => {
    const place = await config()
    const { url = '' } = place
    const name = new URL(url).pathname.slice(1)
    const user = `${name.slice(-20)}_user@'%'`
    const rights = `on ${name}.* to ${user}`
    await MARIADB.ask(url, `create user ${user}`, `grant all privileges ${rights}`)
    onTestFinished(() => void MARIADB.ask(url, `drop user ${user}`))
    const address = Object.assign(new URL(url), { username: user.split('@')[0] })
    const { becomes, log } = await start({ ...place, url: address.href })
    await becomes('ok')
    await MARIADB.ask(url, `revoke insert, update ${rights.replace(' to ', ' from ')}`)
    // Open connections keep the rights that they started with.
    const connected = await MARIADB.ask(
      url,
      `select id from information_schema.processlist where user = '${address.username}'`,
    )
    for (const { id } of connected) await MARIADB.ask(url, `kill ${id}`)
    await becomes('failing')
    expect(log()).toMatch(/command denied/)
    await MARIADB.ask(url, `grant all privileges ${rights}`)
  })
})

describe('however often it is asked', () => {
  test('the database is written to once a second, and nothing stays in it', async () => {
    const { services, url, ready } = await start(MEMORY)
    const { tryWriting } = services.storage
    let writes = 0
    services.storage.tryWriting = async () => {
      writes += 1
      await tryWriting()
    }
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 200 }, () => fetch(`${url}/readyz`)))
    // On a busy machine the first answers take longer than a second.
    while (performance.now() - startedAt < 1_500 || writes < 2) expect((await ready()).status).toBe(200)
    expect(writes).toBeLessThan(2 + (performance.now() - startedAt) / 1_000)
    expect(await services.storage.settings.get('can-be-written')).toBeUndefined()
  })

  test('a database that does not answer is asked once at a time', async () => {
    const { services, url } = await start(MEMORY)
    let writes = 0
    services.storage.tryWriting = () => {
      writes += 1
      return new Promise(() => {})
    }
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/readyz`)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    }
    expect(writes).toBe(1)
  })
})
