import { beforeAll, describe, expect, it, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { checkDeletions } from '../../src/application/running.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { decisionStore } from '../../src/oversight/store/decisions.ts'
import { startApplicationServer } from '../hosts/support.ts'
import { openOffice, words } from './support.ts'

const PAGE = '/administrator/connect/delete-stripe-account'
const API = '/api/administrator/connect/delete-stripe-account'

beforeAll(checkDeletions)

/** An administrator's office. Its application server answers the check before a deletion as the test says. */
async function officeAsking(status: number, answer: unknown) {
  const { url } = await startApplicationServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const office = await openOffice({ APPLICATION_SERVER: url.href })
  const { stripeid } = await office.addAccount({})
  const found = () => accountStore(office.services.storage).find(stripeid)
  const decisions = () =>
    decisionStore(office.services.storage).list({ stripeid }, { offset: 0, limit: undefined })
  const fund = (amount: number) =>
    fetch(new URL('/_offline-stripe/fund', office.services.config.stripe.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: stripeid, amount, currency: 'eur' }),
    })
  return { ...office, stripeid, found, decisions, fund }
}

describe('deleting an account', () => {
  it('removes it at Stripe and here, and keeps who decided it', async () => {
    const { administrator, stripeid, found, decisions, services } = await officeAsking(200, {
      redirect: false,
    })
    const response = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, {})
    expect(response.status).toBe(303)
    const list = await administrator.text(response.headers.get('location') ?? '')
    expect(words(list)).toContain('The account was deleted.')
    expect(await found()).toBeUndefined()
    await expect(services.stripe.accounts.retrieve(stripeid)).rejects.toMatchObject({
      code: 'account_invalid',
    })
    expect(await decisions()).toMatchObject([{ action: 'delete', override: false }])
    expect(words(await administrator.text('/administrator/connect'))).toContain('Administrator actions')
  })

  it('says that the app refused, and deletes it once the administrator overrides that', async () => {
    const { administrator, stripeid, found, decisions } = await officeAsking(200, { redirect: '/goods' })
    const path = `${PAGE}?stripeid=${stripeid}`
    for (const values of [{}, { override: 'unanswered' }]) {
      const refused = await administrator.submit(path, values)
      expect(refused.status).toBe(409)
      const html = await refused.text()
      expect(words(html)).toMatch(/The app refused: .*\/goods.* Nothing was deleted\./)
      expect(words(html)).toContain('Delete even though the app refused')
      expect(html).not.toMatch(/name="override"[^>]* checked/)
    }
    expect(await found()).toBeDefined()
    expect(await decisions()).toEqual([])
    expect((await administrator.submit(path, { override: 'refused' })).headers.get('location')).toContain(
      'message=deleted',
    )
    expect(await found()).toBeUndefined()
    expect(words(await administrator.text('/administrator/connect'))).toContain('The app had refused.')
  })

  it('is refused over the API where the app refuses, unless told to override that', async () => {
    const { administrator, stripeid, found, decisions } = await officeAsking(200, { redirect: '/goods' })
    const answer = await administrator.get(`${API}?stripeid=${stripeid}&override=true`, { method: 'DELETE' })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      object: 'error',
      message: 'deletion-refused',
      redirect: '/goods',
    })
    expect(await found()).toBeDefined()
    expect(await decisions()).toEqual([])
    const override = `${API}?stripeid=${stripeid}&override=refused`
    expect(await (await administrator.get(override, { method: 'DELETE' })).json()).toBe(true)
    expect(await found()).toBeUndefined()
  })

  it('stops when the application server cannot be asked, until the administrator overrides it', async () => {
    const { administrator, stripeid, found, decisions } = await officeAsking(500, {})
    const path = `${PAGE}?stripeid=${stripeid}`
    expect(await administrator.text(path)).not.toContain('name="override"')
    const refused = await administrator.submit(path, {})
    expect(refused.status).toBe(502)
    expect(await refused.text()).toContain('name="override"')
    expect(await found()).toBeDefined()
    expect(await decisions()).toEqual([])

    expect((await administrator.submit(path, { override: 'unanswered' })).status).toBe(303)
    expect(await found()).toBeUndefined()
    expect(await decisions()).toMatchObject([{ action: 'delete', override: true }])
  })

  it('tells the balance first, and again when it has changed', async () => {
    const { administrator, stripeid, found, fund } = await officeAsking(200, { redirect: false })
    const path = `${PAGE}?stripeid=${stripeid}`
    expect(await administrator.text(path)).not.toContain('name="left"')
    await fund(5000)
    const told = await administrator.submit(path, {})
    expect(told.status).toBe(409)
    const page = await told.text()
    expect(words(page)).toContain('Its balance is €50.00, which the seller loses.')
    const [, left = ''] = /name="left" value="([^"]*)"/.exec(page) ?? []
    await fund(100)
    expect((await administrator.submit(path, { left })).status).toBe(409)
    expect(await found()).toBeDefined()
    expect((await administrator.submit(path, { left: '€51.00' })).status).toBe(303)
    expect(await found()).toBeUndefined()
  })

  it('over the API needs a word about the balance, too', async () => {
    const { administrator, stripeid, found, fund } = await officeAsking(200, { redirect: false })
    await fund(5000)
    const remove = (query: string) =>
      administrator.get(`${API}?stripeid=${stripeid}${query}`, { method: 'DELETE' })
    const refused = await remove('')
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      message: 'balance-not-zero',
      detail: 'The account was not deleted, because its balance is €50.00.',
    })
    expect(await found()).toBeDefined()
    expect((await remove('&any-balance=true')).status).toBe(200)
    expect(await found()).toBeUndefined()
  })

  it('keeps what was ticked when Stripe does not do it', async () => {
    const { administrator, stripeid, services } = await officeAsking(500, {})
    vi.spyOn(services.stripe.accounts, 'del').mockRejectedValueOnce(new ConnectError('stripe-refused'))
    const refused = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, {
      override: 'unanswered',
    })
    expect(await refused.text()).toMatch(/name="override"[^>]* checked/)
  })

  it('over the API stops and goes on in the same way', async () => {
    const { administrator, stripeid, found, decisions } = await officeAsking(500, {})
    const remove = (query: string) =>
      administrator.get(`${API}?stripeid=${stripeid}${query}`, { method: 'DELETE' })
    const refused = await remove('')
    expect(refused.status).toBe(502)
    expect(await refused.json()).toMatchObject({ message: 'deletion-check-failed' })
    const answer = await remove('&override=true')
    expect(await answer.json()).toBe(true)
    expect(await found()).toBeUndefined()
    expect(await decisions()).toMatchObject([{ override: true }])
  })

  it('that failed at Stripe is not shown as done', async () => {
    const { administrator, stripeid, services, decisions } = await officeAsking(200, { redirect: false })
    vi.spyOn(services.stripe.accounts, 'del').mockRejectedValueOnce(new ConnectError('stripe-refused'))
    await administrator.submit(`${PAGE}?stripeid=${stripeid}`, {})
    expect(await decisions()).toMatchObject([{ action: 'delete', done: false }])
    expect(words(await administrator.text('/administrator/connect'))).toMatch(/Delete: \S+ Tried\. Not known/)
  })

  it('keeps a note that another administrator was typing, and says who deleted it', async () => {
    const { administrator, stripeid } = await officeAsking(200, { redirect: false })
    const page = `/administrator/connect/stripe-account?stripeid=${stripeid}`
    await administrator.text(page)
    await administrator.submit(`${PAGE}?stripeid=${stripeid}`, {})
    const answer = await administrator.submit(page, { action: 'note', note: 'Called on Monday.' })
    const text = words(await answer.text())
    expect(text).toMatch(/was deleted Deleted by .+ on /)
    expect(text).toContain('Called on Monday.')
    expect((await administrator.get(page)).status).toBe(404)
  })

  it('finishes what an earlier try began at Stripe', async () => {
    const { administrator, stripeid, found, services } = await officeAsking(200, { redirect: false })
    await services.stripe.accounts.del(stripeid)
    const answer = await administrator.get(`${API}?stripeid=${stripeid}`, { method: 'DELETE' })
    expect(answer.status).toBe(200)
    expect(await found()).toBeUndefined()
  })
})
