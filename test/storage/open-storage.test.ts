import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import Libsql from 'libsql'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { MARIADB, POSTGRESQL } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { relayTo } from '../support/relay.ts'
import { eachStorage, MEMORY, onServer, openPlace } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

eachStorage(
  'opening',
  (open) => {
    test('by several instances at once makes the tables once', async () => {
      const storages = await Promise.all(Array.from({ length: 5 }, () => open()))
      await storages[0]?.settings.set('name', 'value')
      for (const storage of storages) expect(await storage.settings.get('name')).toBe('value')
    })

    test('again finds what was kept', async () => {
      const first = await open()
      const stripeObject = stripeAccount()
      const row = { stripeid: stripeObject.id, accountid: 'account_1', stripeObject }
      await accountStore(first).insert(row)
      const second = await open()
      expect(await accountStore(second).find(row.stripeid)).toMatchObject(row)
    })

    test('gives a database that answers', async () => {
      const storage = await open()
      await expect(storage.ping()).resolves.toBeUndefined()
    })
  },
  { fresh: true },
)

eachStorage('instances that write at once', (open) => {
  test('wait for each other and see at once what the other wrote', async () => {
    const [one, other] = [await open(), await open()]
    const first = await accountStore(one).ticket('acct_1')
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        one.settings.set('one', `${round}`),
        other.settings.set('other', `${round}`),
        accountStore(one).ticket('acct_1'),
        accountStore(other).ticket('acct_1'),
      ])
      expect(await one.settings.get('other')).toBe(`${round}`)
      expect(await other.settings.get('one')).toBe(`${round}`)
    }
    expect(await accountStore(one).ticket('acct_1')).toBe(first + 21)
  })
})

describe('a SQLite file', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const opening = (file: string) => openPlace({ ...MEMORY, file })

  test('answers while somebody else is writing into it', async () => {
    const file = path.join(folder, 'busy.db')
    const storage = await openPlace({ ...MEMORY, file })
    const writer = new Libsql(file)
    writer.exec('begin immediate')
    await expect(storage.ping()).resolves.toBeUndefined()
    writer.exec('rollback')
    writer.close()
    await storage.close()
  })

  test('has everything in it once it is closed', async () => {
    const file = path.join(folder, 'connect.db')
    const storage = await openPlace({ ...MEMORY, file })
    await storage.settings.set('name', 'value')
    await storage.close()
    await copyFile(file, path.join(folder, 'copy.db'))
    const copy = await openPlace({ ...MEMORY, file: path.join(folder, 'copy.db') })
    expect(await copy.settings.get('name')).toBe('value')
    await copy.close()
  })

  test('is made with its folder, and named in the description', async () => {
    const file = path.join(folder, 'some', 'data', 'connect.db')
    const storage = await opening(file)
    expect(storage.description).toContain(file)
    await storage.close()
  })

  test('that is no database is refused in one clear sentence', async () => {
    const file = path.join(folder, 'notes.txt')
    await writeFile(file, 'this is a letter and no database, long enough to have a header'.repeat(10))
    await expect(opening(file)).rejects.toThrow(/notes\.txt is not a SQLite database\.$/)
    await expect(opening(file)).rejects.toBeInstanceOf(StorageError)
  })

  test.runIf(process.platform === 'linux')('that is no database is let go of', async () => {
    const file = path.join(folder, 'notes.txt')
    await writeFile(file, 'this is a letter and no database, long enough to have a header'.repeat(10))
    await expect(opening(file)).rejects.toThrow()
    const links = (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`))
    const open = await Promise.all(links.map((link) => link.catch(() => '')))
    expect(open).not.toContain(file)
  })

  test('that is a folder cannot be opened', async () => {
    await expect(opening(folder)).rejects.toThrow(/cannot be opened\.$/)
  })

  test('below a file cannot be made', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    await expect(opening(path.join(file, 'connect.db'))).rejects.toThrow(/cannot be made/)
  })

  test('that was closed says so', async () => {
    const storage = await opening(':memory:')
    await storage.close()
    await expect(storage.ping()).rejects.toThrow()
  })
})

describe('a database server', () => {
  test.each([
    ['PostgreSQL', 'postgresql', 'postgres'],
    ['MySQL', 'mysql', 'mysql'],
    ['MariaDB', 'mysql', 'mariadb'],
  ] as const)(
    'of the kind %s that does not answer is named without its password',
    async (name, dialect, scheme) => {
      const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as { port: number }
      const url = `${scheme}://user:sesame@127.0.0.1:${port}/market`
      const attempt = () => openPlace({ ...MEMORY, dialect, url }).catch((error: unknown) => error)

      const hangsUp = await attempt()
      server.close()
      await once(server, 'close')
      const refuses = await attempt()

      for (const error of [hangsUp, refuses]) {
        expect(error).toBeInstanceOf(StorageError)
        expect(String(error)).toContain(`${name} at 127.0.0.1:${port}/market cannot be used`)
        expect(String(error)).not.toContain('sesame')
      }
    },
  )
})

onServer(POSTGRESQL, 'a server whose transactions see what was there when they began', (_open, config) => {
  test('is told otherwise: who waited for others sees what they did', async () => {
    const { url = '', ...others } = await config()
    const stale = `${url}?options=${encodeURIComponent('-c default_transaction_isolation=repeatable\\ read')}`
    const storage = await openPlace({ ...others, url: stale })
    const registered = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        userStore(storage).insert({
          accountid: `account_${n}`,
          email: `person${n}@example.com`,
          fullName: 'Person',
          passwordHash: 'scrypt$...',
          createdAt: new Date(),
        }),
      ),
    )
    expect(registered.filter((user) => user?.administrator)).toHaveLength(1)
    await storage.close()
  })
})

onServer(POSTGRESQL, 'a server that is cut off', (_open, config) => {
  test('fails what is under way, not the process, and is used again afterwards', async () => {
    const { url = '', ...others } = await config()
    const cable = await relayTo(new URL(url))
    const storage = await openPlace({ ...others, url: cable.url })
    const administrator = new pg.Client({ connectionString: url })
    await administrator.connect()
    try {
      await administrator.query('begin; lock table connect_settings in access exclusive mode')
      const underWay = storage.settings.get('name').catch((error: unknown) => error)
      await eventually(async () => {
        // In a transaction, the view would go on showing its first contents.
        await administrator.query('select pg_stat_clear_snapshot()')
        const { rows } = await administrator.query(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        expect(rows).toHaveLength(1)
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
})

for (const server of [POSTGRESQL, MARIADB])
  onServer(server, 'a server that says nothing any more', (_open, config) => {
    test('does not hold up a host that is told to stop', async () => {
      const { url = '', ...others } = await config()
      const cable = await relayTo(new URL(url))
      const storage = await openPlace({ ...others, url: cable.url })
      cable.hang()
      const underWay = storage.settings.get('name').catch((error: unknown) => error)
      const late = sleep(20_000, 'late', { ref: false })
      // By then the query has been sent.
      await setImmediate()
      expect(await Promise.race([storage.close(), late])).not.toBe('late')
      await cable.remove()
      expect(await underWay).toBeInstanceOf(StorageError)
    })
  })

test('a trouble of the database is no fault of whoever asked, and tells a person nothing of the database', () => {
  const error = new StorageError('PostgreSQL at db.internal:5432/market cannot be used')
  expect(error).toBeInstanceOf(ConnectError)
  expect(error.status).toBe(503)
  expect(error.problems).toEqual([{ code: 'storage-unavailable' }])
})
