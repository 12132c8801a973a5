import { Pool } from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openStorage } from '../../src/storage/open-storage.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { POSTGRESQL } from '../support/database-servers.ts'
import { MEMORY, onServer } from '../support/storage.ts'

onServer(POSTGRESQL, "an app's own pool that gives up on answers", (open, config) => {
  let pool: Pool | undefined

  afterEach(async () => {
    await pool?.end()
    pool = undefined
  })

  test('loses nothing that is written after a transaction whose end nobody heard of', async () => {
    const { url } = await config()
    const other = await open()
    pool = new Pool({ connectionString: url, max: 1, query_timeout: 1_500 })
    const storage = await openStorage(await config(), { pool })
    const administrator = new Pool({ connectionString: url, max: 1 })
    const client = await administrator.connect()
    await client.query('begin; lock table connect_users in access exclusive mode')

    const user = { accountid: 'account_1', email: 'a@example.com', fullName: 'A', passwordHash: 'scrypt$...' }
    const givenUp = storage.users.insert({ ...user, createdAt: new Date() }).catch((error: unknown) => error)
    expect(await givenUp).toBeInstanceOf(StorageError)
    await client.query('rollback')
    client.release()
    await administrator.end()

    await storage.settings.set('name', 'value')
    expect(await other.settings.get('name')).toBe('value')
    await storage.close()
  })
})

describe('an address of PostgreSQL', () => {
  test('that names a certificate which is not there says so, without its password', async () => {
    const url = 'postgres://user:sesame@127.0.0.1:1/market?sslmode=verify-full&sslrootcert=/no/such/file'
    const config = { ...MEMORY, dialect: 'postgresql', url } as const
    const error = await openStorage(config, { migrate: false }).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(StorageError)
    expect(String(error)).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/market cannot be used: .*\/no\/such\/file/)
    expect(String(error)).not.toContain('sesame')
  })
})
