import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { accountsOf } from '../../src/accounts/store/accounts-of.ts'
import { headerValueStore } from '../../src/application/store.ts'
import type { StorageConfig } from '../../src/config/config.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { keepIn } from '../support/keep-event.ts'
import { rowsOf, tenantTables, withDatabase } from '../support/raw-database.ts'
import { eachStorage, MEMORY, openPlace } from '../support/storage.ts'
import { type Parts, partsOf, storesOf } from '../support/stores.ts'
import { stripeAccount, stripeEvent, stripePerson } from '../support/stripe-objects.ts'
import { OWNED, OWNED_PERSON, tenantTrials } from '../support/trials.ts'

const ALL = { offset: 0, limit: undefined }
const NOW = new Date('2026-01-01T00:00:00Z')
const LATER = new Date('2030-01-01T00:00:00Z')

const ACCOUNT = stripeAccount({ id: OWNED.stripeid, country: 'DE', email: 'maya@example.com' })
const PERSON = stripePerson({ id: OWNED_PERSON })
const EVENT = stripeEvent('account.updated', ACCOUNT.id, { id: ACCOUNT.id, object: 'account' })

/** What each tenant has: the same people and, where Stripe's ids allow, the same of everything. */
const { stripeid, accountid } = OWNED
const owned = OWNED
const sessionid = 'session_1'
const user = { accountid, email: 'maya@example.com', fullName: 'Maya', passwordHash: 'hash', createdAt: NOW }
const session = { sessionid, accountid, tokenHash: '', csrfToken: '', createdAt: NOW, expiresAt: NOW }
const decision = {
  decisionid: 'decision_1',
  stripeid,
  name: 'Maya',
  accountid,
  action: 'reject',
  reason: 'other',
  override: false,
} as const

/** Of features that say themselves what is tried of their stores. */
const FURTHER = await tenantTrials()

/** One row in every table, of which Stripe was last asked long ago. */
async function fill(storage: Storage): Promise<void> {
  const { stripeAccounts, persons, inbox, headerValues, users, sessions, settings, decisions, keptForms } =
    partsOf(storage)
  await users.insert(user)
  await sessions.insert(session)
  await stripeAccounts.insert({ ...owned, stripeObject: ACCOUNT })
  await stripeAccounts.record(stripeid, ACCOUNT, await stripeAccounts.ticket(stripeid))
  const person = { ...owned, personid: PERSON.id, stripeObject: PERSON }
  await persons.record(person, await persons.ticket(PERSON.id))
  await keepIn(inbox, EVENT, NOW)
  const applied = { ...EVENT, id: 'evt_applied' }
  await keepIn(inbox, applied, NOW)
  await inbox.done([applied.id], NOW)
  await inbox.claim(1, NOW, LATER)
  await headerValues.rebuild(accountid, accountsOf, () => 'value')
  await settings.set('name', 'value')
  await keptForms.keep({ accountid }, { formid: 'form_1', sealed: 'sealed' })
  await decisions.insert(decision)
  for (const { store, fill } of FURTHER) await fill(store(storage))
}

const PLACE = { key: 'key', most: 1 }
const CLAIM = { key: stripeid, holder: 'somebody' }

type Trial = [attempt: (parts: Parts) => unknown, gives?: unknown]

/** Every method of the stores, called with another tenant's ids, and its result. */
const TRIALS: Record<string, Trial> = {
  'stripeAccounts.insert': [
    ({ stripeAccounts: it }) => it.insert({ ...owned, accountid: 'thief', stripeObject: ACCOUNT }),
    false,
  ],
  'stripeAccounts.find': [({ stripeAccounts: it }) => it.find(stripeid)],
  'stripeAccounts.findCurrent': [({ stripeAccounts: it }) => it.findCurrent(stripeid)],
  'stripeAccounts.ofPerson': [({ stripeAccounts: it }) => it.ofPerson(accountid), []],
  'stripeAccounts.countOfPerson': [({ stripeAccounts: it }) => it.countOfPerson(accountid), 0],
  'stripeAccounts.any': [({ stripeAccounts: it }) => it.any(), false],
  'stripeAccounts.ticket': [({ stripeAccounts: it }) => it.ticket(stripeid), expect.any(Number)],
  'stripeAccounts.record': [
    async ({ stripeAccounts: it }) => it.record(stripeid, ACCOUNT, await it.ticket(stripeid)),
    false,
  ],
  'stripeAccounts.recordChange': [
    async ({ stripeAccounts: it }) => it.recordChange(stripeid, ACCOUNT, await it.ticket(stripeid)),
    false,
  ],
  'stripeAccounts.adopt': [
    async ({ stripeAccounts: it }) =>
      it.adopt({ ...owned, stripeObject: ACCOUNT }, await it.ticket(stripeid)),
    false,
  ],
  'stripeAccounts.setSubmitted': [({ stripeAccounts: it }) => it.setSubmitted(stripeid, LATER)],
  'stripeAccounts.setPerson': [
    ({ stripeAccounts: it }) => it.setPerson(stripeid, { person_name: 'Maya', person_email: null }),
  ],
  'stripeAccounts.recompute': [({ stripeAccounts: it }) => it.recompute(10), 0],
  'stripeAccounts.delete': [({ stripeAccounts: it }) => it.delete(stripeid)],
  'stripeAccounts.takePlace': [({ stripeAccounts: it }) => it.takePlace(accountid, PLACE), 'taken'],
  'stripeAccounts.leavePlace': [({ stripeAccounts: it }) => it.leavePlace(accountid, PLACE)],
  'stripeAccounts.search': [
    ({ stripeAccounts: it }) => it.search({ text: 'maya', sort: 'created', direction: 'ascending' }, ALL),
    [],
  ],
  'stripeAccounts.count': [({ stripeAccounts: it }) => it.count({}), 0],
  'stripeAccounts.page': [
    ({ stripeAccounts: it }) =>
      it.page({ sort: 'created', direction: 'ascending' }, { after: stripeid, limit: 10 }),
    { page: { rows: [], before: false, after: false }, total: { count: 0, more: false } },
  ],
  'stripeAccounts.findByText': [
    async ({ stripeAccounts: it }) => (await it.findByText('maya')).areMany,
    false,
  ],
  'stripeAccounts.those': [({ stripeAccounts: it }) => it.those([stripeid]), []],
  'stripeAccounts.numbers': [({ stripeAccounts: it }) => it.numbers(), []],
  'stripeAccounts.perDay': [({ stripeAccounts: it }) => it.perDay(new Date(0)), []],
  'stripeAccounts.recount': [({ stripeAccounts: it }) => it.recount(new Date(0))],
  'persons.find': [({ persons: it }) => it.find(PERSON.id)],
  'persons.ofAccount': [({ persons: it }) => it.ofAccount(stripeid), []],
  'persons.countOfAccount': [({ persons: it }) => it.countOfAccount(stripeid), 0],
  'persons.ticket': [({ persons: it }) => it.ticket(PERSON.id), expect.any(Number)],
  'persons.record': [
    async ({ persons: it }) => it.record({ ...owned, stripeObject: PERSON }, await it.ticket(PERSON.id)),
    false,
  ],
  'persons.delete': [({ persons: it }) => it.delete(PERSON.id)],
  'inbox.claim': [({ inbox: it }) => it.claim(10, LATER, LATER), []],
  'inbox.extend': [({ inbox: it }) => it.extend(CLAIM, LATER)],
  'inbox.release': [({ inbox: it }) => it.release(CLAIM)],
  'inbox.forgetLeases': [({ inbox: it }) => it.forgetLeases(LATER, 10), 0],
  'inbox.done': [({ inbox: it }) => it.done([EVENT.id], LATER)],
  'inbox.failed': [({ inbox: it }) => it.failed([EVENT.id], { failure: 'failed', nextAttemptAt: LATER })],
  'inbox.died': [({ inbox: it }) => it.died([EVENT.id], 'died', LATER)],
  'inbox.ofAccount': [({ inbox: it }) => it.ofAccount(stripeid, ALL), []],
  'inbox.ofObject': [({ inbox: it }) => it.ofObject({ stripeid, objectid: stripeid }, [EVENT.type]), []],
  'inbox.forgetApplied': [({ inbox: it }) => it.forgetApplied(LATER, 10), 0],
  'inbox.figures': [
    ({ inbox: it }) => it.figures(),
    { waiting: 0, failing: 0, dead: 0, lastReceivedAt: undefined },
  ],
  'inbox.insertAll': [
    ({ inbox: it }) =>
      it.insertAll([{ event: { ...EVENT, id: 'evt_2' }, key: stripeid, payload: '{}' }], NOW),
    [true],
  ],
  'inbox.insertDead': [
    ({ inbox: it }) =>
      it.insertDead({ eventid: 'evt_odd', type: 'odd', stripeid, payload: null, failure: 'odd' }, NOW),
    true,
  ],
  'inbox.dead': [({ inbox: it }) => it.dead(ALL), expect.any(Array)],
  'inbox.countDead': [({ inbox: it }) => it.countDead(), expect.any(Number)],
  'inbox.retryDead': [({ inbox: it }) => it.retryDead(LATER), expect.any(Number)],
  'headerValues.find': [({ headerValues: it }) => it.find(accountid)],
  'headerValues.rebuild': [
    ({ headerValues: it }) => it.rebuild(accountid, accountsOf, (accounts) => JSON.stringify(accounts)),
    '[]',
  ],
  'users.find': [({ users: it }) => it.find(accountid)],
  'users.findByEmail': [({ users: it }) => it.findByEmail(user.email)],
  'users.anyone': [({ users: it }) => it.anyone(), false],
  'users.renewHash': [({ users: it }) => it.renewHash({ accountid, passwordHash: 'hash' }, 'stolen')],
  'users.newPassword': [({ users: it }) => it.newPassword(accountid, 'stolen'), []],
  'users.setAdministrator': [({ users: it }) => it.setAdministrator(accountid, true), []],
  'users.page': [
    ({ users: it }) => it.page({ email: undefined, administratorsOnly: false }, { limit: 10 }),
    { rows: [], before: false, after: false },
  ],
  'users.count': [({ users: it }) => it.count({ email: undefined, administratorsOnly: false }), 0],
  'users.insert': [
    ({ users: it }) => it.insert({ ...user, accountid: 'account_2' }),
    expect.objectContaining({ administrator: true }),
  ],
  'sessions.find': [({ sessions: it }) => it.find(sessionid)],
  'sessions.delete': [({ sessions: it }) => it.delete(sessionid)],
  'sessions.endOldest': [({ sessions: it }) => it.endOldest(accountid), []],
  'sessions.forgetExpired': [({ sessions: it }) => it.forgetExpired(LATER, 10), 0],
  'sessions.insert': [
    ({ sessions: it }) => it.insert({ ...session, sessionid: 'session_2' }).catch(() => 'refused'),
    'refused',
  ],
  'settings.get': [({ settings: it }) => it.get('name')],
  'settings.getOrSet': [({ settings: it }) => it.getOrSet('name', 'another'), 'another'],
  'settings.set': [({ settings: it }) => it.set('name', 'a third')],
  'settings.setIfNew': [({ settings: it }) => it.setIfNew('name', 'another'), false],
  'settings.take': [({ settings: it }) => it.take('name', 'value'), false],
  'settings.forget': [({ settings: it }) => it.forget('name')],
  'keptForms.find': [({ keptForms: it }) => it.find({ accountid }, 'form_1', new Date(0))],
  'keptForms.keep': [({ keptForms: it }) => it.keep({ accountid }, { formid: 'form_2', sealed: 'another' })],
  'keptForms.giveUp': [({ keptForms: it }) => it.giveUp({ accountid }, ['form_1'])],
  'keptForms.forget': [({ keptForms: it }) => it.forget(LATER, 10), expect.any(Number)],
  'decisions.list': [({ decisions: it }) => it.list({ stripeid }, ALL), []],
  'decisions.carriedOut': [({ decisions: it }) => it.carriedOut(decision)],
  'decisions.insert': [({ decisions: it }) => it.insert({ ...decision, decisionid: 'decision_2' })],
  'tickets.forget': [({ tickets: it }) => it.forget(LATER, 10), expect.any(Number)],
}

/** Every row of the database that is not this tenant's. */
const rowsBut = (appid: string, config: StorageConfig) =>
  withDatabase(config, async (db) => {
    const rows = []
    for (const table of await tenantTables(db))
      for (const row of await rowsOf(db, table)) if (row.appid !== appid) rows.push([table, row])
    return rows
  })

const methodsOf = (parts: Parts): string[] =>
  Object.entries(parts).flatMap(([name, part]) => Object.keys(part).map((method) => `${name}.${method}`))

/** Finds every store that a feature declares. */
async function declaredStores(storage: Storage): Promise<unknown[]> {
  const files = await readdir('src', { recursive: true })
  const stores = []
  for (const file of files.filter((name) => /[/\\]store(?:\.ts$|[/\\])/.test(name)))
    for (const [name, store] of Object.entries(await import(path.resolve('src', file))))
      if (/^[a-z]+[a-zA-Z]*Store$/.test(name) && typeof store === 'function') stores.push(store(storage))
  return stores
}

test('every store that a feature declares is tried', async () => {
  const storage = await openPlace(MEMORY)
  onTestFinished(() => storage.close())
  const declared = await declaredStores(storage)
  expect(declared.length).toBeGreaterThan(0)
  const tried = [...Object.values(storesOf(storage)), ...FURTHER.map(({ store }) => store(storage))]
  expect(new Set(declared)).toEqual(new Set(tried))
})

eachStorage("what is another tenant's", (open, config) => {
  test('is neither seen nor changed by anything that a store does', async () => {
    await fill(await open({ appid: 'one', now: () => NOW }))
    const before = await rowsBut('other', await config())
    const tables = await withDatabase(await config(), tenantTables)
    expect(new Set(before.map(([table]) => table))).toEqual(new Set(tables))

    const storage = await open({ appid: 'other', now: () => NOW })
    const other = partsOf(storage)
    const expectNothing = async (method: string, outcome: unknown, gives: unknown) => {
      expect(outcome, method).toEqual(gives)
      expect(await rowsBut('other', await config()), method).toEqual(before)
    }
    expect(Object.keys(TRIALS).sort()).toEqual(methodsOf(other).sort())
    for (const [method, [attempt, gives]] of Object.entries(TRIALS))
      await expectNothing(method, await attempt(other), gives)
    for (const { store, attempts } of FURTHER) {
      const tried = store(storage)
      expect(Object.keys(attempts).sort()).toEqual(Object.keys(tried).sort())
      for (const [method, [attempt, gives]] of Object.entries(attempts))
        await expectNothing(method, await attempt(tried), gives)
    }
  })

  test('is there beside what the tenant has under the same name', async () => {
    const [one, other] = [await open({ appid: 'one' }), await open({ appid: 'other' })]
    await fill(one)
    expect(await keepIn(inboxStore(other), EVENT, LATER)).toBe(true)
    await inboxStore(other).done([EVENT.id], LATER)
    expect(await inboxStore(one).figures()).toMatchObject({ waiting: 1, lastReceivedAt: NOW })
    expect((await inboxStore(one).claim(10, LATER, LATER)).map(({ key }) => key)).toEqual([stripeid])
    await other.settings.set('name', 'another')
    expect(await one.settings.get('name')).toBe('value')
    expect(await other.settings.get('name')).toBe('another')
    expect(await userStore(other).insert({ ...user, accountid: 'account_2' })).toMatchObject({
      administrator: true,
    })
    expect(await userStore(one).findByEmail(user.email)).toMatchObject({ accountid })
    expect(await userStore(other).findByEmail(user.email)).toMatchObject({ accountid: 'account_2' })
    await headerValueStore(other).rebuild(accountid, accountsOf, () => 'of another person')
    expect(await headerValueStore(one).find(accountid)).toBe('value')
  })

  test('is not waited for', async () => {
    const [one, other] = [await open({ appid: 'one' }), await open({ appid: 'other' })]
    await keepIn(inboxStore(one), EVENT, NOW)
    await keepIn(inboxStore(other), EVENT, NOW)
    expect(await inboxStore(one).claim(10, NOW, LATER)).toHaveLength(1)
    expect(await inboxStore(other).claim(10, NOW, LATER)).toHaveLength(1)
  })

  test('has an administrator of its own, also when all register at once', async () => {
    const stores = [await open({ appid: 'one' }), await open({ appid: 'other' })].map(userStore)
    const rows = await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const person = { ...user, accountid: `account_${number}`, email: `${number >> 1}@example.com` }
        return [number % 2, await stores[number % 2]?.insert(person)] as const
      }),
    )
    const administrators = rows.filter(([, row]) => row?.administrator)
    expect(new Set(administrators.map(([tenant]) => tenant))).toEqual(new Set([0, 1]))
    expect(administrators).toHaveLength(2)
  })
})
