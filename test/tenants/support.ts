/**
 * Two marketplaces on one database and one platform at Stripe; every route of one is tried with the other's ids.
 *
 * @module
 */
import { expect } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import type { Config } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { routes } from '../../src/features.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import type { Route } from '../../src/web/route.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import { keepIn } from '../support/keep-event.ts'
import { rowsOf, tenantTables, withDatabase } from '../support/raw-database.ts'
import { testConfig } from '../support/services.ts'
import { sharedPlace } from '../support/storage.ts'
import { stripeEvent, stripePayout, stripePerson } from '../support/stripe-objects.ts'

export const OWN = 'own'
export const OTHER = 'other'

export interface Platform {
  /** The settings that all tenants share. */
  config: Config
  open(appid: string, changes?: Partial<Config>): Promise<Services>
  close(): Promise<void>
}

/** An offline Stripe and a database for tenants. */
export async function openPlatform(): Promise<Platform> {
  const [place, offlineStripe] = await Promise.all([sharedPlace(), startCheckedOfflineStripe()])
  const config = { ...testConfig({ stripe: offlineStripe.url }), storage: place.config }
  const opened: Services[] = []
  return {
    config,
    async open(appid, changes) {
      const services = await createServices({ ...config, appid, ...changes })
      opened.push(services)
      return services
    },
    async close() {
      for (const services of opened) await closeServices(services)
      await place.remove()
      await offlineStripe.close()
    },
  }
}

/** A person's ids, by the names that routes use for them. */
export type Belongings = Record<'stripeid' | 'payoutid' | 'personid' | 'accountid', string>

/** A company at Stripe with a payout, a person and a waiting event. */
export async function register(services: Services, accountid: string): Promise<Belongings> {
  const { storage, stripe, config, now } = services
  const account = await stripe.accounts.create({
    type: 'custom',
    country: 'DE',
    business_type: 'company',
    capabilities: { transfers: { requested: true } },
    metadata: { accountid, appid: config.appid },
  })
  await adoptAccount(services, account, { accountid })
  const owned = { stripeid: account.id, accountid }
  const payout = stripePayout({ destination: null, arrival_date: 1 })
  await payoutStore(storage).record(
    { ...owned, stripeObject: payout },
    await payoutStore(storage).ticket(payout.id),
  )
  const person = stripePerson({ account: account.id })
  await personStore(storage).record(
    { ...owned, stripeObject: person },
    await personStore(storage).ticket(person.id),
  )
  await keepIn(inboxStore(storage), stripeEvent('account.updated', account.id, account), now())
  return { ...owned, payoutid: payout.id, personid: person.id }
}

/** Ids of the same kind that do not exist. */
export const NOBODYS: Belongings = {
  stripeid: 'acct_nobodys',
  payoutid: 'po_nobodys',
  personid: 'person_nobodys',
  accountid: 'account_nobodys',
}

/** All rows of the other tenant. */
const rowsOfOther = ({ config }: Platform) =>
  withDatabase(config.storage, async (db) => {
    const people = (await rowsOf(db, 'connect_users')).filter(({ appid }) => appid === OTHER)
    const others = new Set(people.map(({ accountid }) => accountid))
    const rows = []
    for (const table of await tenantTables(db))
      for (const row of await rowsOf(db, table))
        if (table === 'connect_sessions' ? others.has(row.accountid) : row.appid === OTHER)
          rows.push([table, row])
    return rows
  })

export type AskedRoute = Exclude<Route, { kind: 'webhook' }>

/** The fields that forms and calls require. */
const FIELDS = { reason: 'other', override: 'true', consent: 'true', country: 'DE', business_type: 'company' }

/** Makes requests as one person; `token` is the token in their forms. */
export interface Asker {
  token: string
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** An answer without the parts that always differ. */
export interface Answer {
  method: string
  status: number
  location: string
  text: string
}

/** Asks a route in every way it accepts, with these ids. */
export function ask(asker: Asker, route: AskedRoute, ids: Belongings): Promise<Answer[]> {
  const named = Object.entries({ ...ids, countryid: 'DE' }).filter(([name]) => name in route.query.shape)
  const address = named.length > 0 ? `${route.path}?${new URLSearchParams(named)}` : route.path
  const plain = (text: string) =>
    Object.entries(ids).reduce((plainer, [name, id]) => plainer.replaceAll(id, name), text)
  const posted = new URLSearchParams({ ...FIELDS, 'csrf-token': asker.token })
  return Promise.all(
    methodsOf(route).map(async (method) => {
      const sent = method === 'GET' || method === 'DELETE' ? {} : { body: posted }
      const first = await asker.fetch(address, { method, redirect: 'manual', ...sent })
      const again = first.headers.get('location')
      const response = again?.includes('refused=') ? await asker.fetch(again, { redirect: 'manual' }) : first
      const text = await response.text()
      return {
        method,
        status: response.status,
        location: plain(response.headers.get('location') ?? ''),
        text: plain(text).replaceAll(
          /(?<=name="(?:csrf-token|operation)" value="|quote this number: )[^"<]*/g,
          '',
        ),
      }
    }),
  )
}

function methodsOf(route: AskedRoute): string[] {
  if (route.kind === 'api') return [route.method]
  return route.kind === 'page' && route.takesForm ? ['GET', 'POST'] : ['GET']
}

/** All routes but the webhook, which accepts only what Stripe signs. */
export const ASKED = routes.filter((route) => route.kind !== 'webhook')

/**
 * Expects that routes know nothing of another tenant's objects: the answer is as for missing ones, and they stay unchanged.
 *
 * @param nobodys ids that do not exist; an id that both tenants have means the asker's own
 */
export async function expectApart(
  platform: Platform,
  asker: Asker,
  theirs: Belongings,
  nobodys = NOBODYS,
): Promise<void> {
  const before = await rowsOfOther(platform)
  const names = (Object.keys(theirs) as (keyof Belongings)[]).filter((name) => theirs[name] !== nobodys[name])
  for (const route of ASKED) {
    const missing = await ask(asker, route, nobodys)
    for (const { text } of missing)
      for (const name of names) expect(text, route.path).not.toContain(theirs[name])
    if (names.some((name) => name in route.query.shape))
      expect(await ask(asker, route, theirs), route.path).toEqual(missing)
  }
  expect(await rowsOfOther(platform)).toEqual(before)
}
