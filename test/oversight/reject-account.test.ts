import { describe, expect, it } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { decisionStore } from '../../src/oversight/store/decisions.ts'
import { openOffice, words } from './support.ts'

const PAGE = '/administrator/connect/reject-stripe-account'
const API = '/api/administrator/connect/set-stripe-account-rejected'

describe('rejecting an account', () => {
  it.each([
    ['fraud', 'rejected.platform_fraud'],
    ['terms_of_service', 'rejected.platform_terms_of_service'],
    ['other', 'rejected.platform_other'],
  ])('for %s is done at Stripe, shown in words and kept as a decision', async (reason, disabled) => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({})
    const response = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason })
    expect(response.status).toBe(303)
    const text = words(await administrator.text(response.headers.get('location') ?? ''))
    expect(text).toContain('The account was rejected.')
    expect(text).toContain('The marketplace rejected the account')
    const account = await services.stripe.accounts.retrieve(stripeid)
    expect(account.requirements?.disabled_reason).toBe(disabled)
    const decisions = await decisionStore(services.storage).list({ stripeid }, ALL)
    expect(decisions).toMatchObject([{ action: 'reject', reason, override: false }])
  })

  it('asks again when no reason, or one that is none, was chosen', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({})
    for (const reason of ['', 'dislike']) {
      const response = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('href="#reason"')
    }
    const row = await accountStore(services.storage).find(stripeid)
    expect(row?.status).toBe('new')
  })

  it('does not blame the reason for what Stripe does not do', async () => {
    const { administrator, addAccount, services } = await openOffice({ MAXIMUM_STRIPE_RETRIES: '0' })
    const { stripeid } = await addAccount({})
    await fetch(new URL('/_offline-stripe/faults', services.config.stripe.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ api: { method: 'POST', status: 503, times: 1 } }),
    })
    const response = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason: 'other' })
    expect(response.status).toBe(503)
    const html = await response.text()
    expect(words(html)).toContain('Stripe is not answering')
    expect(html).not.toContain('aria-invalid')
    expect(html).toContain('<option value="other" selected>')
  })

  it('is not shown as done when Stripe did not do it', async () => {
    const { administrator, addAccount, services } = await openOffice({ MAXIMUM_STRIPE_RETRIES: '0' })
    const { stripeid } = await addAccount({})
    await fetch(new URL('/_offline-stripe/faults', services.config.stripe.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ api: { status: 503 } }),
    })
    await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason: 'fraud' })
    for (const path of ['', `/stripe-account?stripeid=${stripeid}`])
      expect(words(await administrator.text(`/administrator/connect${path}`))).toMatch(
        /Reject: \S+ Tried\. Not known to be done: Stripe refused or did not answer\./,
      )
  })

  it('says that Stripe does not show the account to the key, and no outage', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({})
    await services.stripe.accounts.del(stripeid)
    const reject = await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason: 'other' })
    const refresh = await administrator.submit(
      `/administrator/connect/stripe-account?stripeid=${stripeid}`,
      {},
    )
    for (const answer of [reject, refresh]) {
      expect(answer.status).toBe(409)
      const text = words(await answer.text())
      expect(text).toContain('Stripe does not show this account to your key.')
      expect(text).not.toContain('Stripe is not answering')
    }
  })

  it('a second time says who had rejected it, and why', async () => {
    const { administrator, addAccount } = await openOffice()
    const { stripeid } = await addAccount({})
    const path = `${PAGE}?stripeid=${stripeid}`
    const token = await administrator.token(path)
    await administrator.submit(path, { reason: 'fraud' })
    const body = new URLSearchParams({ 'csrf-token': token, reason: 'terms_of_service' })
    const second = await administrator.get(path, { method: 'POST', body })
    const text = words(await administrator.text(second.headers.get('location') ?? ''))
    expect(text).toContain('The account had already been rejected.')
    expect(text).toMatch(/By .+ on .+: Fraud or other illegal activity\./)
    expect(words(await administrator.text(path))).toMatch(/By .+ on .+: Fraud/)
  })

  it('twice at once rejects once and succeeds twice', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({})
    const reject = () => patch(administrator, `${API}?stripeid=${stripeid}`, { reason: 'fraud' })
    const responses = await Promise.all([reject(), reject()])
    expect(responses.map(({ status }) => status)).toEqual([200, 200])
    expect((await accountStore(services.storage).find(stripeid))?.status).toBe('rejected')
  })

  it('is said to be done already on the page of a rejected account', async () => {
    const { administrator, addAccount } = await openOffice()
    const { stripeid } = await addAccount({ individual: { first_name: 'Anneke', last_name: 'Example' } })
    await administrator.submit(`${PAGE}?stripeid=${stripeid}`, { reason: 'other' })
    const text = words(await administrator.text(`${PAGE}?stripeid=${stripeid}`))
    expect(text).toContain('Anneke Example has already been rejected.')
  })
})

const ALL = { offset: 0, limit: undefined }

function patch(
  browser: { get(path: string, init: RequestInit): Promise<Response> },
  path: string,
  values: Record<string, string>,
): Promise<Response> {
  return browser.get(path, { method: 'PATCH', body: new URLSearchParams(values) })
}
