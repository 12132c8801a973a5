/**
 * Runs a suite on every database that is at hand: SQLite always, PostgreSQL where `TEST_POSTGRESQL_URL` says where one is.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { StorageConfig } from '../../src/config.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'

const POSTGRESQL_URL = process.env.TEST_POSTGRESQL_URL

/** Opens the database of the current test, empty at first; opened again, it is the same one, as another instance sees it. */
type OpenStorage = (options?: { now?: () => Date }) => Promise<Storage>

type Suite = (open: OpenStorage, config: () => Promise<StorageConfig>) => void

/**
 * Describes a suite once for each database. Whatever a test opens is closed, and its database removed, when the test ends.
 *
 * @example
 * eachStorage('settings', (open) => {
 *   test('are found again', async () => {
 *     const storage = await open()
 *   })
 * })
 */
export function eachStorage(name: string, suite: Suite): void {
  describe(`${name} on SQLite`, () => suite(...opener(sqlitePlace)))
  onPostgresql(name, suite)
}

/** Describes a suite about what only a server does. */
export function onPostgresql(name: string, suite: Suite): void {
  if (POSTGRESQL_URL)
    describe(`${name} on PostgreSQL`, () => suite(...opener(postgresqlPlaces(new URL(POSTGRESQL_URL)))))
  else if (process.env.CI)
    test(`${name} on PostgreSQL`, () => expect.fail('TEST_POSTGRESQL_URL must be set under CI'))
}

/** Where one test keeps its rows, and how that is removed. */
interface Place {
  config: StorageConfig
  remove(): Promise<void>
}

/** The storage configuration of a test that needs no file: one instance, gone when it is closed. */
export const MEMORY: StorageConfig = {
  dialect: 'sqlite',
  url: undefined,
  file: ':memory:',
  maxConnections: 4,
  idleTimeout: 1_000,
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
    const storage = await openStorage(await config(), options)
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

/** A suite makes a database of its own, which is emptied after every test: quicker than a database for each. */
function postgresqlPlaces(server: URL): () => Promise<Place> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  beforeAll(() => onServer(server, `create database ${name}`))
  afterAll(() => onServer(server, `drop database ${name} with (force)`))
  return async () => ({
    config: { ...MEMORY, dialect: 'postgresql', url: url.href },
    remove: () => onServer(url, 'drop schema public cascade; create schema public'),
  })
}

async function onServer(url: URL, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
