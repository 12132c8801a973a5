import { Client, Pool, types } from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { databasePrefix, inDatabase, POSTGRESQL } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { relayTo } from '../support/relay.ts'
import { MEMORY, onServer, openPlace } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

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
    const storage = await openPlace(await config(), { pool })
    const administrator = new Pool({ connectionString: url, max: 1 })
    const client = await administrator.connect()
    await client.query('begin; lock table connect_users in access exclusive mode')

    const user = { accountid: 'account_1', email: 'a@example.com', fullName: 'A', passwordHash: 'scrypt$...' }
    const givenUp = userStore(storage)
      .insert({ ...user, createdAt: new Date() })
      .catch((error: unknown) => error)
    expect(await givenUp).toBeInstanceOf(StorageError)
    await client.query('rollback')
    client.release()
    await administrator.end()

    await storage.settings.set('name', 'value')
    expect(await other.settings.get('name')).toBe('value')
    await storage.close()
  })
})

onServer(POSTGRESQL, 'a database that is not set up as we need it', (_open, config) => {
  test('is refused when it does not take all text', async () => {
    const { url = '' } = await config()
    const name = `${databasePrefix()}latin`
    const { ask, drop } = POSTGRESQL
    await ask(
      url,
      drop(name),
      `create database ${name} encoding LATIN1 template template0 lc_collate 'C' lc_ctype 'C'`,
    )
    try {
      const opening = openPlace({ ...(await config()), url: inDatabase(url, name) })
      await expect(opening).rejects.toThrow('cannot be used: it keeps text as LATIN1')
    } finally {
      await ask(url, drop(name))
    }
  })

  test('is refused when pg cannot read its dates', async () => {
    const { url } = await config()
    const pool = new Pool({ connectionString: url, options: '-c DateStyle=German' })
    await expect(openPlace(await config(), { pool })).rejects.toThrow('DateStyle is German')
    await pool.end()
  })
})

onServer(POSTGRESQL, 'a connection to a server that took no writes for a while', (_open, config) => {
  test('is not used again, however busy it is', async () => {
    const { url } = await config()
    const pool = new Pool({ connectionString: url, max: 1 })
    const storage = await openPlace(await config(), { pool })
    await pool.query('set session characteristics as transaction read only')
    await expect(storage.settings.set('name', 'value')).rejects.toThrow('read-only')
    await storage.settings.set('name', 'value')
    expect(await storage.settings.get('name')).toBe('value')
    await storage.close()
    await pool.end()
  })
})

onServer(POSTGRESQL, 'a pool between us and the server that keeps no prepared statements', (open, config) => {
  test('takes events all the same', async () => {
    await open()
    const { url } = await config()
    const pool = new Pool({ connectionString: url, max: 1 })
    const storage = await openPlace(await config(), { pool })
    const inbox = inboxStore(storage)
    for (let number = 1; number <= 3; number += 1) {
      const event = stripeEvent('account.updated', 'acct_1', { id: 'acct_1' })
      expect(await keepIn(inbox, event, new Date())).toBe(true)
      expect(await keepIn(inbox, event, new Date())).toBe(false)
      await pool.query('deallocate all')
    }
    await storage.close()
    await pool.end()
  })
})

onServer(POSTGRESQL, 'an app that has pg read answers its own way', (open) => {
  const { builtins, getTypeParser, setTypeParser } = types
  const OVERRIDDEN = [builtins.TIMESTAMPTZ, builtins.BOOL, builtins.VARCHAR, builtins.TEXT]
  const usual = OVERRIDDEN.map((type) => [type, getTypeParser(type)] as const)

  afterEach(() => {
    for (const [type, parser] of usual) setTypeParser(type, parser)
  })

  test('changes nothing here, where the copy of pg is the same', async () => {
    for (const type of OVERRIDDEN) setTypeParser(type, (text: string) => ({ moment: text }))
    const users = userStore(await open())
    const createdAt = new Date('2026-03-29T01:30:00.123Z')
    const user = { accountid: 'ada', email: 'ada@example.com', fullName: 'Ada', passwordHash: 'x', createdAt }
    await users.insert(user)
    expect(await users.find('ada')).toEqual({ ...user, administrator: true })
  })
})

onServer(POSTGRESQL, 'a server that cannot do what it is asked', (_open, config) => {
  test.each([
    ['XX001', 'a damaged page'],
    ['XX002', 'a damaged index'],
    ['55P03', 'a lock that others hold'],
    ['53100', 'a full disk'],
    ['58030', 'a disk that fails'],
  ])('for %s, %s, cannot be used', async (code) => {
    const storage = await openPlace(await config())
    const administrator = new Client({ connectionString: (await config()).url })
    await administrator.connect()
    try {
      await administrator.query(`
        create function fail() returns trigger language plpgsql as $$ begin raise sqlstate '${code}'; end $$;
        create trigger fail before insert on connect_settings execute function fail()`)
      await expect(storage.settings.set('name', 'value')).rejects.toBeInstanceOf(StorageError)
    } finally {
      await administrator.query('drop trigger fail on connect_settings; drop function fail()')
      await administrator.end()
      await storage.close()
    }
  })
})

onServer(POSTGRESQL, 'a connection that the server ends', (_open, config) => {
  test('in the middle of something is not used again', async () => {
    const { url = '', ...others } = await config()
    const storage = await openPlace({ ...others, url, maxConnections: 1 })
    const administrator = new Client({ connectionString: url })
    await administrator.connect()
    try {
      await administrator.query('begin; lock table connect_settings in access exclusive mode')
      const underWay = storage.settings.get('name').catch((error: unknown) => error)
      await eventually(async () => {
        const { rows } = await administrator.query(
          `select pg_terminate_backend(pid) from pg_locks where relation = 'connect_settings'::regclass and not granted`,
        )
        expect(rows).toHaveLength(1)
      })
      expect(await underWay).toBeInstanceOf(StorageError)
      await expect(storage.ping()).resolves.toBeUndefined()
    } finally {
      await administrator.end()
      await storage.close()
    }
  })
})

onServer(POSTGRESQL, 'a server that', (_open, config) => {
  const READY = Buffer.from('Z\0\0\0\x05I', 'latin1')
  const message = (kind: string, content: string) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(4 + content.length)
    return Buffer.concat([Buffer.from(kind), length, Buffer.from(content, 'latin1')])
  }

  test.each([
    ['ends a connection with the words that it is ready', message('E', 'SFATAL\0VFATAL\0C57P01\0Mended\0\0')],
    ['sends a row that breaks off', message('D', '')],
    ['sends a row that nobody asked for', message('D', '\0\x01\0\0\0\x01x')],
  ])('%s costs that connection alone', async (_what, words) => {
    const { url = '', ...others } = await config()
    let said = true
    const relay = await relayTo(new URL(url), (piece) => {
      if (said || piece.indexOf(READY) < 0) return piece
      said = true
      return Buffer.concat([piece, words])
    })
    const storage = await openPlace({ ...others, url: relay.url })
    try {
      said = false
      relay.cut()
      // Whether the answer or the odd bytes arrive first is a matter of chance.
      await storage.settings.get('name').catch((error) => expect(error).toBeInstanceOf(StorageError))
      await eventually(async () => {
        await storage.settings.set('name', 'value')
        expect(said).toBe(true)
      })
      expect(await storage.settings.get('name')).toBe('value')
    } finally {
      await storage.close()
      await relay.remove()
    }
  })
})

describe('an address of PostgreSQL', () => {
  test('that names a certificate which is not there says so, without its password', async () => {
    const url = 'postgres://user:sesame@127.0.0.1:1/market?sslmode=verify-full&sslrootcert=/no/such/file'
    const config = { ...MEMORY, dialect: 'postgresql', url } as const
    const error = await openPlace(config, { migrate: false }).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(StorageError)
    expect(String(error)).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/market cannot be used: .*\/no\/such\/file/)
    expect(String(error)).not.toContain('sesame')
  })
})
