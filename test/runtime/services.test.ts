import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Libsql from 'libsql'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config/config.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { APPID, MEMORY, openPlace } from '../support/storage.ts'

const OFFLINE = {
  CONNECT_STRIPE_API: 'http://127.0.0.1:12111',
  CONNECT_DATABASE_FILE: ':memory:',
  LOG_LEVEL: 'silent',
}

test('services are made from a configuration, and their database is closed with them', async () => {
  const services = await createServices(loadConfig(OFFLINE))
  await services.storage.ping()
  expect(await services.headers.get('nobody')).toMatchObject({ headers: {} })
  expect(Math.abs(services.now().getTime() - Date.now())).toBeLessThan(1_000)
  await closeServices(services)
  await expect(services.storage.ping()).rejects.toThrow()
})

test('services take the parts that there are already, and the time that tests give', async () => {
  const storage = await openPlace(MEMORY)
  const then = new Date('2026-01-01T00:00:00Z')
  const config = loadConfig({ ...OFFLINE, APPID })
  const services = await createServices(config, { storage, now: () => then })
  expect(services.storage).toBe(storage)
  expect(services.now()).toBe(then)
  await closeServices(services)
})

test('services do not take a database that is open for another tenant', async () => {
  const storage = await openPlace(MEMORY)
  onTestFinished(() => storage.close())
  const creating = createServices(loadConfig({ ...OFFLINE, APPID: 'another' }), { storage })
  await expect(creating).rejects.toThrow('the storage is open for another tenant')
})

test('services are not made without any Stripe to talk to', async () => {
  const creating = createServices(loadConfig({ CONNECT_DATABASE_FILE: ':memory:' }))
  await expect(creating).rejects.toThrow(ConfigError)
  await expect(creating).rejects.toThrow('CONNECT_STRIPE_KEY is missing')
})

test('services that cannot be made leave no database open', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'services-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'connect.db')
  await (await openPlace({ ...MEMORY, file })).close()
  const database = new Libsql(file)
  database.exec('drop table connect_settings')
  database.close()
  const env = { ...OFFLINE, CONNECT_DATABASE_FILE: file, CONNECT_REDIS_URL: 'redis://127.0.0.1:1' }
  await expect(createServices(loadConfig(env))).rejects.toThrow(/connect_settings/)
  // Closing the database writes the last changes into the file itself.
  expect((await stat(`${file}-wal`)).size).toBe(0)
})
