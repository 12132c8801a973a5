/** Tries every route of the module in every role: a route is closed unless its declaration opens it. */

import { hash } from 'node:crypto'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adoptAccount } from '../src/accounts/mirror-account.ts'
import { personStore } from '../src/accounts/store/persons.ts'
import { routes } from '../src/features.ts'
import { payoutStore } from '../src/payouts/store/payouts.ts'
import { invitationStore } from '../src/registration/store.ts'
import { COMMON_ERRORS } from '../src/web/common-errors.ts'
import type { Route } from '../src/web/route.ts'
import { type Browser, type Dashboard, openDashboard } from './hosts/support.ts'
import { some } from './support/breadth.ts'
import { type Market, openMarket } from './support/market.ts'

type Role = 'guest' | 'stranger' | 'owner' | 'administrator'

interface Person {
  browser: Browser
  accountid: string
}

let market: Market
let host: Dashboard
let people: Record<Role, Person>

beforeAll(async () => {
  market = await openMarket()
  host = await openDashboard({ services: market.services, routes })
  // The first person to register is the administrator.
  const administrator = await host.signedIn('account_administrator')
  people = {
    guest: { browser: host.browser(), accountid: 'account_nobody' },
    administrator,
    owner: await host.signedIn('account_owner'),
    stranger: await host.signedIn('account_stranger'),
  }
})

afterAll(async () => {
  await host.close()
  await market.close()
})

/** One of each object that a route may name, all of them the owner's. */
async function belongings() {
  const { services } = market
  const { accountid } = people.owner
  const created = await services.stripe.accounts.create({
    type: 'custom',
    country: 'DE',
    business_type: 'company',
    capabilities: { transfers: { requested: true } },
  })
  const row = await adoptAccount(services, created, { accountid })
  const stripeid = row?.stripeid ?? ''
  const payoutid = `po_${stripeid}`
  const personid = `person_${stripeid}`
  const known = { stripeid, accountid }
  const payouts = payoutStore(services.storage)
  const persons = personStore(services.storage)
  const payout = {
    ...{ id: payoutid, object: 'payout', status: 'paid', amount: 100, currency: 'eur' },
    ...{ created: 1, arrival_date: 1, destination: null },
  }
  const person = { id: personid, object: 'person', account: stripeid, created: 1 }
  await payouts.record(
    { ...known, stripeObject: payout as unknown as Stripe.Payout },
    await payouts.ticket(payoutid),
  )
  await persons.record(
    { ...known, stripeObject: person as unknown as Stripe.Person },
    await persons.ticket(personid),
  )
  const secret = 'secret'
  await invitationStore(services.storage).make(
    { accountid },
    {
      ...{ personid, stripeid, invitee: 'Ana Silva' },
      ...{ digest: hash('sha256', secret, 'base64url'), endsAt: new Date('2100-01-01T00:00:00Z') },
    },
  )
  return { stripeid, payoutid, personid, accountid, countryid: 'DE', person: personid, secret }
}

/** The route's address with every parameter it needs. */
async function addressOf(route: Exclude<Route, { kind: 'webhook' }>): Promise<string> {
  const named = Object.entries(await belongings()).filter(([name]) => name in route.query.shape)
  return named.length > 0 ? `${route.path}?${new URLSearchParams(named)}` : route.path
}

/** True if the address names an object that only the owner may see. */
const isAboutSomebody = (route: Exclude<Route, { kind: 'webhook' }>) =>
  route.audience === 'user' &&
  ['stripeid', 'payoutid', 'personid', 'accountid'].some((name) => name in route.query.shape)

const rightful = (route: Exclude<Route, { kind: 'webhook' }>): Role =>
  route.audience === 'administrator' ? 'administrator' : 'owner'

/** `test` if it applies; otherwise nothing, rather than a skipped test. */
const when = (applies: boolean) => (name: string, body: () => Promise<void>) => {
  if (applies) test(name, body)
}

describe.each(
  some(
    routes.filter((route) => route.kind === 'api'),
    16,
  ).map((route) => [route.method, route.path, route] as const),
)('%s %s', (method, _path, route) => {
  async function ask(role: Role, address: string): Promise<{ status: number; body: unknown }> {
    const response = await people[role].browser.get(address, { method })
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const body: unknown = await response.json()
    if (response.status >= 400) {
      expect(body).toEqual({
        object: 'error',
        message: expect.stringMatching(/^[a-z][a-z0-9_.-]+$/),
        ...(typeof body === 'object' && body && 'field' in body && { field: expect.any(String) }),
        // The detail must be a sentence, not the code again.
        detail: expect.stringMatching(/^[A-Z].* .*\.$/),
      })
    }
    return { status: response.status, body }
  }

  const declared = (body: unknown) => {
    const { message } = body as { message: string }
    const inputs = [...Object.keys(route.query.shape), ...('body' in route && route.body ? ['body'] : [])]
    const known = [...Object.keys(COMMON_ERRORS), ...route.errors, ...inputs.map((name) => `invalid-${name}`)]
    expect(known).toContain(message)
  }

  test('refuses guests', async () => {
    expect(await ask('guest', await addressOf(route))).toMatchObject({
      status: 401,
      body: { message: 'sign-in-required' },
    })
  })

  when(route.audience === 'administrator')('refuses people who are no administrators', async () => {
    for (const role of ['owner', 'stranger'] as const)
      expect(await ask(role, await addressOf(route))).toMatchObject({
        status: 403,
        body: { message: 'administrator-required' },
      })
  })

  when(isAboutSomebody(route))("knows nothing of somebody else's, not for administrators", async () => {
    for (const role of ['stranger', 'administrator'] as const) {
      const { status, body } = await ask(role, await addressOf(route))
      expect(status).toBe(404)
      declared(body)
    }
  })

  const ids = ['stripeid', 'payoutid', 'personid', 'accountid'].filter((id) => id in route.query.shape)
  when('body' in route && route.body !== undefined)('says what is wrong in the query first', async () => {
    const role = rightful(route)
    const bodies: [body: string, type?: string][] = [
      [''],
      ['{', 'application/json'],
      ['<a/>', 'text/xml'],
      ['a='.repeat(5_000_000), 'application/x-www-form-urlencoded'],
      ['reason=no&country=&business_type=no&consent=no&currency=', 'application/x-www-form-urlencoded'],
    ]
    expect(ids, 'the query of a route with a body').toHaveLength(1)
    for (const [id = ''] of [ids])
      for (const query of ['', `?${id}=`, `?${id}=unknown`, `?${id}=1&${id}=2`])
        for (const [body, type] of bodies) {
          const answer = await people[role].browser.get(`${route.path}${query}`, {
            method,
            body,
            ...(type !== undefined && { headers: { 'content-type': type } }),
          })
          const what = `${query} ${body.slice(0, 20)}`
          expect((await answer.json()) as object, what).toMatchObject({ message: `invalid-${id}`, field: id })
        }
  })

  test('answers those whom it is for', async () => {
    const role = rightful(route)
    const { status, body } = await ask(role, await addressOf(route))
    if (status === 200) route.returns.parse(body)
    else {
      // The request had no body.
      expect(status).toBe(400)
      declared(body)
    }
    if (method === 'GET') expect(status).toBe(200)
  })

  when('stripeid' in route.query.shape || 'accountid' in route.query.shape)(
    'takes a name once, and refuses what is missing',
    async () => {
      const role = rightful(route)
      const name = 'stripeid' in route.query.shape ? 'stripeid' : 'accountid'
      const { status, body } = await ask(role, `${route.path}?${name}=1&${name}=2`)
      expect(status).toBe(400)
      declared(body)
    },
  )

  when('limit' in route.query.shape)('refuses a page that there cannot be', async () => {
    const role = rightful(route)
    const address = await addressOf(route)
    const joint = address.includes('?') ? '&' : '?'
    for (const [name, values] of [
      ['limit', ['', '0', '-1', '1.5', 'ten', '1e1']],
      ['offset', ['-1', 'x', '1.5', '9'.repeat(30)]],
    ] as const)
      for (const value of values)
        expect(await ask(role, `${address}${joint}${name}=${value}`), `${name}=${value}`).toMatchObject({
          status: 400,
          body: { message: `invalid-${name}`, field: name },
        })
    for (const limit of [100, 101, 1e12]) {
      const beyond = await ask(role, `${address}${joint}offset=999999999&limit=${limit}`)
      expect(beyond).toEqual({ status: 200, body: [] })
    }
  })
})

describe.each(
  some(
    routes.filter((route) => route.kind === 'page'),
    16,
  ).map((route) => [route.path, route] as const),
)('the page %s', (path, route) => {
  const methods = route.takesForm ? ['GET', 'POST'] : ['GET']

  for (const method of methods)
    when(route.audience !== 'guest')(`sends guests to sign in and back: ${method}`, async () => {
      const address = await addressOf(route)
      const response = await people.guest.browser.get(address, { method })
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toBe(
        `/account/signin?return-url=${encodeURIComponent(address)}`,
      )
    })

  when(route.audience === 'guest')('is shown to guests', async () => {
    expect((await people.guest.browser.get(await addressOf(route))).status).toBe(200)
  })

  for (const method of methods)
    when(route.audience === 'administrator')(
      `is not for people who are no administrators: ${method}`,
      async () => {
        const response = await people.owner.browser.get(await addressOf(route), { method })
        expect(response.status).toBe(403)
        expect(await response.text()).toMatch(/^<!doctype html>/i)
      },
    )

  for (const method of methods)
    when(isAboutSomebody(route))(`is not there for somebody else's: ${method}`, async () => {
      for (const role of ['stranger', 'administrator'] as const) {
        const response = await people[role].browser.get(await addressOf(route), { method })
        expect(response.status).toBe(404)
      }
    })

  test('is shown, or leads on, to those whom it is for', async () => {
    const role = rightful(route)
    const response = await people[role].browser.get(await addressOf(route))
    expect([200, 303]).toContain(response.status)
    const isFile = response.headers.has('content-disposition')
    if (response.status === 200 && !isFile) expect(await response.text()).toMatch(/^<!doctype html>/i)
  })

  const { stripeid, payoutid } = route.query.shape
  when([stripeid, payoutid].some((name) => name && !name.safeParse(undefined).success))(
    'refuses in words to show nothing, or two at once',
    async () => {
      const { browser } = people[rightful(route)]
      const name = payoutid ? 'payoutid' : 'stripeid'
      for (const query of ['', `?${name}=1&${name}=2`]) {
        const response = await browser.get(path + query)
        expect(response.status).toBe(400)
        expect(await response.text()).toMatch(/^<!doctype html>/i)
      }
    },
  )

  test('says only messages that exist', async () => {
    const { browser } = people[rightful(route)]
    const address = await addressOf(route)
    const told = `${address}${address.includes('?') ? '&' : '?'}message=whatever-was-made-up`
    const response = await browser.get(told)
    expect([200, 303]).toContain(response.status)
    expect(await response.text()).not.toMatch(/<(p|div)[^>]*>\s*whatever-was-made-up/)
  })

  when(route.takesForm)('takes no form without its token', async () => {
    const role = rightful(route)
    const address = await addressOf(route)
    const body = new URLSearchParams({ country: 'DE', reason: 'fraud', override: 'true', consent: 'true' })
    const response = await people[role].browser.get(address, { method: 'POST', body })
    // A page that redirects when it is shown redirects here too, and does nothing.
    expect([403, 303], path).toContain(response.status)
  })
})

describe.each(routes.filter((route) => route.kind === 'stream').map((route) => [route.path, route] as const))(
  'the stream %s',
  (_path, route) => {
    test.each([
      ['guest', 401],
      ['stranger', 404],
      ['administrator', 404],
    ] as const)('refuses to be read by %s', async (role, status) => {
      const response = await people[role].browser.get(await addressOf(route))
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ object: 'error' })
    })
  },
)

describe.each(routes.filter((route) => route.kind === 'webhook').map((route) => [route.path]))(
  'the webhook %s',
  (path) => {
    test('is only posted to', async () => {
      const response = await people.administrator.browser.get(path)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST')
      expect(await response.json()).toMatchObject({ object: 'error', message: 'method-not-allowed' })
    })

    test('refuses what Stripe did not sign, whoever sends it', async () => {
      for (const role of ['guest', 'administrator'] as const) {
        const response = await people[role].browser.get(path, { method: 'POST', body: '{}' })
        expect(response.status).toBe(400)
        expect(await response.json()).toMatchObject({ object: 'error', message: 'invalid-signature' })
      }
    })
  },
)

test('no two routes share a path and a method', () => {
  const names = routes.map((route) => `${route.kind === 'api' ? route.method : 'GET'} ${route.path}`)
  expect(new Set(names).size).toBe(names.length)
})
