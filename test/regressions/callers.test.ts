/** Faults of the earlier module with who may do what, and with where it sent people. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../src/features.ts'
import { loadHandlers } from '../../src/hosts/standalone/handlers.ts'
import { openDashboard } from '../hosts/support.ts'
import { eventually } from '../support/eventually.ts'
import { ACTIVE, type LiveHost, openLiveHost } from '../support/live-host.ts'

let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost({
    application: (_request, response: ServerResponse) => void response.end('{"redirect":false}'),
  })
})

afterAll(() => host.close())

test('9.1-10: a guest is refused by every route, and learns nothing of which ids there are', async () => {
  const stripeid = await host.adopted({})
  const { accountid } = host.seller
  const guest = host.browser()
  for (const route of routes) {
    if (route.kind !== 'api') continue
    const answers: unknown[] = []
    for (const ids of [
      { stripeid, accountid },
      { stripeid: 'acct_none', accountid: 'nobody' },
    ]) {
      const known = Object.entries({ ...ids, personid: 'person_none', payoutid: 'po_none', countryid: 'GB' })
      const query = new URLSearchParams(known.filter(([name]) => name in route.query.shape))
      const response = await guest.get(`${route.path}?${query}`, { method: route.method })
      expect(response.status, route.path).toBe(401)
      answers.push(await response.json())
    }
    expect(answers[0], route.path).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ object: 'error', message: 'sign-in-required' })
  }
})

test('9.1-18: who owes Stripe something is led to that account, and back to where they were going', async () => {
  const script = (name: string) => `@layeredapps/stripe-connect/src/server/${name}.js`
  const gates = ['require-all-information-submitted', 'require-connect-account'].map(script)
  const gated = await openDashboard({
    services: host.services,
    routes,
    handlers: await loadHandlers({ server: gates, proxy: [] }, '.'),
  })
  try {
    const owing = await host.adopted({})
    const paid = await host.adopted(ACTIVE)
    const visit = async (path: string) => {
      const cookie = [...host.seller.browser.cookies].map((pair) => pair.join('=')).join('; ')
      const headers = { cookie, accept: 'text/html' }
      const response = await fetch(gated.url + path, { headers, redirect: 'manual' })
      return response.headers.get('location') ?? response.status
    }
    const edit = (stripeid: string) =>
      `/account/connect/edit-stripe-account?stripeid=${stripeid}&return-url=%2Fshop%3Fcolour%3Dblue`
    await eventually(async () => expect(await visit('/shop?colour=blue')).toBe(edit(owing)))

    // Nothing keeps an active account out once everything is answered, and what becomes due leads to that account.
    for (const { stripeid } of (
      await host.api('GET', `user/connect/stripe-accounts?accountid=${host.seller.accountid}&all=true`)
    ).body as unknown as { stripeid: string }[])
      if (stripeid !== paid)
        await host.api('DELETE', `user/connect/delete-stripe-account?stripeid=${stripeid}`)
    await eventually(async () => expect(await visit('/shop')).toBe(200))
    await host.control('POST', 'requirements', {
      account: paid,
      currently_due: ['individual.verification.document'],
    })
    await eventually(async () => expect(await visit('/shop?colour=blue')).toBe(edit(paid)))
  } finally {
    await gated.close()
  }
})
