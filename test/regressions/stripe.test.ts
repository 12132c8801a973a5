/** Faults of the earlier module in how it spoke with Stripe. */
import type { IncomingHttpHeaders } from 'node:http'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FaultyStripe, startFaultyStripe } from '../stripe/faulty-stripe.ts'
import { eventually } from '../support/eventually.ts'
import { COMPLETE, type LiveHost, openLiveHost } from '../support/live-host.ts'
import { png } from '../support/picture.ts'

const RETRIES = 1

let wire: FaultyStripe
let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost({
    env: { MAXIMUM_STRIPE_RETRIES: `${RETRIES}`, STRIPE_KEY: 'sk_test_of_the_market' },
    async stripeAt(offlineStripe) {
      wire = await startFaultyStripe(offlineStripe)
      return wire.url
    },
  })
})

afterEach(async () => {
  wire.fault = undefined
  await host.control('DELETE', 'faults')
})

afterAll(async () => {
  await host.close()
  await wire.close()
})

const update = (stripeid: string, body: object) =>
  host.api('PATCH', `user/connect/update-stripe-account?stripeid=${stripeid}`, body)

test('9.1-01: an account that is gone, and a Stripe that is down, are not asked again without end', async () => {
  const gone = await host.adopted({})
  await host.control('POST', 'faults', { drop: 100 })
  await host.stripe.accounts.del(gone)
  await host.control('DELETE', 'faults')
  wire.fault = { when: ({ url = '' }) => url.includes(gone) }
  expect((await update(gone, { individual_first_name: 'Maya' })).status).toBe(503)
  expect(wire.met()).toBeLessThanOrEqual(1 + RETRIES)

  const stripeid = await host.adopted({})
  wire.fault = {
    when: ({ method, url }) => method === 'POST' && url === `/v1/accounts/${stripeid}`,
    instead: (socket) => void socket.destroy(),
  }
  const answer = await update(stripeid, { individual_first_name: 'Maya' })
  expect([answer.status, answer.body.message]).toEqual([503, 'stripe-unavailable'])
  // A connection that was kept open may have been closed meanwhile: then the same try is made on a new one.
  expect(wire.met()).toBeLessThanOrEqual(2 * (1 + RETRIES))
})

test('9.1-02: Stripe is asked with the key, in the version that the module is written for', async () => {
  const stripeid = await host.adopted({})
  const heard: IncomingHttpHeaders[] = []
  wire.fault = {
    when({ headers }) {
      heard.push(headers)
      return false
    },
  }
  expect((await update(stripeid, { individual_first_name: 'Maya' })).status).toBe(200)
  expect(heard.length).toBeGreaterThan(0)
  for (const headers of heard) {
    expect(headers.authorization).toBe('Bearer sk_test_of_the_market')
    expect(headers['stripe-version']).toBe(Stripe.API_VERSION)
    expect(headers).not.toHaveProperty('x-stripe-client-telemetry')
  }
})

test('9.1-20: a Japanese person is described to Stripe by nested parameters, each once', async () => {
  const { body: company } = await host.api(
    'POST',
    `user/connect/create-stripe-account?accountid=${host.seller.accountid}`,
    { business_type: 'company', country: 'JP' },
  )
  const { body: added } = await host.api('POST', `user/connect/create-person?stripeid=${company.stripeid}`, {
    relationship_representative: true,
    relationship_title: 'Representative',
  })
  const { status, body } = await host.api('PATCH', `user/connect/update-person?personid=${added.personid}`, {
    first_name_kana: 'ハナコ',
    first_name_kanji: '花子',
    address_kana_city: 'シブヤク',
    address_kanji_city: '渋谷区',
    relationship_title: 'President',
  })
  expect(status).toBe(200)
  expect(body.stripeObject).toMatchObject({
    first_name_kana: 'ハナコ',
    address_kana: { city: 'シブヤク' },
    address_kanji: { city: '渋谷区' },
    relationship: { title: 'President' },
  })
  const told = (await host.calls())
    .filter(({ method, path }) => method === 'POST' && path.endsWith(added.personid))
    .flatMap(({ parameters }) => parameters)
  expect(told.toSorted()).toEqual([
    ...['address_kana', 'address_kanji', 'first_name_kana', 'first_name_kanji', 'relationship'],
  ])
})

test('9.1-22: nothing is sent of a call with a mistake in it, every write has a key, and no account is lost', async () => {
  const stripeid = await host.adopted({})
  const form = new FormData()
  form.set('individual_verification_document_front', new File([png()], 'front.png', { type: 'image/png' }))
  form.set('individual_first_name', 'Maya')
  form.set('individual_dob_day', '31')
  form.set('individual_dob_month', '2')
  form.set('individual_dob_year', '1990')
  const before = (await host.calls()).length
  const path = `/api/user/connect/update-stripe-account?stripeid=${stripeid}`
  const refused = await host.seller.browser.get(path, { method: 'PATCH', body: form })
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { message: 'invalid-individual_dob_day' },
  ])
  const since = (await host.calls()).slice(before)
  expect(since.filter(({ method }) => method === 'POST')).toEqual([])

  await update(stripeid, { individual_first_name: 'Maya' })
  const own = (await host.calls())
    .slice(before)
    .filter(({ path: asked }) => asked.startsWith('/v1/accounts/'))
  const writes = own.filter(({ method }) => method === 'POST')
  expect(writes.length).toBeGreaterThan(0)
  // The SDK makes a key of its own for each call where we give none.
  for (const write of writes) expect(write.idempotency_key, write.path).toMatch(/^(?!stripe-node)./)

  // Stripe makes the account, and its answer is lost with the connection.
  const person = await host.signedIn()
  const list = `user/connect/stripe-accounts?accountid=${person.accountid}`
  wire.fault = {
    when: ({ url, method }) => method === 'POST' && url === '/v1/accounts',
    done: true,
    instead: (socket) => void socket.destroy(),
  }
  const create = `user/connect/create-stripe-account?accountid=${person.accountid}`
  const lost = await host.api('POST', create, { business_type: 'individual', country: 'GB' }, person)
  expect(lost.status).toBe(503)
  wire.fault = undefined
  await eventually(async () => {
    const { body } = await host.api('GET', list, undefined, person)
    expect(body).toMatchObject([{ stripeObject: { country: 'GB' } }])
  })
})

test('9.1-32: an error without an answer of Stripe’s, and a country without states, end in an answer', async () => {
  const stripeid = await host.adopted(COMPLETE)
  for (const instead of [
    (socket: { destroy(): void }) => socket.destroy(),
    (socket: { end(text: string): void }) => socket.end('HTTP/1.1 502 Bad\r\ncontent-length: 2\r\n\r\n<h'),
  ]) {
    wire.fault = { when: ({ method }) => method === 'POST', instead }
    const { status, body } = await update(stripeid, { individual_first_name: 'Maya' })
    expect([status, body.message]).toEqual([503, 'stripe-unavailable'])
  }
  wire.fault = undefined
  expect((await host.seller.browser.get('/account/connect/stripe-accounts')).status).toBe(200)

  for (const country of ['AX', 'GG', 'IM', 'JE', 'PS']) {
    const { status } = await update(stripeid, {
      individual_address_country: country,
      individual_address_state: 'X',
    })
    expect(status, country).toBeLessThan(500)
  }
  // A list with everything on it has no links to other pages.
  const page = await (await host.signedIn()).browser.text('/account/connect/stripe-accounts')
  expect(page).not.toContain('offset=')
})
