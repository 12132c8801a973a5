import { createPool, type Pool } from 'mysql2'
import { expect, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StorageConfig } from '../../src/config/config.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { MARIADB } from '../support/database-servers.ts'
import { keepIn } from '../support/keep-event.ts'
import { insertRow, migrateTo, type Row, rowsOf, withDatabase } from '../support/raw-database.ts'
import { eachStorage, MEMORY, onServer, openPlace } from '../support/storage.ts'
import { stripeAccount, stripeEvent } from '../support/stripe-objects.ts'

/** Characters that mean something to a database. */
const APPID = `it's "a" \\ 市場 🏺 %`
const OTHER = 'other'

const BEFORE = '004-ticket-times'
const ALL = { offset: 0, limit: undefined }
const NOW = new Date('2026-01-01T00:00:00.123Z')
const LATER = new Date('2027-01-01T00:00:00Z')

const user = (accountid: string, administrator: boolean): Row => ({
  accountid,
  email: `${accountid}@Example.com`,
  email_key: `${accountid}@example.com`,
  full_name: 'Mäxine "\\" Example',
  password_hash: 'scrypt$...',
  administrator,
  created_at: NOW,
})

const session = (sessionid: string, accountid: string): Row => ({
  sessionid,
  accountid,
  token_hash: 'hash',
  csrf_token: 'token',
  created_at: NOW,
  expires_at: LATER,
})

const account = (stripeid: string, appid: string): Row => ({
  stripeid,
  accountid: 'one',
  appid,
  stripe_object: JSON.stringify(stripeAccount({ id: stripeid })),
  created_at: NOW,
  updated_at: NOW,
  status: 'new',
  search_text: stripeid,
})

function event(eventid: string, stripeid: string | null, objectid: string, applied: Date | null = null): Row {
  const payload = {
    ...stripeEvent('account.updated', stripeid ?? undefined, { id: objectid, object: 'account' }),
    id: eventid,
  }
  return {
    eventid,
    type: payload.type,
    stripeid,
    objectid,
    payload: JSON.stringify(payload),
    received_at: NOW,
    applied_at: applied,
    attempts: applied ? 0 : 2,
    next_attempt_at: NOW,
    failure: applied ? null : 'no answer',
  }
}

const ticket = (objectid: string): Row => ({ objectid, issued: 5, recorded: 4, taken_at: NOW })

/** All that the version before has when it serves two tenants, which to it are one in many things. */
const ROWS: [string, Row][] = [
  ['connect_users', user('one', true)],
  ['connect_users', user('two', false)],
  ['connect_sessions', session('session_one', 'one')],
  ['connect_sessions', session('session_two', 'two')],
  ['connect_stripe_accounts', account('acct_own', APPID)],
  ['connect_stripe_accounts', account('acct_other', OTHER)],
  ['connect_settings', { name: 'stripe-mode', value: 'the offline Stripe' }],
  ['connect_settings', { name: 'peers-channel', value: 'some-channel' }],
  ['connect_tickets', ticket('acct_own')],
  ['connect_tickets', ticket('po_1')],
  ['connect_inbox', event('evt_own', 'acct_own', 'acct_own')],
  ['connect_inbox', event('evt_own_applied', 'acct_own', 'po_1', NOW)],
  ['connect_inbox', event('evt_other', 'acct_other', 'acct_other')],
  ['connect_inbox', event('evt_other_applied', 'acct_other', 'acct_other', NOW)],
  ['connect_inbox', event('evt_other_platform', null, 'acct_other')],
  ['connect_inbox', event('evt_unknown', 'acct_gone', 'acct_gone')],
]

const OTHERS = new Set(['evt_other', 'evt_other_applied', 'evt_other_platform'])

/** Fills the database as the previous version leaves it. */
async function fillAsBefore(config: StorageConfig): Promise<void> {
  await migrateTo(config, BEFORE)
  await withDatabase(config, async (db) => {
    for (const [table, row] of ROWS) await insertRow(db, table, row)
  })
}

/** The columns that this migration and later ones add. */
const ADDED = new Set([
  'appid',
  'dead_at',
  'failing_since',
  'columns_rule',
  'arrived',
  'approved_at',
  'person_name',
  'person_email',
])

/** Every row of the changed tables, without the columns that it did not have then. */
const keptRows = (config: StorageConfig) =>
  withDatabase(config, async (db) => {
    const kept = []
    for (const table of new Set(ROWS.map(([name]) => name)))
      for (const row of await rowsOf(db, table))
        kept.push([table, Object.fromEntries(Object.entries(row).filter(([column]) => !ADDED.has(column)))])
    return kept.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  })

const whose = (config: StorageConfig, table: string, key: string) =>
  withDatabase(config, async (db) =>
    Object.fromEntries((await rowsOf(db, table)).map((row) => [row[key], row.appid])),
  )

eachStorage(
  'rows from before there were tenants',
  (open, config) => {
    test('are all kept, and go to the tenant that is configured or whose account they are about', async () => {
      await fillAsBefore(await config())
      const before = await keptRows(await config())
      await open({ appid: APPID })
      const after = await keptRows(await config())
      // Each tenant keeps its own note of which Stripe its accounts belong to.
      const copied = ['connect_settings', { name: 'stripe-mode', value: 'the offline Stripe' }]
      expect(after.filter((row) => JSON.stringify(row) === JSON.stringify(copied))).toHaveLength(2)
      const added = after.findIndex((row) => JSON.stringify(row) === JSON.stringify(copied))
      expect(after.toSpliced(added, 1)).toEqual(before)

      expect(new Set(Object.values(await whose(await config(), 'connect_users', 'accountid')))).toEqual(
        new Set([APPID]),
      )
      expect(await whose(await config(), 'connect_tickets', 'objectid')).toEqual({
        acct_own: APPID,
        po_1: APPID,
      })
      const events = Object.entries(await whose(await config(), 'connect_inbox', 'eventid'))
      for (const [eventid, appid] of events)
        expect([eventid, appid]).toEqual([eventid, OTHERS.has(eventid) ? OTHER : APPID])
    })

    test('sign nobody out, and are found by their tenant alone', async () => {
      await fillAsBefore(await config())
      const own = await open({ appid: APPID })
      const other = await open({ appid: OTHER })
      expect(await sessionStore(own).find('session_one')).toMatchObject({
        session: { accountid: 'one', csrfToken: 'token', expiresAt: LATER },
        user: { accountid: 'one', administrator: true, fullName: 'Mäxine "\\" Example', createdAt: NOW },
      })
      expect((await sessionStore(own).find('session_two'))?.user).toMatchObject({ administrator: false })
      expect(await sessionStore(other).find('session_one')).toBeUndefined()
      expect(await userStore(own).findByEmail('ONE@example.com')).toMatchObject({ accountid: 'one' })
      expect(await userStore(other).findByEmail('one@example.com')).toBeUndefined()
      expect(await userStore(other).anyone()).toBe(false)
      expect(await own.settings.get('peers-channel')).toBe('some-channel')
      expect(await other.settings.get('peers-channel')).toBeUndefined()
      expect(await other.settings.get('stripe-mode')).toBe('the offline Stripe')
      expect(await inboxStore(own).figures()).toMatchObject({ waiting: 2, failing: 2 })
      expect(await inboxStore(other).figures()).toMatchObject({ waiting: 2, failing: 2 })
      expect(await inboxStore(own).ofAccount('acct_own', ALL)).toHaveLength(2)
      expect(await inboxStore(other).ofAccount('acct_own', ALL)).toEqual([])
      expect(await accountStore(own).ticket('acct_own')).toBe(6)
    })

    test('leave room for what another tenant has under the same name', async () => {
      await fillAsBefore(await config())
      await open({ appid: APPID })
      const other = await open({ appid: OTHER })
      const person = { email: 'one@example.com', fullName: 'One', passwordHash: '', createdAt: NOW }
      expect(await userStore(other).insert({ accountid: 'three', ...person })).toMatchObject({
        administrator: true,
      })
      expect(await userStore(other).insert({ accountid: 'four', ...person })).toBeUndefined()
      const payload = { ...stripeEvent('account.updated', 'acct_own', {}), id: 'evt_own' }
      expect(await keepIn(inboxStore(other), payload, NOW)).toBe(true)
      expect(await keepIn(inboxStore(other), payload, NOW)).toBe(false)
      await other.settings.set('peers-channel', 'another')
      await accountStore(other).ticket('acct_own')
      expect(await whose(await config(), 'connect_tickets', 'objectid')).toHaveProperty('acct_own')
    })

    test('still end their sessions with a person, and take what an instance of the version before keeps', async () => {
      await fillAsBefore(await config())
      const own = await open({ appid: APPID })
      await withDatabase(await config(), async (db) => {
        await insertRow(db, 'connect_users', user('five', false))
        await insertRow(db, 'connect_sessions', session('session_five', 'five'))
        await insertRow(db, 'connect_inbox', event('evt_late', 'acct_own', 'acct_own'))
        await insertRow(db, 'connect_settings', { name: 'late', value: 'kept' })
      })
      expect(await sessionStore(own).find('session_five')).toBeDefined()
      expect(await inboxStore(own).figures()).toMatchObject({ waiting: 3 })
      expect(await own.settings.get('late')).toBe('kept')
      await withDatabase(await config(), async (db) => {
        await db.deleteFrom('connect_users' as never).execute()
        expect(await rowsOf(db, 'connect_sessions')).toEqual([])
      })
    })

    test('are given away once, whichever tenant starts first', async () => {
      await fillAsBefore(await config())
      await Promise.all([APPID, OTHER, APPID, OTHER].map((appid) => open({ appid })))
      const people = new Set(Object.values(await whose(await config(), 'connect_users', 'accountid')))
      expect(people.size).toBe(1)
      const events = await whose(await config(), 'connect_inbox', 'eventid')
      for (const eventid of OTHERS) expect(events[eventid]).toBe(OTHER)
    })
  },
  { fresh: true },
)

onServer(
  MARIADB,
  'rows from before there were tenants',
  (_open, config) => {
    test('are the same wherever the migration was stopped', async () => {
      const { url = '' } = await config()
      const tables = [...new Set(ROWS.map(([name]) => name))]
      const shape = () =>
        withDatabase({ ...MEMORY, dialect: 'mysql', url }, async (db) => {
          const shown = []
          for (const table of tables)
            shown.push(await MARIADB.ask(url, `show create table ${table}`), await rowsOf(db, table))
          return shown
        })
      await fillAsBefore(await config())
      await (await openPlace(await config(), { appid: APPID })).close()
      const whole = await shape()

      const names = (await MARIADB.ask(url, 'show tables')).flatMap((row) => Object.values(row))
      await MARIADB.ask(url, MARIADB.anyOrder, ...names.map((name) => `drop table ${name}`))
      await fillAsBefore(await config())
      // Stop before the first change, then after each of the four tables in turn, then before the last change.
      for (const change of [1, 2, 2, 2, 2, 2]) {
        const pool = poolStoppedAt(url, change)
        await expect(openPlace(MEMORY, { appid: APPID, pool })).rejects.toThrow('stopped')
        await pool.promise().end()
      }
      await (await openPlace(await config(), { appid: APPID })).close()
      expect(await shape()).toEqual(whole)
    })
  },
  { fresh: true },
)

/** A pool that makes only the changes to tables or rows before this one, counted from 1. */
function poolStoppedAt(url: string, change: number): Pool {
  const pool = createPool({ uri: url, connectionLimit: 1 })
  let changes = 0
  pool.on('connection', (connection) => {
    const query = connection.query.bind(connection)
    vi.spyOn(connection, 'query').mockImplementation((options, ...rest) => {
      if (/^\s*(?:alter|update|insert)(?!.*_migrations)/.test(options.sql)) changes += 1
      return query(changes >= change ? { ...options, sql: 'stopped' } : options, ...rest)
    })
  })
  return pool
}
