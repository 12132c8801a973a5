/** A feature that nobody knew of: its declaration is all that the module needs. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ofAccount } from '../../src/accounts/of-account.ts'
import { defineMirror } from '../../src/events/define-mirror.ts'
import { handledEvents } from '../../src/events/subject.ts'
import { menus, mirrors, routes } from '../../src/features.ts'
import { apiText } from '../../src/web/api-text.ts'
import { combine, type Feature } from '../../src/web/feature.ts'
import { apiRoute } from '../../src/web/route.ts'
import { startDashboard } from '../hosts/support.ts'

const lanternCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/lanterns-count',
  audience: 'user',
  summary: 'How many lanterns the person signed in has.',
  query: z.object({}),
  errors: [],
  returns: z.number(),
  handle: async () => 7,
})

const lanterns = {
  routes: [lanternCount],
  mirrors: [
    defineMirror({
      ...ofAccount(({ payouts }) => payouts),
      object: 'transfer',
      events: ['transfer.created'],
      retrieve: (stripe, { objectid }) => stripe.payouts.retrieve(objectid),
    }),
  ],
  menus: { account: [{ path: '/account/connect/lanterns', label: 'start.title' }] },
} as const satisfies Feature

const all = combine([{ routes, mirrors, menus }, lanterns])

test('its routes are answered, and documented', async () => {
  const host = await startDashboard({ routes: all.routes })
  const { browser } = await host.signedIn()
  const response = await browser.get(lanternCount.path)
  expect([response.status, await response.json()]).toEqual([200, 7])
  expect(apiText(all.routes)).toContain(lanternCount.summary)
})

test('its events are subscribed to, beside those of others', () => {
  expect(handledEvents(all.mirrors)).toEqual([...handledEvents(mirrors), 'transfer.created'].sort())
})

test('its entry stands in the menu', () => {
  expect(all.menus.account).toEqual([...menus.account, ...lanterns.menus.account])
})
