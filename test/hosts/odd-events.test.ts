/** A host accepts every body that Stripe signs: none gets a 5xx, and ordinary events are still applied. */
import { describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { ensureWebhookEndpoint } from '../../src/events/endpoint.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { deliverOddities } from '../events/odd-bodies.ts'
import { words } from '../oversight/support.ts'
import { openScene } from '../stripe/scene.ts'
import { eventually } from '../support/eventually.ts'
import { register, startApp } from './express/support.ts'

const SECRET = 'whsec_of_the_oddities'

const ALL = { offset: 0, limit: undefined }

test('the standalone host', async () => {
  const scene = await openScene({ CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET })
  const { host, services, bench, accounts, administrator } = scene
  const inbox = inboxStore(services.storage)
  await deliverOddities(host.url, SECRET)
  const letters = await inbox.dead(ALL)
  expect(letters.length).toBeGreaterThan(40)
  expect(new Set(letters.map(({ eventid }) => eventid)).size).toBe(letters.length)

  const worker = startInboxWorker(services)
  try {
    await ensureWebhookEndpoint({ ...services, config: { ...services.config, url: host.url } })
    await bench.stripe.accounts.update(accounts.begun, { email: 'ordinary@example.com' })
    await eventually(async () => {
      const row = await accountStore(services.storage).find(accounts.begun)
      expect(row?.stripeObject.email).toBe('ordinary@example.com')
      expect(await inbox.figures()).toMatchObject({ waiting: 0, failing: 0 })
    })
  } finally {
    await worker.stop()
  }
  expect((await administrator.get('/administrator/connect/dead-letters')).status).toBe(200)
  expect(await (await fetch(`${host.url}/readyz`)).json()).toMatchObject({ checks: { inbox: 'ok' } })
})

describe('an Express app', () => {
  test('with the module in it', async () => {
    const app = await startApp({ env: { CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET } })
    await app.connect.ready()
    await deliverOddities(app.url, SECRET, { numRuns: 80 })
    const response = await register(app, 'seller')
    const stripeid = new URL(response.headers.get('location') ?? '', app.url).searchParams.get('stripeid')
    await fetch(`${app.stripe.url}/v1/accounts/${stripeid}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_offline',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'email=ordinary@example.com',
    })
    await eventually(async () => {
      const page = await app.fetch(`/account/connect/stripe-account?stripeid=${stripeid}`, { user: 'seller' })
      expect(await page.text()).toContain('ordinary@example.com')
      const overview = words(await (await app.fetch('/administrator/connect', { user: 'boss;admin' })).text())
      expect(overview).toMatch(/[1-9]\d+ events could not be applied/)
      expect(overview).not.toMatch(/events? (waiting|failed)/)
    })
  })
})
