import { expect, test } from 'vitest'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { eachStorage } from '../support/storage.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const LATER = new Date('2026-01-01T01:00:00.001Z')

const user = (n: number, email = `person${n}@example.com`) => ({
  accountid: `account_${n}`,
  email,
  fullName: `Person ${n}`,
  passwordHash: 'scrypt$...',
  createdAt: NOW,
})

const session = (sessionid: string, expiresAt = LATER) => ({
  sessionid,
  accountid: 'account_1',
  tokenHash: 'hash',
  csrfToken: 'csrf',
  createdAt: NOW,
  expiresAt,
})

eachStorage('people of the standalone host', (open) => {
  test('have one administrator: the first', async () => {
    const users = userStore(await open())
    expect(await users.insert(user(1))).toEqual({ ...user(1), administrator: true })
    expect(await users.insert(user(2))).toEqual({ ...user(2), administrator: false })
    expect(await users.find('account_1')).toEqual({ ...user(1), administrator: true })
    expect(await users.find('account_2')).toEqual({ ...user(2), administrator: false })
    expect(await users.find('account_3')).toBeUndefined()
  })

  test('have one administrator when all register at once', async () => {
    const stores = [await open(), await open()].map(userStore)
    const rows = await Promise.all(Array.from({ length: 8 }, (_, n) => stores[n % 2]?.insert(user(n))))
    expect(rows.filter((row) => row?.administrator)).toHaveLength(1)
  })

  test('have an address each, whatever its case', async () => {
    const users = userStore(await open())
    await users.insert(user(1, 'Maya@Example.com'))
    expect(await users.insert(user(2, 'maya@example.COM'))).toBeUndefined()
    expect(await users.findByEmail('MAYA@example.com')).toMatchObject({
      accountid: 'account_1',
      email: 'Maya@Example.com',
    })
    expect(await users.findByEmail('%')).toBeUndefined()
  })

  test('take one address once when it is registered twice at once', async () => {
    const stores = [await open(), await open()].map(userStore)
    const rows = await Promise.all(
      Array.from({ length: 6 }, (_, n) => stores[n % 2]?.insert(user(n, 'same@example.com'))),
    )
    expect(rows.filter(Boolean)).toHaveLength(1)
  })

  test('never lose their last administrator, whoever decides at once', async () => {
    const stores = [await open(), await open()].map(userStore)
    const [users] = stores as [ReturnType<typeof userStore>]
    for (const n of [1, 2]) await users.insert(user(n))
    expect(await users.setAdministrator('account_1', false)).toBeUndefined()
    expect(await users.setAdministrator('account_2', true)).toEqual([])
    const ended = await Promise.all([1, 2].map((n) => stores[n - 1]?.setAdministrator(`account_${n}`, false)))
    expect(ended.filter(Boolean)).toHaveLength(1)
    expect(await users.count({ email: undefined, administratorsOnly: true })).toBe(1)
  })

  test('are searched by a part of their address', async () => {
    const users = userStore(await open())
    for (const n of [3, 1, 2]) await users.insert(user(n, `Person_${n}@example.com`))
    const search = { email: 'PERSON_', administratorsOnly: false }
    const found = async (email: string | undefined, after?: string) => {
      const { rows } = await users.page({ ...search, email }, { after, limit: 2 })
      return rows.map(({ accountid }) => accountid)
    }
    expect(await found('PERSON_')).toEqual(['account_1', 'account_2'])
    expect(await found('PERSON_', 'account_2')).toEqual(['account_3'])
    expect(await found('n_2@')).toEqual(['account_2'])
    expect(await found('%')).toEqual([])
    expect(await users.count(search)).toBe(3)
  })

  test('change their password', async () => {
    const users = userStore(await open())
    await users.insert(user(1))
    const before = await users.find('account_1')
    expect(await users.newPassword('account_1', 'new')).toEqual([])
    expect((await users.find('account_1'))?.passwordHash).toBe('new')
    // The same password hashed anew must not bring back the old one.
    await users.renewHash({ accountid: 'account_1', passwordHash: before?.passwordHash ?? '' }, 'old again')
    expect((await users.find('account_1'))?.passwordHash).toBe('new')
    await users.renewHash({ accountid: 'account_1', passwordHash: 'new' }, 'stronger')
    expect((await users.find('account_1'))?.passwordHash).toBe('stronger')
  })

  test('end their sessions with a new password, but one', async () => {
    const storage = await open()
    const [users, sessions] = [userStore(storage), sessionStore(storage)]
    await users.insert(user(1))
    for (const id of ['one', 'two', 'three']) await sessions.insert(session(id))
    expect((await users.newPassword('account_1', 'new', 'two')).toSorted()).toEqual(['one', 'three'])
    expect(await sessions.find('one')).toBeUndefined()
    expect(await sessions.find('two')).toBeDefined()
  })
})

eachStorage('sessions', (open) => {
  test('are found until they are deleted', async () => {
    const storage = await open()
    const [users, sessions] = [userStore(storage), sessionStore(storage)]
    const person = await users.insert(user(1))
    await sessions.insert(session('one'))
    expect(await sessions.find('one')).toEqual({ session: session('one'), user: person })
    await sessions.delete('one')
    expect(await sessions.find('one')).toBeUndefined()
  })

  test('go when their time is over', async () => {
    const storage = await open()
    const [users, sessions] = [userStore(storage), sessionStore(storage)]
    await users.insert(user(1))
    await sessions.insert(session('over', NOW))
    await sessions.insert(session('open', LATER))
    expect(await sessions.forgetExpired(LATER, 10)).toBe(1)
    expect(await sessions.find('over')).toBeUndefined()
    expect(await sessions.find('open')).toBeDefined()
  })

  test('are fifty of a person, of which the oldest goes', async () => {
    const storage = await open()
    const [users, sessions] = [userStore(storage), sessionStore(storage)]
    await users.insert(user(1))
    for (let age = 0; age < 52; age += 1)
      await sessions.insert({ ...session(`of age ${age}`), createdAt: new Date(NOW.getTime() - age * 1000) })
    expect((await sessions.endOldest('account_1')).toSorted()).toEqual(['of age 50', 'of age 51'])
    expect(await sessions.find('of age 50')).toBeUndefined()
    expect(await sessions.find('of age 49')).toBeDefined()
    expect(await sessions.endOldest('account_1')).toEqual([])
  })
})
