import { beforeAll, describe, expect, it, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { checkDeletions } from '../../src/application/running.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { decisionStore } from '../../src/oversight/store.ts'
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
  return { ...office, stripeid, found, decisions }
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

  it('sends the administrator where the application server says instead', async () => {
    const { administrator, stripeid, found, decisions } = await officeAsking(200, { redirect: '/goods' })
    const response = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { override: 'true' })
    expect(response.headers.get('location')).toBe('/goods')
    const answer = await administrator.get(`${API}?stripeid=${stripeid}&override=true`, { method: 'DELETE' })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      object: 'error',
      message: 'deletion-refused',
      redirect: '/goods',
    })
    expect(await found()).toBeDefined()
    expect(await decisions()).toEqual([])
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

    expect((await administrator.submit(path, { override: 'true' })).status).toBe(303)
    expect(await found()).toBeUndefined()
    expect(await decisions()).toMatchObject([{ action: 'delete', override: true }])
  })

  it('keeps what was ticked when Stripe does not do it', async () => {
    const { administrator, stripeid, services } = await officeAsking(500, {})
    vi.spyOn(services.stripe.accounts, 'del').mockRejectedValueOnce(new ConnectError('stripe-refused'))
    const refused = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { override: 'true' })
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

  it('finishes what an earlier try began at Stripe', async () => {
    const { administrator, stripeid, found, services } = await officeAsking(200, { redirect: false })
    await services.stripe.accounts.del(stripeid)
    const answer = await administrator.get(`${API}?stripeid=${stripeid}`, { method: 'DELETE' })
    expect(answer.status).toBe(200)
    expect(await found()).toBeUndefined()
  })
})
