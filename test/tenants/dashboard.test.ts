/** The module in Dashboard, for one tenant, when another module asks for another tenant's objects or in its name. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gate, withoutActiveAccount } from '../../src/application/gate.ts'
import { runningServices, setRunningServices } from '../../src/application/running.ts'
import type { HandlerRequest, HandlerResponse } from '../../src/application/server-handler.ts'
import { stateHeader } from '../../src/application/state-header.ts'
import type { Services } from '../../src/context/context.ts'
import { routes } from '../../src/features.ts'
import { inProcess } from '../../src/hosts/dashboard/call-api.ts'
import { createConnectApp } from '../../src/hosts/dashboard/connect-app.ts'
import type { DashboardCall, DashboardRequest } from '../../src/hosts/dashboard/dashboard.ts'
import bindStripeKey from '../../src/server/bind-stripe-key.ts'
import { viewsDirectory } from '../../src/web/assets.ts'
import { ViewEngine } from '../../src/web/view-engine.ts'
import {
  ASKED,
  type Belongings,
  NOBODYS,
  OTHER,
  OWN,
  openPlatform,
  type Platform,
  register,
} from './support.ts'

/** The id of a person in either tenant: Dashboard's ids differ, but nothing here depends on it. */
const PERSON = 'person_1'
const IDS = { ...NOBODYS, accountid: PERSON }
const API = routes.filter((route) => route.kind === 'api')

let platform: Platform
let own: Services
let belongings: Belongings

beforeAll(async () => {
  platform = await openPlatform()
  own = await platform.open(OWN)
  belongings = await register(await platform.open(OTHER), PERSON)
  setRunningServices(own)
})

afterAll(async () => {
  setRunningServices(undefined)
  await platform.close()
})

/** People for whom another module asks. */
const CALLERS: Record<string, DashboardCall> = {
  nobody: {},
  'a person': { account: { accountid: PERSON }, session: { sessionid: 'session_1' } },
  'an administrator': {
    account: { accountid: PERSON, administrator: true },
    session: { sessionid: 'session_1' },
  },
}

describe.each(Object.entries(CALLERS))('another module that asks for %s', (_who, caller) => {
  const ask = async (route: (typeof API)[number], call: DashboardCall) => {
    const body = { reason: 'other', country: 'DE' }
    return inProcess(route)({ ...caller, body, ...call }).catch(({ message }: Error) => message)
  }

  test("is told about another tenant's as about nothing", async () => {
    for (const route of API.filter(({ query }) =>
      ['stripeid', 'payoutid', 'personid'].some((id) => id in query.shape),
    )) {
      const query = (ids: Belongings) =>
        Object.fromEntries(
          Object.entries({ ...ids, accountid: PERSON }).filter(([name]) => name in route.query.shape),
        )
      const found = await ask(route, { query: query(belongings), appid: OWN })
      expect(found, route.path).toEqual(await ask(route, { query: query(IDS) }))
    }
  })

  test('is told nothing for another tenant', async () => {
    for (const route of API)
      for (const query of [{}, belongings, IDS])
        expect(await ask(route, { query, appid: OTHER }), route.path).toBe('unavailable')
  })
})

test('a request that was given to another tenant is answered as by a module that does not run', async () => {
  const stopping = new AbortController()
  const answer = createConnectApp(own, new ViewEngine(viewsDirectory), stopping.signal)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const { appid } = request.headers
    const known = { urlPath: pathname, account: { accountid: PERSON, administrator: true } }
    answer(Object.assign(request, { ...known, ...(appid && { appid }) }) as DashboardRequest, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ask = (path: string, headers: Record<string, string>) => fetch(url + path, { headers })
  const count = '/api/administrator/connect/stripe-accounts-count'
  try {
    for (const { path } of [...ASKED, { path: '/webhooks/connect/index-connect-data' }])
      expect((await ask(path, { appid: OTHER })).status, path).toBe(503)
    for (const headers of [{}, { appid: OWN }, { appid: ` ${OWN} ` }] as Record<string, string>[]) {
      const response = await ask(count, headers)
      expect([response.status, await response.json()]).toEqual([200, 0])
    }
  } finally {
    server.close().closeAllConnections()
  }
})

describe('handlers for a request of another tenant', () => {
  const person = { accountid: PERSON }

  test('send no headers of the person with the same id', async () => {
    const options = { headers: {} }
    await stateHeader('x-stripe-accounts')({ appid: OTHER, account: person }, options)
    expect(options.headers).toEqual({ 'x-stripe-accounts': '[]', 'x-stripe-accounts-status': 'unavailable' })
  })

  test('send nobody anywhere, and give away no key', async () => {
    const request = {
      appid: OTHER,
      account: person,
      url: '/shop',
      method: 'GET',
      headers: {},
    } as HandlerRequest
    const response = {} as HandlerResponse
    await gate(withoutActiveAccount).after(request, response)
    await bindStripeKey.after(request, response)
    expect(response.ended).toBeUndefined()
    expect(request.stripeKey).toBeUndefined()
    expect(runningServices(OTHER)).toBeUndefined()
  })
})
