/** Two Express apps on one database, whose people have the same ids: each app shows only its own people's accounts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StorageConfig } from '../../src/config/config.ts'
import { type App, openApp, tokenOf, told } from '../hosts/express/support.ts'
import {
  type Asker,
  type Belongings,
  expectApart,
  NOBODYS,
  OTHER,
  OWN,
  openPlatform,
  type Platform,
  register,
} from './support.ts'

/** The id of a person in both apps. */
const PERSON = 'person_1'

let platform: Platform
let own: App
let belongings: Belongings

beforeAll(async () => {
  platform = await openPlatform()
  own = await openTenant(OWN)
  belongings = await register(await platform.open(OTHER), PERSON)
})

afterAll(async () => {
  await own.close()
  await platform.close()
})

async function openTenant(appid: string): Promise<App> {
  const { storage, stripe } = platform.config
  const env = { ...environment(storage), APPID: appid, CONNECT_STRIPE_API: stripe.api?.href }
  const app = await openApp({
    env,
    routes: (express, { requireAllInformationSubmitted: gate }) => {
      express.get('/owe', gate, (_request, response) => void response.send('nothing'))
    },
  })
  await app.connect.ready()
  return app
}

const environment = ({ dialect, url, file }: StorageConfig): NodeJS.ProcessEnv => ({
  CONNECT_STORAGE: dialect,
  ...(url === undefined ? { CONNECT_DATABASE_FILE: file } : { CONNECT_DATABASE_URL: url }),
})

async function askerOf(app: App, user: string | undefined): Promise<Asker> {
  const page = await app.fetch('/account/connect/create-stripe-account', user === undefined ? {} : { user })
  return {
    token: await tokenOf(page),
    fetch: (path, init) => app.fetch(path, { ...init, ...(user && { user }) }),
  }
}

test.each([
  ['a guest', undefined],
  ['the person of the same id', PERSON],
  ['an administrator of the same id', `${PERSON};admin`],
])("to %s every route answers about another tenant's as about nothing", async (_role, user) => {
  const asker = await askerOf(own, user)
  await expectApart(platform, asker, belongings, { ...NOBODYS, accountid: PERSON })
})

describe('the person of the same id', () => {
  let other: App

  // Only now, since Stripe sends a running app the events of the other.
  beforeAll(async () => {
    other = await openTenant(OTHER)
  })
  afterAll(() => other.close())

  test('has headers of their own', async () => {
    const sent = async (app: App, user: string) =>
      (await told(await app.fetch('/', { user }))).headers['x-stripe-accounts'] ?? ''
    // At most it has the accounts that they registered while every route was tried.
    expect(await sent(own, PERSON)).not.toContain(belongings.stripeid)
    expect(await sent(other, PERSON)).toContain(belongings.stripeid)
    const { stripeid } = await register(await platform.open(OTHER), 'person_2')
    expect(await sent(own, 'person_2')).toBe('[]')
    expect(await sent(other, 'person_2')).toContain(stripeid)
  })

  test('is held up by gates for what they owe themselves', async () => {
    const gate = async (app: App) => (await app.fetch('/owe', { user: 'person_3' })).headers.get('location')
    const { stripeid } = await register(await platform.open(OTHER), 'person_3')
    expect(await gate(other)).toContain(stripeid)
    expect(await gate(own)).toBeNull()
  })

  test('cannot use a form here that was drawn there', async () => {
    const { token } = await askerOf(other, PERSON)
    const body = new URLSearchParams({ 'csrf-token': token, country: 'US' })
    const path = '/account/connect/create-stripe-account'
    expect((await own.fetch(path, { user: PERSON, method: 'POST', body })).status).toBe(403)
  })
})
