/** Faults of the earlier module when something was deleted. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ACTIVE, type LiveHost, openLiveHost } from '../support/live-host.ts'

const DELETE = '/account/connect/delete-stripe-account'

let host: LiveHost
/** What the app says before a deletion. */
let says: (response: ServerResponse) => void

beforeAll(async () => {
  host = await openLiveHost({ application: (_request, response) => says(response) })
})

afterAll(() => host.close())

const agree = (response: ServerResponse) => void response.end('{"redirect":false}')
const getter = (stripeid: string) => host.api('GET', `user/connect/stripe-account?stripeid=${stripeid}`)

test('9.1-07: the app sends the person elsewhere before a deletion, and an answer that is none deletes nothing', async () => {
  const stripeid = await host.adopted({})
  const page = `${DELETE}?stripeid=${stripeid}`
  const { browser } = host.seller
  says = agree
  const token = await browser.token(page)
  const post = () => browser.get(page, { method: 'POST', body: new URLSearchParams({ 'csrf-token': token }) })

  says = (response) => void response.end('{"redirect":"/orders"}')
  for (const answer of [await browser.get(page), await post()])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orders'])
  const api = await host.api('DELETE', `user/connect/delete-stripe-account?stripeid=${stripeid}`)
  expect([api.status, api.body.message]).toEqual([409, 'deletion-refused'])

  for (const nothing of [
    (response: ServerResponse) => void response.end(),
    (response: ServerResponse) => void response.end('hello'),
    (response: ServerResponse) => void response.destroy(),
  ]) {
    says = nothing
    const answer = await post()
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('id="message-container"')
  }
  expect((await getter(stripeid)).status).toBe(200)

  says = agree
  expect((await post()).status).toBe(303)
  expect((await getter(stripeid)).status).toBe(404)
})

test('9.1-12: what was deleted is found no more, by anybody', async () => {
  says = agree
  const stripeid = await host.adopted({})
  expect((await getter(stripeid)).status).toBe(200)
  await host.api('DELETE', `user/connect/delete-stripe-account?stripeid=${stripeid}`)
  expect((await getter(stripeid)).body).toMatchObject({ message: 'invalid-stripeid' })
  const path = `administrator/connect/stripe-account?stripeid=${stripeid}`
  expect((await host.api('GET', path, undefined, host.administrator)).status).toBe(404)
})

test('9.1-21: an account takes its people and payouts along, and shows at once what a new person changes', async () => {
  says = agree
  const { body: company } = await host.api(
    'POST',
    `user/connect/create-stripe-account?accountid=${host.seller.accountid}`,
    { business_type: 'company', country: 'GB' },
  )
  const { stripeid } = company
  const { body: person } = await host.api('POST', `user/connect/create-person?stripeid=${stripeid}`, {
    relationship_director: 'true',
    relationship_title: 'Director',
  })
  const { body: refreshed } = await getter(stripeid)
  expect(refreshed.stripeObject.requirements?.eventually_due?.join()).toContain(person.personid)

  const paid = await host.adopted(ACTIVE)
  await host.control('POST', 'fund', { account: paid, amount: 5000, currency: 'usd' })
  const { id } = await host.stripe.payouts.create({ amount: 5000, currency: 'usd' }, { stripeAccount: paid })
  const payout = `user/connect/payout?payoutid=${id}`
  await eventually(async () => expect((await host.api('GET', payout)).status).toBe(200))

  for (const account of [stripeid, paid])
    expect(await host.api('DELETE', `user/connect/delete-stripe-account?stripeid=${account}`)).toEqual({
      status: 200,
      body: true,
    })
  expect((await host.api('GET', `user/connect/person?personid=${person.personid}`)).status).toBe(404)
  expect((await host.api('GET', payout)).status).toBe(404)
})
