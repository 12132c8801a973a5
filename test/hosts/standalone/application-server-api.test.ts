/** The API as an application server calls it, for the person whose request it serves. */
import { expect, test } from 'vitest'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { routes } from '../../../src/features.ts'
import { loadHandlers } from '../../../src/hosts/standalone/handlers.ts'
import { makeAccount } from '../../application/accounts.ts'
import { startDashboard, TOKEN } from '../support.ts'

const ADDRESS = 'http://127.0.0.1:3999'

/** A host with a person who has three accounts, in pages of two, and the requests of their application server. */
async function marketplace() {
  // Dashboard needs this handler to let the requests through: here it must not get in the way.
  const allow = '@layeredapps/stripe-connect/src/server/allow-api-requests-from-application.js'
  const dashboard = await startDashboard({
    routes,
    handlers: await loadHandlers({ server: [allow], proxy: [] }, process.cwd()),
    config: { applicationServer: new URL(ADDRESS), pageSize: 2 },
  })
  const { accountid, sessionid } = await dashboard.signedIn()
  const { storage } = dashboard.services
  for (const id of ['acct_1', 'acct_2', 'acct_3'])
    await accountStore(storage).insert({
      stripeid: id,
      accountid,
      stripeObject: makeAccount({ id }),
    })
  const proof = {
    'x-application-server': ADDRESS,
    'x-application-server-token': TOKEN,
    'x-accountid': accountid,
    'x-sessionid': sessionid,
  }
  const ask = async (query: Record<string, string>, headers: Record<string, string> = proof) => {
    const search = new URLSearchParams({ accountid, ...query })
    const url = `${dashboard.url}/api/user/connect/stripe-accounts?${search}`
    const response = await fetch(url, { headers })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const list = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await ask(query)
    expect(status).toBe(200)
    return (body as { object: string; stripeid: string }[]).map(({ object, stripeid }) => {
      expect(object).toBe('stripeAccount')
      return stripeid
    })
  }
  return { dashboard, ask, list }
}

test('gives all accounts of the person, or those of a page', async () => {
  const { list } = await marketplace()
  const all = await list({ all: 'true' })
  expect(all.toSorted()).toEqual(['acct_1', 'acct_2', 'acct_3'])
  expect(await list({})).toEqual(all.slice(0, 2))
  expect(await list({ offset: '2' })).toEqual(all.slice(2))
  expect(await list({ offset: '1', limit: '1' })).toEqual(all.slice(1, 2))
  expect(await list({ all: 'true', offset: '1' })).toEqual(all.slice(1))
  expect(await list({ limit: '1000000' })).toEqual(all)
})

test.each([
  ['offset', '-1'],
  ['offset', 'abc'],
  ['limit', '0'],
  ['limit', 'many'],
])('refuses %s=%s by its name', async (name, value) => {
  const { ask } = await marketplace()
  const { status, body } = await ask({ [name]: value })
  expect(status).toBe(400)
  expect(body).toMatchObject({ object: 'error', message: `invalid-${name}` })
})

test('gives nothing of another person, whether or not there is one', async () => {
  const { dashboard, ask } = await marketplace()
  const { accountid } = await dashboard.signedIn()
  for (const other of [accountid, 'nobody', '']) {
    const { status, body } = await ask({ accountid: other, all: 'true' })
    expect(status).toBe(404)
    expect(body).toMatchObject({ object: 'error', message: 'invalid-accountid' })
  }
})

test('takes whoever sends none of the headers for a guest', async () => {
  const { ask } = await marketplace()
  const { status, body } = await ask({ all: 'true' }, {})
  expect(status).toBe(401)
  expect(body).toMatchObject({ object: 'error', message: 'sign-in-required' })
})
