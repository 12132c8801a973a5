/**
 * Runs a suite on every database at hand: SQLite always, PostgreSQL and MariaDB if `TEST_POSTGRESQL_URL` and
 * `TEST_MARIADB_URL` name a server. Other tests that need a database use the kind that `TEST_STORAGE` names: `sqlite`,
 * `postgresql` or `mariadb`.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe } from 'vitest'
import type { StorageConfig } from '../../src/config/config.ts'
import { migrations } from '../../src/features.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import {
  type DatabaseServer,
  MARIADB,
  MEMORY,
  type Place,
  POSTGRESQL,
  takeDatabase,
} from './database-servers.ts'
import { describeWhereSet } from './needs.ts'

export { MEMORY } from './database-servers.ts'

type StorageOptions = Partial<Parameters<typeof openStorage>[1]>

/** The tenant that tests work in. */
export const APPID = 'market'

/** Opens the current test's database, empty at first. Opening it again is like opening it from another instance. */
type OpenStorage = (options?: StorageOptions) => Promise<Storage>

type Suite = (open: OpenStorage, config: () => Promise<StorageConfig>) => void

interface SuiteOptions {
  /** Starts each test with a database that has no tables yet. */
  fresh?: boolean
}

/** Opens a database for the tenant that tests work in. */
export function openPlace(config: StorageConfig, options?: StorageOptions): Promise<Storage> {
  return openStorage(config, { appid: APPID, migrations, ...options })
}

/**
 * Describes a suite once for each database. When a test ends, its storages are closed and its database is given up.
 *
 * @example
 * eachStorage('settings', (open) => {
 *   test('are found again', async () => {
 *     const storage = await open()
 *   })
 * })
 */
export function eachStorage(name: string, suite: Suite, options: SuiteOptions = {}): void {
  describe(`${name} on SQLite`, () => suite(...opener(sqlitePlace)))
  onServer(POSTGRESQL, name, suite, options)
  onServer(MARIADB, name, suite, options)
}

/** Describes a suite for one kind of server only. */
export function onServer(server: DatabaseServer, name: string, suite: Suite, options?: SuiteOptions): void {
  describeWhereSet(`${name} on ${server.name}`, [server.variable], (address = '') =>
    suite(...opener(() => takeDatabase(server, address, options))),
  )
}

/**
 * Opens a database for a test that is about something else: in memory, or of the kind that `TEST_STORAGE` names, with its
 * replicas if it has any. Closing it frees it for the next test.
 */
export async function openTestStorage(options?: StorageOptions): Promise<Storage> {
  const { config, remove } = await testPlace()
  const storage = await openPlace(config, options)
  let closing: Promise<void> | undefined
  return {
    ...storage,
    close() {
      closing ??= storage.close().finally(remove)
      return closing
    },
  }
}

/**
 * A database for several tenants, of the kind that `TEST_STORAGE` names. Close every storage on it before you remove it.
 */
export async function sharedPlace(): Promise<Place> {
  const place = await testPlace()
  return place.config === MEMORY ? sqlitePlace() : place
}

async function testPlace(): Promise<Place> {
  const kind = process.env.TEST_STORAGE ?? 'sqlite'
  if (kind === 'sqlite') return { config: MEMORY, remove: async () => {} }
  const server = [POSTGRESQL, MARIADB].find(({ name }) => name.toLowerCase() === kind)
  if (!server) throw new Error(`TEST_STORAGE must be sqlite, postgresql or mariadb, not ${kind}`)
  const address = process.env[server.variable]
  if (!address) throw new Error(`TEST_STORAGE=${kind} needs ${server.variable}`)
  return takeDatabase(server, address, { replicas: true })
}

function opener(makePlace: () => Promise<Place>): [OpenStorage, () => Promise<StorageConfig>] {
  let place: Promise<Place> | undefined
  let opened: Storage[] = []
  const config = async () => {
    place ??= makePlace()
    return (await place).config
  }
  afterEach(async () => {
    await Promise.all(opened.map((storage) => storage.close()))
    await (await place)?.remove()
    opened = []
    place = undefined
  })
  const open: OpenStorage = async (options) => {
    const storage = await openPlace(await config(), options)
    opened.push(storage)
    return storage
  }
  return [open, config]
}

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-'))
  return {
    config: { ...MEMORY, file: path.join(folder, 'connect.db') },
    remove: () => rm(folder, { recursive: true }),
  }
}
