/** A feature that the module does not know: its declaration is enough. */
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { ofAccount } from '../../src/accounts/of-account.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { defineMirror } from '../../src/events/define-mirror.ts'
import { handledEvents } from '../../src/events/subject.ts'
import { forgets, menus, messages, migrations, mirrors, routes } from '../../src/features.ts'
import { common } from '../../src/messages/common.ts'
import { Translators } from '../../src/messages/translators.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { createServices } from '../../src/runtime/services.ts'
import { withTables } from '../../src/storage/database.ts'
import { defineStore } from '../../src/storage/define-store.ts'
import type { Migrations } from '../../src/storage/migrations/index.ts'
import { apiText } from '../../src/web/api-text.ts'
import { combine, type Feature } from '../../src/web/feature.ts'
import { apiRoute } from '../../src/web/route.ts'
import { drawMenu } from '../../src/web/site-menus.ts'
import { startDashboard } from '../hosts/support.ts'
import { servicesOfTest, testConfig } from '../support/services.ts'
import { MEMORY, openPlace } from '../support/storage.ts'

interface LanternTables {
  connect_lanterns: { appid: string; lanternid: string; accountid: string }
}

const TABLE = 'connect_lanterns'

const lanternMigrations = {
  '900-lanterns': () => ({
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('appid', 'varchar(255)', (column) => column.notNull())
        .addColumn('lanternid', 'varchar(255)', (column) => column.primaryKey())
        .addColumn('accountid', 'varchar(255)', (column) => column.notNull())
        .execute()
    },
  }),
} as const satisfies Migrations

const lanternStore = defineStore((database) => {
  const { appid, read, change } = withTables<LanternTables>(database)
  return {
    insert: (lanternid: string, accountid: string) =>
      change(async (transaction, wrote) => {
        await transaction.insertInto(TABLE).values({ appid, lanternid, accountid }).execute()
        wrote({ accountid })
      }),

    async count(accountid: string) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .select('lanternid')
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .execute(),
      )
      return rows.length
    },
  }
})

const lanternCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/lanterns-count',
  audience: 'user',
  summary: 'How many lanterns the person signed in has.',
  query: z.object({}),
  errors: [],
  returns: z.number(),
  handle: ({ services: { storage }, caller }) => lanternStore(storage).count(caller.accountid),
})

const lightLantern = apiRoute({
  method: 'GET',
  path: '/api/user/connect/light-lantern',
  audience: 'user',
  summary: 'Lights the lantern.',
  query: z.object({}),
  errors: ['no-oil'],
  returns: z.null(),
  handle: () => Promise.reject(new ConnectError('no-oil')),
})

const en = {
  'lanterns.menu': 'Lanterns',
  'problem.no-oil': 'The lantern has no oil.',
} as const

type English = typeof en

declare module '../../src/messages/sentences.ts' {
  interface Sentences extends English {}
}

/** Missing sentences are shown in English. */
const eo = { 'problem.no-oil': 'La lanterno ne havas oleon.' }

const lanterns = {
  routes: [lanternCount, lightLantern],
  mirrors: [
    defineMirror({
      ...ofAccount(payoutStore),
      object: 'transfer',
      events: ['transfer.created'],
      retrieve: (stripe, { objectid }) => stripe.payouts.retrieve(objectid),
    }),
  ],
  menus: { account: [{ path: '/account/connect/lanterns', label: 'lanterns.menu' }] },
  messages: { en, eo },
  migrations: lanternMigrations,
  forgets: [{ name: 'lanterns', kept: 0, forget: async () => 0 }],
} as const satisfies Feature

const all = combine([{ routes, mirrors, menus, migrations, forgets }, lanterns])
const translators = new Translators([common, ...messages, ...all.messages])

test('its routes are answered from its rows, and documented', async () => {
  const storage = await openPlace(MEMORY, { migrations: all.migrations })
  onTestFinished(() => storage.close())
  const services = await createServices(testConfig({ dashboard: 'http://dashboard.test' }), { storage })
  const host = await startDashboard({ services, routes: all.routes })
  const { browser, accountid } = await host.signedIn()
  for (const lanternid of ['red', 'white']) await lanternStore(storage).insert(lanternid, accountid)
  await lanternStore(storage).insert('blue', 'somebody else')
  const response = await browser.get(lanternCount.path)
  expect([response.status, await response.json()]).toEqual([200, 2])
  expect(apiText(all.routes)).toContain(lanternCount.summary)
})

test('its events are subscribed to, beside those of others', () => {
  expect(handledEvents(all.mirrors)).toEqual([...handledEvents(mirrors), 'transfer.created'].sort())
})

test('its entry stands in the menu', () => {
  expect(all.menus.account).toEqual([...menus.account, ...lanterns.menus.account])
})

test('its sentences are said, in each of its languages', async () => {
  const services = { ...(await servicesOfTest()), translators }
  const { browser } = await (await startDashboard({ routes: all.routes, services })).signedIn()
  const refused = async (language: string) => {
    const response = await browser.get(lightLantern.path, { headers: { 'accept-language': language } })
    return response.json()
  }
  expect(await refused('eo, en;q=0.5')).toMatchObject({ detail: eo['problem.no-oil'] })
  expect(await refused('fi')).toMatchObject({ detail: en['problem.no-oil'] })
  expect(drawMenu(all.menus.account, translators.in('eo')).at(-1)?.label).toBe('Lanterns')
})

test('its migration follows those of others, and its rows are forgotten with theirs', () => {
  expect(Object.keys(all.migrations)).toEqual([...Object.keys(migrations), '900-lanterns'])
  expect(all.forgets).toEqual([...forgets, ...lanterns.forgets])
})
