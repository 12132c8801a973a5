/** Faults of the earlier module with its database. That a certificate is checked is in `test/storage/tls.test.ts`. */
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/index.ts'

test('9.1-25: replicas are read by their URLs, under the names in the documents, and so is the idle limit', () => {
  const env = {
    CONNECT_DATABASE_URL: 'postgres://ada:secret@primary/market',
    CONNECT_STORAGE_REPLICATION: 'true',
    CONNECT_READ_DATABASE_URL1: 'postgres://ada:secret@one/market?sslmode=require',
    CONNECT_READ_DATABASE_URL2: 'postgresql://two:5433/market',
  }
  expect(loadConfig(env).storage.replicas).toEqual([
    env.CONNECT_READ_DATABASE_URL1,
    env.CONNECT_READ_DATABASE_URL2,
  ])
  for (const name of [
    'CONNECT_IDLE_CONNECTION_LIMIT',
    'CONNECT_IDLE_CONNECION_LIMIT',
    'IDLE_CONNECTION_LIMIT',
  ])
    expect(loadConfig({ ...env, [name]: '1234' }).storage.idleTimeout, name).toBe(1234)
})
