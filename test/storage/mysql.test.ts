import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createPool, type Pool, type PoolOptions } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { MARIADB } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { relayTo } from '../support/relay.ts'
import { APPID, MEMORY, onServer, openPlace } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const NOW = new Date('2026-03-29T01:30:00.123Z')

const OWNER = { accountid: 'account_1' }

async function register(storage: Storage) {
  const stripeObject = stripeAccount({
    created: 1_774_747_800,
    business_profile: { name: 'Käse 🧀 \\ \'"%' },
  })
  await accountStore(storage).insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
  return stripeObject
}

onServer(
  MARIADB,
  'making the tables',
  (open, config) => {
    test('says so when another instance makes them and does not end', async () => {
      const { url = '' } = await config()
      const other = await createConnection(url)
      onTestFinished(() => other.end())
      await other.query(`select get_lock(sha1(concat(database(), '/connect_migrations')), 0)`)
      const opening = open()
      opening.catch(() => {})
      // Cut the wait short, as its time limit would.
      await eventually(async () => {
        const [rows] = await other.query(
          `select id from information_schema.processlist where db = database() and info like 'select get_lock%'`,
        )
        await other.query('kill query ?', [(rows as { id: number }[])[0]?.id])
      })
      await expect(opening).rejects.toThrow('is kept locked by another instance')
    })

    test('goes on where it was cut off, since tables are not made in transactions', async () => {
      const first = await open()
      await first.close()
      const { url = '' } = await config()
      await MARIADB.ask(
        url,
        'delete from connect_migrations',
        'drop table connect_decisions, connect_payouts',
        'drop index connect_sessions_expires_at on connect_sessions',
      )
      const again = await open()
      await register(again)
      expect(await payoutStore(again).count({})).toBe(0)
      expect(
        await MARIADB.ask(
          url,
          `show index from connect_sessions where key_name = 'connect_sessions_expires_at'`,
        ),
      ).toHaveLength(1)
    })
  },
  { fresh: true },
)

onServer(MARIADB, "an app's own pool", (_open, config) => {
  let pools: Pool[] = []

  const poolWith = async (options: object): Promise<Pool> => {
    const { url = '' } = await config()
    const pool = createPool({ uri: url, connectionLimit: 3, ...options })
    pools.push(pool)
    return pool
  }
  const openedWith = (pool: object) => openPlace(MEMORY, { pool, now: () => NOW })

  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.promise().end()))
    pools = []
  })

  test.each([
    ['as it is made without settings', {}],
    [
      'whatever its settings are',
      {
        timezone: '+05:30',
        dateStrings: true,
        rowsAsArray: true,
        nestTables: '_',
        namedPlaceholders: true,
        supportBigNumbers: true,
        bigNumberStrings: true,
        typeCast: false,
        flags: ['-FOUND_ROWS'],
      },
    ],
  ])('is used %s', async (_how, options) => {
    const storage = await openedWith(await poolWith(options))
    const account = await register(storage)
    expect(await accountStore(storage).find(account.id)).toEqual({
      stripeid: account.id,
      ...OWNER,
      appid: APPID,
      stripeObject: account,
      status: expect.any(String),
      person: { name: undefined, email: undefined },
      submittedAt: undefined,
      createdAt: new Date('2026-03-29T01:30:00Z'),
      updatedAt: NOW,
    })
    const row = { stripeid: account.id, ...OWNER, stripeObject: account }
    expect(await accountStore(storage).insert(row)).toBe(false)
    await storage.settings.set('name', 'value')
    await storage.settings.set('name', 'value')
    expect(await storage.settings.getOrSet('name', 'other')).toBe('value')
    const first = await accountStore(storage).ticket(account.id)
    const second = await accountStore(storage).ticket(account.id)
    expect(second).toBe(first + 1)
    expect(await accountStore(storage).record(account.id, account, second)).toBe(true)
    expect(await accountStore(storage).record(account.id, account, first)).toBe(false)
    expect(await accountStore(storage).perDay(new Date(0))).toMatchObject([
      { day: '2026-03-29', registered: 1 },
    ])
    await storage.close()
  })

  test('made for promises is used as well, named, and never ended', async () => {
    const pool = (await poolWith({})).promise()
    const storage = await openedWith(pool)
    const { hostname, pathname } = new URL((await config()).url ?? '')
    expect(storage.description).toContain(`MariaDB at ${hostname}`)
    expect(storage.description).toContain(`${pathname}, through the pool of the app`)
    await storage.close()
    expect(await pool.query('select 1 as one')).toMatchObject([[{ one: 1 }], expect.anything()])
  })

  test('does not get back a connection to a server that takes no writes', async () => {
    const pool = await poolWith({ connectionLimit: 1 })
    const storage = await openedWith(pool)
    await pool.promise().query('set session transaction read only')
    await expect(storage.settings.set('name', 'value')).rejects.toThrow(/READ ONLY/i)
    await storage.settings.set('name', 'value')
    expect(await storage.settings.get('name')).toBe('value')
    await storage.close()
  })

  test('is left as it was: no session is changed', async () => {
    const pool = await poolWith({ connectionLimit: 1 })
    const settings = 'select @@sql_mode, @@time_zone, @@innodb_lock_wait_timeout, @@transaction_isolation'
    const ask = async () => (await pool.promise().query(settings.replace('transaction', 'tx')))[0]
    const before = await ask()
    const storage = await openedWith(pool)
    await register(storage)
    await storage.close()
    expect(await ask()).toEqual(before)
  })

  test.each(['', 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'])(
    'is refused where text would be cut off or misread: sql_mode %j',
    async (mode) => {
      const pool = await poolWith({})
      pool.on('connection', (connection) => connection.query(`set session sql_mode = '${mode}'`))
      await expect(openedWith(pool)).rejects.toThrow(/must have a strict sql_mode, backslash escapes/)
    },
  )
})

onServer(MARIADB, 'two that wait for each other', (open, config) => {
  test('both come to their end: what gave way is done again', async () => {
    const storage = await open()
    const account = await register(storage)
    const ticket = await accountStore(storage).ticket(account.id)
    const { url = '' } = await config()
    const other = await createConnection(url)
    try {
      await other.query('begin')
      // Of two transactions that wait for each other, MariaDB keeps the one with more changed rows.
      for (let number = 0; number < 20; number += 1)
        await other.query('insert into connect_settings (name, value) values (?, ?)', [`${number}`, ''])
      await other.query('update connect_stripe_accounts set country = null')
      const recording = accountStore(storage).record(
        account.id,
        { ...account, email: 'new@example.com' },
        ticket,
      )
      await eventually(
        async () => {
          const waiting = await MARIADB.ask(
            url,
            `select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT' and trx_query like '%${account.id}%'`,
          )
          expect(waiting).toHaveLength(1)
          // MariaDB refreshes that table only if nobody has read it for 100 ms.
        },
        { interval: 150 },
      )
      await other.query('update connect_tickets set issued = issued')
      await other.query('commit')
      expect(await recording).toBe(true)
    } finally {
      await other.end()
    }
    expect((await accountStore(storage).find(account.id))?.stripeObject.email).toBe('new@example.com')
  })
})

onServer(MARIADB, 'a server that is cut off', (_open, config) => {
  test('fails what is under way, not the process, and is used again afterwards', async () => {
    const { url = '', ...others } = await config()
    const cable = await relayTo(new URL(url))
    const storage = await openPlace({ ...others, url: cable.url })
    const administrator = await createConnection(url)
    try {
      await administrator.query('lock tables connect_settings write')
      const underWay = storage.settings.get('name').catch((error: unknown) => error)
      await eventually(async () => {
        const [waiting] = await administrator.query(
          `select 1 from information_schema.processlist where db = database() and state like 'Waiting for table%'`,
        )
        expect(waiting).toHaveLength(1)
      })
      cable.cut()
      expect(await underWay).toBeInstanceOf(StorageError)
    } finally {
      await administrator.end()
    }
    await eventually(() => storage.ping())
    await storage.close()
    await cable.remove()
  })

  test('is told of when nobody used the connection, and is used again', async () => {
    const { url = '', ...others } = await config()
    const cable = await relayTo(new URL(url))
    const onConnectionLost = vi.fn()
    const storage = await openPlace({ ...others, url: cable.url }, { onConnectionLost })
    cable.cut()
    await eventually(() => expect(onConnectionLost).toHaveBeenCalled())
    await storage.ping()
    await storage.close()
    await cable.remove()
  })

  test('and says nothing is waited for no longer than for a connection', async () => {
    const { url = '', ...others } = await config()
    const cable = await relayTo(new URL(url))
    cable.hang()
    await expect(openPlace({ ...others, url: cable.url })).rejects.toThrow(StorageError)
    await cable.remove()
  })
})

onServer(MARIADB, 'an address', (_open, config) => {
  const opening = async (changes: Partial<URL>): Promise<unknown> => {
    const { url = '', ...others } = await config()
    const address = Object.assign(new URL(url), changes)
    return openPlace({ ...others, url: address.href }).then(
      (storage) => storage.close(),
      (error: unknown) => error,
    )
  }

  test.each(['mysql:', 'mariadb:'])(
    'may begin with %s, and what answers is called by its name',
    async (scheme) => {
      const { url = '', ...others } = await config()
      const storage = await openPlace({ ...others, url: url.replace(/^mysql:/, scheme) })
      expect(storage.description).toMatch(/^MariaDB at /)
      await storage.close()
    },
  )

  test.each([
    ['a wrong password', { username: 'nobody', password: 'sesame' }, /denied/],
    ['no such database', { pathname: '/nowhere' }, /Unknown database/],
    ['no database', { pathname: '' }, /No database/],
    ['a word for encryption that there is not', { search: '?sslmode=maybe' }, /sslmode must be/],
    ['a % that stands for nothing', { password: 'sesame%' }, /written %25/],
    ['a certificate that is not there', { search: '?ssl=true&ssl-ca=/nowhere' }, /nowhere/],
  ])('with %s is refused in one sentence that keeps the password', async (_what, changes, sentence) => {
    const error = await opening(changes)
    expect(error).toBeInstanceOf(StorageError)
    expect(String(error)).toMatch(sentence)
    expect(String(error)).not.toContain('sesame')
  })
})

onServer(MARIADB, 'a replica that cannot be reached', (_open, config) => {
  test('leaves no pool open, however often it was tried', async () => {
    const real = await vi.importActual<typeof import('mysql2')>('mysql2')
    const pools: Pool[] = []
    vi.doMock('mysql2', () => ({
      createPool(options: PoolOptions) {
        const pool = real.createPool(options)
        pools.push(pool)
        return pool
      },
    }))
    const storage = await openPlace({ ...(await config()), replicas: ['mysql://127.0.0.1:1/market'] })
    vi.doUnmock('mysql2')
    await eventually(() => expect(storage.replicas()).toMatchObject([{ state: 'unreachable' }]))
    await storage.close()
    expect(pools).not.toHaveLength(0)
    for (const pool of pools) await expect(pool.promise().query('select 1')).rejects.toThrow('Pool is closed')
  })
})

test('an address of a replica that is none is refused before anything is open', async () => {
  const connected = vi.fn()
  const server = createServer(connected).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `mysql://127.0.0.1:${(server.address() as AddressInfo).port}/market`
  const config = { ...MEMORY, dialect: 'mysql', url, replicas: [url, `${url}?sslmode=maybe`] } as const
  await expect(openPlace(config, { migrate: false })).rejects.toThrow(/sslmode must be/)
  // An earlier connection would be counted before this one.
  const last = connect((server.address() as AddressInfo).port)
  await once(server, 'connection')
  expect(connected).toHaveBeenCalledTimes(1)
  last.destroy()
  server.close()
})

describe('mysql2', () => {
  test('is asked for by name where it is not installed', async () => {
    vi.doMock('mysql2', () => {
      throw new Error('no such package')
    })
    const opening = openPlace({ ...MEMORY, dialect: 'mysql', url: 'mysql://127.0.0.1:1/market' })
    await expect(opening).rejects.toThrow(/npm install mysql2$/)
    await expect(opening).rejects.toBeInstanceOf(StorageError)
    vi.doUnmock('mysql2')
  })
})
