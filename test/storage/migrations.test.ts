import { expect, test } from 'vitest'
import { features } from '../../src/features.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { ENGINE_MIGRATIONS } from '../../src/storage/migrations/index.ts'
import type { Feature } from '../../src/web/feature.ts'
import { insertRow, migrateTo, type Row, withDatabase } from '../support/raw-database.ts'
import { APPID, eachStorage } from '../support/storage.ts'
import { partsOf } from '../support/stores.ts'
import { stripeAccount, stripeEvent, stripePayout, stripePerson } from '../support/stripe-objects.ts'

const ALL = { offset: 0, limit: undefined }
const NOW = new Date('2026-01-01T00:00:00Z')
const LATER = new Date('2027-01-01T00:00:00Z')

const ALL_FEATURES: readonly Feature[] = features

/** The migrations of each feature and of the engine. A name that two of them share appears twice. */
const NAMES = [{ migrations: ENGINE_MIGRATIONS }, ...ALL_FEATURES]
  .flatMap(({ migrations = {} }) => Object.keys(migrations))
  .sort()

const numberOf = (name: string) => Number(name.slice(0, 3))

test('the migrations of all features have a number each, in one sequence without a gap', () => {
  for (const name of NAMES) expect(name).toMatch(/^\d{3}(?:-[a-z]+)+$/)
  expect(NAMES.map(numberOf)).toEqual(NAMES.map((_, index) => index + 1))
})

const ACCOUNT = stripeAccount({ id: 'acct_1' })
const PERSON = stripePerson()
const PAYOUT = stripePayout()
const EVENT = stripeEvent('account.updated', ACCOUNT.id, { id: ACCOUNT.id, object: 'account' })

const accountid = 'account_1'
const stripeid = ACCOUNT.id
const owned = { stripeid, accountid, appid: APPID, created_at: NOW, updated_at: NOW }

/** Rows of these tables have a tenant from this migration on; the others always had one, or have their person's. */
const TENANTS = 5
/** Addresses are in plain characters from this migration on. */
const PLAIN_ADDRESSES = 20
const TENANT_SINCE = new Set<string>([
  'connect_users',
  'connect_settings',
  'connect_tickets',
  'connect_inbox',
])

/** A row of each table, and the number of the migration that makes the table. */
const ROWS: [string, Row, since?: number][] = [
  [
    'connect_users',
    {
      ...{ accountid, email: 'Ada@example.com', email_key: 'ada@example.com', full_name: 'Ada' },
      ...{ password_hash: 'scrypt$...', administrator: true, created_at: NOW },
    },
  ],
  [
    'connect_users',
    {
      ...{ accountid: 'account_2', email: 'dora\u200b@example.com', email_key: 'dora\u200b@example.com' },
      ...{ full_name: 'Dora', password_hash: 'scrypt$...', administrator: false, created_at: NOW },
    },
  ],
  [
    'connect_users',
    {
      ...{ accountid: 'account_3', email: 'ada\u200b@example.com', email_key: 'ada\u200b@example.com' },
      ...{ full_name: 'Ada', password_hash: 'scrypt$...', administrator: false, created_at: NOW },
    },
  ],
  [
    'connect_sessions',
    {
      ...{ sessionid: 'session_1', accountid, token_hash: 'hash', csrf_token: 'token' },
      ...{ created_at: NOW, expires_at: LATER },
    },
  ],
  [
    'connect_stripe_accounts',
    { ...owned, stripe_object: JSON.stringify(ACCOUNT), status: 'new', search_text: stripeid },
  ],
  ['connect_persons', { ...owned, personid: PERSON.id, stripe_object: JSON.stringify(PERSON) }],
  [
    'connect_payouts',
    {
      ...{ ...owned, payoutid: PAYOUT.id, stripe_object: JSON.stringify(PAYOUT) },
      ...{ status: PAYOUT.status, currency: PAYOUT.currency, amount: PAYOUT.amount },
    },
  ],
  ['connect_header_values', { appid: APPID, accountid, value: 'made before' }],
  ['connect_settings', { name: 'a-setting', value: 'kept' }],
  ['connect_tickets', { objectid: stripeid, issued: 5, recorded: 4 }],
  [
    'connect_inbox',
    {
      ...{ eventid: EVENT.id, type: EVENT.type, stripeid, objectid: stripeid },
      ...{ payload: JSON.stringify(EVENT), received_at: NOW, attempts: 2, next_attempt_at: NOW },
    },
  ],
  [
    'connect_decisions',
    {
      ...{ decisionid: 'decision_1', appid: APPID, stripeid, name: 'Ada', accountid },
      ...{ action: 'reject', reason: 'other', override: false, decided_at: NOW },
    },
    2,
  ],
]

eachStorage(
  'a database of an earlier version',
  (open, config) => {
    test.each(NAMES.slice(0, -1))(
      'that ended with %s is brought up to date, with all its rows',
      async (last) => {
        const place = await config()
        const tenant = numberOf(last) < TENANTS ? {} : { appid: APPID }
        const rows = ROWS.filter(([, , since = 1]) => since <= numberOf(last))
        await migrateTo(place, last)
        await withDatabase(place, async (db) => {
          for (const [table, row] of rows)
            await insertRow(db, table, TENANT_SINCE.has(table) ? { ...row, ...tenant } : row)
        })

        const storage = await open()
        expect(await storage.pendingMigrations()).toEqual([])
        const { stripeAccounts, persons, headerValues, users, sessions, settings, inbox, decisions } =
          partsOf(storage)
        expect(await users.findByEmail('ada@example.com')).toMatchObject({ accountid, administrator: true })
        // What was kept as it was typed is kept in plain characters, unless somebody else has that address.
        const dora = { accountid: 'account_2', email: 'dora@example.com' }
        if (numberOf(last) < PLAIN_ADDRESSES)
          expect(await users.findByEmail('dora@example.com')).toMatchObject(dora)
        expect(await users.findByEmail('ada\u200b@example.com')).toMatchObject({ accountid: 'account_3' })
        expect(await sessions.find('session_1')).toMatchObject({ user: { accountid } })
        expect(await stripeAccounts.find(stripeid)).toMatchObject({ accountid, stripeObject: ACCOUNT })
        expect(await persons.find(PERSON.id)).toMatchObject({ stripeid, stripeObject: PERSON })
        expect(await payoutStore(storage).find(PAYOUT.id)).toMatchObject({ stripeid, stripeObject: PAYOUT })
        expect(await headerValues.find(accountid)).toBe('made before')
        expect(await settings.get('a-setting')).toBe('kept')
        expect(await stripeAccounts.ticket(stripeid)).toBe(6)
        const [claim] = await inbox.claim(10, NOW, LATER)
        expect(claim).toMatchObject({ key: stripeid, tasks: [{ id: EVENT.id, payload: EVENT, attempts: 2 }] })
        expect(await decisions.list({}, ALL)).toHaveLength(
          rows.some(([table]) => table === 'connect_decisions') ? 1 : 0,
        )
      },
    )
  },
  { fresh: true },
)
