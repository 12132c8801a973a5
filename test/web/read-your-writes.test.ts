import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { accountChanged } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Caller, Services } from '../../src/context/context.ts'
import { ACCOUNT_PAGES } from '../../src/core/addresses.ts'
import { stripeAccountEvents } from '../../src/registration/pages/stripe-account-events.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { apiRoute } from '../../src/web/route.ts'
import { MEMORY } from '../support/database-servers.ts'
import { caughtUp, eachReplicated } from '../support/replicas.ts'
import { testConfig } from '../support/services.ts'
import { stripeAccount } from '../support/stripe-objects.ts'
import { ADMINISTRATOR, type AdapterOptions, PERSON, serve } from './support.ts'

const PATH = '/api/user/connect/submitted'
const APPID = 'test'

const query = z.object({ stripeid: z.string() })
const common = { path: PATH, audience: 'user', summary: '', query, errors: [] } as const

/** The time when an account was submitted, for any caller. */
const read = apiRoute({
  ...common,
  method: 'GET',
  returns: z.string().nullable(),
  handle: async ({ services }, { query: { stripeid } }) =>
    (await accountStore(services.storage).find(stripeid))?.submittedAt?.toISOString() ?? null,
})

const write = apiRoute({
  ...common,
  method: 'POST',
  body: z.object({ at: z.string() }),
  returns: z.literal(true),
  async handle({ services }, { query: { stripeid }, body }) {
    await accountStore(services.storage).setSubmitted(stripeid, new Date(body.at))
    return true as const
  },
})

const [first, second] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']

eachReplicated('what people wrote', (servers) => {
  let here: Services
  let elsewhere: Services
  let stripeid: string

  beforeEach(async () => {
    const config = { ...testConfig(), appid: APPID, storage: servers().config }
    here = await createServices(config)
    elsewhere = await createServices(config)
    const stripeObject = stripeAccount()
    stripeid = stripeObject.id
    await accountStore(here.storage).insert({
      stripeid,
      accountid: PERSON.accountid,
      stripeObject,
    })
    await caughtUp(here.storage)
    await caughtUp(elsewhere.storage)
    await servers().pauseAll()
  })
  afterEach(async () => {
    await servers().resumeAll()
    await closeServices(here)
    await closeServices(elsewhere)
  })

  /** A browser or program of this caller. */
  const client = async (services: Services, caller: Caller, options: AdapterOptions = {}) => {
    const web = supertest(await serve([read, write], { ...options, caller, services }))
    return {
      post: (at: string) => web.post(PATH).query({ stripeid }).send({ at }).expect(200, 'true'),
      get: async (cookie = '') =>
        (await web.get(PATH).query({ stripeid }).set('cookie', cookie).expect(200)).body,
    }
  }
  const other = { ...PERSON, accountid: 'account_2' }
  const administrator = { ...ADMINISTRATOR, accountid: 'administrator_1' }

  test('they see, also when it is a row of somebody else, who sees it too', async () => {
    const site = await client(here, administrator)
    await site.post(first)
    expect(await site.get()).toBe(first)
    expect(await (await client(here, PERSON)).get()).toBe(first)
    // No replica has it yet.
    expect(await (await client(here, other)).get()).toBeNull()
  })

  test('they see also when another instance answers, until replicas have it', async () => {
    const { headers } = await (await client(here, administrator)).post(first)
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^connect-wrote=[\w-]{16}; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/)
    const site = await client(elsewhere, administrator)
    expect(await site.get()).toBeNull()
    expect(await site.get(cookie.split(';')[0])).toBe(first)

    await servers().resumeAll()
    await caughtUp(elsewhere.storage)
    await servers().pauseAll()
    await accountStore(here.storage).setSubmitted(stripeid, new Date(second))
    // The cookie says nothing about the newer change.
    expect(await site.get(cookie.split(';')[0])).toBe(first)
  })

  test('a webhook told of their account shows on its status page at once', async () => {
    const url = await serve([stripeAccountEvents], { caller: PERSON, services: here })
    const response = await fetch(`${url}${ACCOUNT_PAGES.events}?stripeid=${stripeid}`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    onTestFinished(() => reader?.cancel())
    expect((await reader?.read())?.value).toContain('event: status')

    const stripeAccounts = accountStore(here.storage)
    const ticket = await stripeAccounts.ticket(stripeid)
    const answer = stripeAccount({ id: stripeid, details_submitted: true, payouts_enabled: true })
    await stripeAccounts.record(stripeid, answer, ticket)
    const row = await stripeAccounts.findCurrent(stripeid)
    await accountChanged(here, { stripeid, appid: APPID, accountid: PERSON.accountid })
    expect((await reader?.read())?.value).toContain(row?.updatedAt.toISOString())
  })

  test('is told below the mount path, and over https only where the site is', async () => {
    const config = { ...here.config, url: 'https://market.example/payments' }
    const services = { ...here, config }
    const url = await serve([write], { mount: '/payments', caller: PERSON, services })
    const { headers } = await supertest(url).post(`/payments${PATH}`).query({ stripeid }).send({ at: first })
    expect(headers['set-cookie']?.[0]).toMatch(/; Path=\/payments; HttpOnly; Secure; SameSite=Lax$/)
  })
})

describe('without replicas', () => {
  test('nobody is given a cookie', async () => {
    const services = await createServices({ ...testConfig(), storage: MEMORY })
    onTestFinished(() => closeServices(services))
    const url = await serve([write], { caller: PERSON, services })
    const { headers } = await supertest(url).post(PATH).query({ stripeid: 'acct_1' }).send({ at: first })
    expect(headers['set-cookie']).toBeUndefined()
  })
})
