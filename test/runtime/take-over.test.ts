/** The sellers of the earlier module, on every database. */
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { loadConfig, type StorageConfig } from '../../src/config/config.ts'
import type { OfflineStripe } from '../../src/offline-stripe/start.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { checkStripeMode } from '../../src/runtime/check-stripe-mode.ts'
import { type Module, openModule } from '../../src/runtime/module.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import {
  type EarlierSeller,
  earlierRows,
  insertEarlier,
  makeEarlierTables,
} from '../support/earlier-module.ts'
import { eventually } from '../support/eventually.ts'
import { eachStorage } from '../support/storage.ts'

const APPID = 'market'
const ALL = { offset: 0, limit: undefined }
const KEY = 'sk_test_offline'

let offlineStripe: OfflineStripe
let stripe: Stripe

beforeAll(async () => {
  offlineStripe = await startCheckedOfflineStripe()
  const { hostname: host, port } = new URL(offlineStripe.url)
  stripe = new Stripe(KEY, { host, port, protocol: 'http', telemetry: false })
})
afterAll(() => offlineStripe.close())

/** A host that starts on the database. */
async function start(storage: StorageConfig, env: NodeJS.ProcessEnv = {}): Promise<Module> {
  const config = loadConfig({
    ...{ APPID, LOG_LEVEL: 'silent', CONNECT_STRIPE_API: offlineStripe.url, CONNECT_STRIPE_KEY: KEY },
    ...{ MAXIMUM_STRIPE_RETRIES: '0', CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_1' },
    ...env,
  })
  const module = await openModule({ ...config, storage })
  onTestFinished(() => module.stop())
  return module
}

/** An account as version 2020-08-27 of Stripe's API showed it. */
function earlierAccount(id: string, parts: object = {}) {
  return {
    ...{ id, object: 'account', business_profile: { mcc: null, name: null, url: null } },
    ...{ business_type: 'individual', capabilities: { transfers: 'active' }, charges_enabled: true },
    ...{ country: 'US', created: 1_600_000_000, default_currency: 'usd', details_submitted: true },
    ...{ email: null, external_accounts: { object: 'list', data: [], has_more: false, total_count: 0 } },
    individual: { id: `person_${id}`, object: 'person', account: id, first_name: 'Maya', last_name: 'Hart' },
    ...{ metadata: {}, payouts_enabled: true, settings: {}, type: 'custom' },
    requirements: {
      ...{ current_deadline: null, currently_due: [], disabled_reason: null, errors: [] },
      ...{ eventually_due: [], past_due: [], pending_verification: [] },
    },
    tos_acceptance: { date: 1_600_000_100, ip: '203.0.113.7', user_agent: null },
    ...parts,
  }
}

let made = 0

function seller(parts: Partial<EarlierSeller> = {}): EarlierSeller & { stripeid: string } {
  made += 1
  const stripeid = parts.stripeid ?? `acct_earlier_${made}`
  return {
    ...{ stripeid, accountid: `account_${made}`, appid: APPID, stripeObject: earlierAccount(stripeid) },
    createdAt: new Date(Date.UTC(2022, 5, 19, 12, 0, 0, made % 1000)),
    ...parts,
  }
}

function belonging(of: EarlierSeller, id: object, stripeObject: object | string) {
  const { stripeid, accountid, appid, createdAt } = of
  return { ...{ stripeid, accountid, appid, createdAt, stripeObject }, ...(id as { personid: string }) }
}

const personOf = (of: EarlierSeller, personid: string) =>
  belonging(
    of,
    { personid },
    { id: personid, object: 'person', account: of.stripeid, created: 1_600_000_050, first_name: 'Jo' },
  )

const payoutOf = (of: EarlierSeller, payoutid: string, parts: object = {}) =>
  belonging(
    of,
    { payoutid },
    {
      ...{ id: payoutid, object: 'payout', amount: 2_000, currency: 'usd', status: 'paid' },
      ...{ created: 1_600_000_200, arrival_date: 1_600_000_300, ...parts },
    },
  )

eachStorage(
  'the sellers of the earlier module',
  (_open, config) => {
    test('are there from the first start on, with their people and payouts', async () => {
      const place = await config()
      await makeEarlierTables(place)
      const submittedAt = new Date('2022-06-20T10:00:00.123Z')
      const maya = seller({ submittedAt })
      const others = seller({ appid: 'another-market', accountid: maya.accountid })
      // To MySQL the same name.
      const likewise = seller({ appid: APPID.toUpperCase() })
      await insertEarlier(place, 'stripeAccounts', [maya, others, likewise])
      await insertEarlier(place, 'people', [personOf(maya, 'person_1'), personOf(others, 'person_2')])
      await insertEarlier(place, 'payouts', [payoutOf(maya, 'po_1'), payoutOf(others, 'po_2')])
      const before = await earlierRows(place)

      const { storage, headers } = (await start(place)).services
      const rows = await accountStore(storage).search({ sort: 'created', direction: 'ascending' }, ALL)
      expect(rows).toEqual([
        {
          ...{ stripeid: maya.stripeid, accountid: maya.accountid, appid: APPID, submittedAt },
          ...{ stripeObject: maya.stripeObject, status: 'active', updatedAt: expect.any(Date) },
          createdAt: new Date(1_600_000_000_000),
          person: { name: undefined, email: undefined },
        },
      ])
      expect(await personStore(storage).ofAccount(maya.stripeid)).toMatchObject([
        { personid: 'person_1', accountid: maya.accountid, stripeObject: { first_name: 'Jo' } },
      ])
      expect(await payoutStore(storage).list({}, ALL)).toMatchObject([
        { payoutid: 'po_1', stripeid: maya.stripeid, accountid: maya.accountid },
      ])
      const { headers: values } = await headers.get(maya.accountid ?? '')
      expect(values).toMatchObject({ 'x-has-active-stripe-account': 'true', 'x-stripe-accounts-count': '1' })
      expect(await earlierRows(place), 'the old tables').toEqual(before)

      const elsewhere = (await start(place, { APPID: 'another-market' })).services
      expect(await accountStore(elsewhere.storage).ofPerson(maya.accountid ?? '')).toMatchObject([
        { stripeid: others.stripeid, appid: 'another-market' },
      ])
      expect(await personStore(elsewhere.storage).find('person_2')).toBeDefined()
      expect(await payoutStore(elsewhere.storage).find('po_2')).toBeDefined()
      expect(await personStore(elsewhere.storage).find('person_1')).toBeUndefined()
    })

    test('of one second keep the order in which they came', async () => {
      const place = await config()
      await makeEarlierTables(place)
      const accountid = 'account_of_many'
      const ids = [...'mzaybx'].map((letter) => `acct_${letter}`)
      const rows = ids.map((stripeid, at) =>
        seller({ stripeid, accountid, createdAt: new Date(Date.UTC(2022, 0, 1, 0, 0, 0, at)) }),
      )
      // Inserted in another order.
      await insertEarlier(place, 'stripeAccounts', rows.toReversed())
      const { storage } = (await start(place)).services
      const listed = await accountStore(storage).ofPerson(accountid)
      expect(listed.map(({ stripeid }) => stripeid)).toEqual(ids.toReversed())
    })

    test('come once: neither what is here already, nor what was deleted since', async () => {
      const place = await config()
      const first = await start(place)
      const known = seller()
      const { accountid, stripeid } = known
      const stripeObject = {
        ...earlierAccount(stripeid),
        email: 'new@example.com',
      } as unknown as Stripe.Account
      await accountStore(first.services.storage).insert({ stripeid, accountid: 'account_here', stripeObject })
      await first.stop()
      await makeEarlierTables(place)
      const [kept, deleted] = [seller(), seller()]
      await insertEarlier(place, 'stripeAccounts', [known, kept, deleted])
      await insertEarlier(place, 'people', [personOf(known, 'person_k')])

      const second = await start(place)
      const accounts = accountStore(second.services.storage)
      expect(await accounts.find(stripeid)).toMatchObject({ accountid: 'account_here', stripeObject })
      expect(await accounts.ofPerson(accountid ?? '')).toEqual([])
      expect(await personStore(second.services.storage).find('person_k')).toMatchObject({
        accountid: 'account_here',
      })
      await accounts.delete(deleted.stripeid)
      await second.stop()
      await insertEarlier(place, 'stripeAccounts', [seller({ stripeid: 'acct_too_late' })])

      const third = accountStore((await start(place)).services.storage)
      expect(await third.find(kept.stripeid)).toBeDefined()
      expect(await third.find(deleted.stripeid)).toBeUndefined()
      expect(await third.find('acct_too_late')).toBeUndefined()
    })

    test('come once, however many instances start at once', async () => {
      const place = await config()
      await makeEarlierTables(place)
      const rows = Array.from({ length: 250 }, () => seller())
      await insertEarlier(place, 'stripeAccounts', rows)
      await insertEarlier(
        place,
        'payouts',
        rows.map((row, at) => payoutOf(row, `po_of_${at}`)),
      )
      const modules = await Promise.all(Array.from({ length: 4 }, () => start(place)))
      for (const { services } of modules) {
        expect(await accountStore(services.storage).count({})).toBe(250)
        expect(await payoutStore(services.storage).count({})).toBe(250)
      }
    })

    test('come although some rows are nonsense', async () => {
      const place = await config()
      await makeEarlierTables(place)
      const [good, cut, nobodys, long] = [
        seller(),
        seller({ stripeObject: '{"id":"acct_' }),
        seller({ accountid: null }),
        // PostgreSQL takes no NUL in the text that is searched.
        seller({ stripeObject: earlierAccount(`acct_earlier_${made + 1}`, { email: 'a\0b@example.com' }) }),
      ]
      await insertEarlier(place, 'stripeAccounts', [cut, nobodys, long, good])
      await insertEarlier(place, 'people', [personOf(seller(), 'person_orphan'), personOf(good, 'person_ok')])
      await insertEarlier(place, 'payouts', [
        belonging(good, { payoutid: 'po_cut' }, '{"id":"po_cut","object":"payout"}'),
        belonging(good, { payoutid: 'po_null' }, 'null'),
        payoutOf(good, 'po_ok'),
      ])
      const { storage } = (await start(place)).services
      const accounts = accountStore(storage)
      expect(await accounts.find(good.stripeid)).toBeDefined()
      // Who it belongs to stands nowhere else.
      expect(await accounts.find(cut.stripeid)).toMatchObject({
        accountid: cut.accountid,
        stripeObject: { id: cut.stripeid, object: 'account', payouts_enabled: false },
      })
      expect(await accounts.find(nobodys.stripeid)).toBeUndefined()
      expect(await personStore(storage).find('person_orphan')).toBeUndefined()
      expect(await personStore(storage).find('person_ok')).toBeDefined()
      expect(await payoutStore(storage).list({}, ALL)).toMatchObject([{ payoutid: 'po_ok' }])
    })

    test('are not what an app has in tables of these names', async () => {
      const place = await config()
      await makeEarlierTables(place, ['people', 'payouts'])
      const one = seller()
      await insertEarlier(place, 'payouts', [payoutOf(one, 'po_of_the_app')])
      const { storage } = (await start(place)).services
      expect(await payoutStore(storage).count({})).toBe(0)
    })

    test('are brought up to date once Stripe answers', async () => {
      const place = await config()
      await makeEarlierTables(place)
      const account = await stripe.accounts.create({
        ...{ type: 'custom', country: 'DE', business_type: 'company', email: 'now@example.com' },
        capabilities: { transfers: { requested: true } },
      })
      const person = await stripe.accounts.createPerson(account.id, { first_name: 'Ines', last_name: 'Moll' })
      const row = seller({
        stripeid: account.id,
        stripeObject: earlierAccount(account.id, { business_type: 'company', email: 'then@example.com' }),
      })
      const gone = seller()
      await insertEarlier(place, 'stripeAccounts', [row, gone])
      await insertEarlier(place, 'people', [
        personOf(row, person.id),
        personOf(row, 'person_deleted_at_stripe'),
        personOf(gone, 'person_of_the_gone'),
      ])
      const away = await start(place, { CONNECT_STRIPE_API: 'http://127.0.0.1:9' })
      await away.begin()
      expect(await accountStore(away.services.storage).find(account.id)).toMatchObject({
        stripeObject: { email: 'then@example.com' },
      })
      await away.stop()

      const { services, begin } = await start(place)
      await begin()
      const persons = personStore(services.storage)
      await eventually(async () => {
        expect(await accountStore(services.storage).find(account.id)).toMatchObject({
          accountid: row.accountid,
          stripeObject: { email: 'now@example.com', business_type: 'company' },
        })
        expect(await persons.find(person.id)).toMatchObject({ stripeObject: { first_name: 'Ines' } })
        expect(await persons.find('person_deleted_at_stripe')).toBeUndefined()
      })
      // Stripe says the same of an account that was deleted and of one of another platform.
      expect(await accountStore(services.storage).find(gone.stripeid)).toBeDefined()
      expect(await persons.find('person_of_the_gone')).toBeDefined()
    })

    test('belong to no mode of Stripe’s before Stripe has shown them', async () => {
      const place = await config()
      await makeEarlierTables(place)
      await insertEarlier(place, 'stripeAccounts', [seller()])
      // Somebody who tries it without the key must not keep the key out.
      const { storage } = (await start(place)).services
      const live = { ...loadConfig({}).stripe, key: 'sk_live_1', offline: false }
      await checkStripeMode(storage, live)
      const shown = await stripe.accounts.create({ type: 'custom', country: 'DE' })
      await accountStore(storage).insert({ stripeid: shown.id, accountid: 'one', stripeObject: shown })
      const test = { ...live, key: 'sk_test_1' }
      await expect(checkStripeMode(storage, test)).rejects.toThrow('live mode')
    })
  },
  { fresh: true },
)
